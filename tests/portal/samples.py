"""One object for each parameter of a path: of the reader's own organisation, and of another one.

A parameter that is not here fails the access test: add what makes one such object, anew for each request.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, update

from bot.delivery.persons import find_or_add
from bot.delivery.tables import outbox
from bot.features import announcements, incidents, places
from bot.features.announcements import Draft as Announced
from bot.features.interviews import employers, vacancies
from bot.features.interviews.employers.model import ADMITTED_FOR
from bot.features.interviews.employers.tables import employers as employer_rows
from bot.features.interviews.vacancies import read_vacancy
from bot.features.interviews.vacancies.tables import vacancies as vacancy_rows
from bot.features.staff import COMMAND_LINE, sessions
from bot.features.staff.api import SCOPES, keys
from tests.features.interviews.desk import FORM as APPLICATION
from tests.features.interviews.vacancies.forms import FORM as ADVERT
from tests.portal import meetings
from tests.portal.world import World, own_adverts

Sample = Callable[[Connection, World, str], str]
"""Makes an object of the given organisation and returns what stands for it in the path."""


def _account(conn: Connection, world: World, organisation: str) -> str:
    role = "employer" if organisation == world.employer else "case_worker"
    return world.account(conn, organisation, role)


def _organisation(conn: Connection, world: World, organisation: str) -> str:
    return organisation


def _letter(conn: Connection, world: World, organisation: str) -> str:
    return dead_letter(conn, world)


def dead_letter(conn: Connection, world: World) -> str:
    """The name of a message that was given up."""
    keys = world.staff.keys
    address = f"letter{next(world.count)}"
    person = find_or_add(conn, keys, "web", address, keys.address_hash("web", address))
    values = {
        "ref": secrets.token_urlsafe(16),
        "person_id": person.id,
        "channel": "web",
        "body": b"sealed",
        "state": "dead",
        "tries": 5,
        "reason": "Refused",
        "due": int(world.now),
        "created": int(world.now),
    }
    (number,) = conn.execute(insert(outbox).values(values).returning(outbox.c.id)).one()
    return f"outbox-{number}"


def employer(conn: Connection, world: World, organisation: str, **changes: str) -> str:
    """An admitted employer of that organisation's id."""
    draft = employers.read_application(APPLICATION | changes)
    assert draft.value is not None, draft.problems
    if employers.standing(conn, organisation, world.now) is None:
        employers.apply(conn, world.hiring.desk, draft.value, "en", world.now, employer=organisation)
    until = int(world.now) + ADMITTED_FOR
    this = employer_rows.c.id == organisation
    conn.execute(update(employer_rows).where(this).values(state="admitted", until=until))
    return organisation


def vacancy(conn: Connection, world: World, organisation: str, state: str = "submitted") -> str:
    """An advert of that organisation, without problems."""
    employer(conn, world, organisation)
    draft = read_vacancy(ADVERT, "en", own_adverts().knows, world.now)
    assert draft.vacancy is not None, draft.problems
    made = vacancies.create(conn, world.hiring.desk, Writer(organisation), draft, "en", world.now)
    assert isinstance(made, str)
    conn.execute(update(vacancy_rows).where(vacancy_rows.c.id == made).values(state=state))
    return made


def _key(conn: Connection, world: World, organisation: str) -> str:
    """A key of somebody of that organisation: in the world's own, of the person of the role."""
    account = meetings.host(conn, world, organisation)
    token = sessions.begin(conn, world.staff, account, world.now)
    who = sessions.signed_in(conn, world.staff, token, world.now)
    assert who is not None
    who = replace(who, roles=frozenset({"employer"}))  # an NGO has none; the row has to refuse it by itself
    for one in keys.listed(conn, world.staff, account):
        keys.revoke(conn, who, one.id, world.now)
    return keys.create(conn, world.staff, who, name="Sample", scopes=SCOPES, days=1, now=world.now).id


def applicant(conn: Connection, world: World, organisation: str) -> str:
    """An employer of its own: nobody decides about an organisation of one's own."""
    return employer(conn, world, secrets.token_urlsafe(16))


@dataclass(frozen=True)
class Writer:
    """Somebody of an employer, as the session says."""

    organisation: str
    account: str = "sample"
    kind: str = "employer"
    roles: frozenset[str] = frozenset({"employer"})
    fresh_until: float = 0


def announcement(conn: Connection, world: World, organisation: str, **changes: Any) -> str:
    """A draft of that organisation, without a text unless one is given."""
    draft = msgspec.structs.replace(
        Announced(title="Sample", texts={}, ends=int(world.now) + 36_000), **changes
    )
    writer = replace(
        COMMAND_LINE, roles=frozenset({"announcer"}), organisation=organisation, account="sample"
    )
    return announcements.create(conn, world.announcing.desk, writer, draft, world.now).announcement.id


def _announcement(conn: Connection, world: World, organisation: str) -> str:
    # Employers announce nothing: what they are asked about is somebody else's.
    theirs = organisation if organisation != world.employer else world.organisation(conn)
    return announcement(conn, world, theirs)


def _place(conn: Connection, world: World, organisation: str) -> str:
    code = f"sample-{next(world.count)}"
    return places.add(
        conn, places.Draft(code, "town", "", "KE", "Africa/Nairobi", {"en": "Sample"}), world.now
    ).id


def _incident(conn: Connection, world: World, organisation: str) -> str:
    words = "Sample words of an incident"
    return incidents.open_(
        conn, world.staff.keys.data, COMMAND_LINE, int(world.now), "everybody", words, world.now
    )


SAMPLES: dict[str, Sample] = {
    "incident": _incident,
    "place": _place,
    "announcement": _announcement,
    "account": _account,
    "organisation": _organisation,
    "letter": _letter,
    "employer": applicant,
    "vacancy": vacancy,
    "slot": lambda conn, world, organisation: meetings.slot(conn, world, organisation).id,
    "booking": lambda conn, world, organisation: meetings.booking(conn, world, organisation).id,
    "notice": meetings.notice,
    "ref": lambda conn, world, organisation: meetings.candidate(conn, world, organisation)[1],
    "canary": meetings.canary,
    "request": meetings.request,
    "key": _key,
    "advert": lambda conn, world, organisation: vacancy(conn, world, applicant(conn, world, "")),
}
