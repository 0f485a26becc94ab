"""An employer asks to be admitted; staff see what it says of itself, with what deserves a second look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from bot.features.interviews.employers import rows
from bot.features.interviews.employers.model import (
    CHECKS_WITHIN,
    DECIDES,
    RENEW_FROM,
    STATES,
    Details,
    State,
    digest,
    state_at,
)
from bot.features.interviews.employers.ports import Actor, Desk, Forbidden, No, must_be_of, must_be_staff
from bot.features.interviews.employers.tables import employer_checks, employer_marks, employers
from bot.features.interviews.employers.words import PLEDGE_VERSION, UNKNOWN
from bot.store.ids import new_id

_FREE = frozenset(
    {
        *("aol.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.com", "icloud.com"),
        *("live.com", "mail.com", "mail.ru", "outlook.com", "proton.me", "protonmail.com", "ukr.net"),
        *("web.de", "yahoo.com", "yandex.com", "yandex.ru"),
    }
)
"""Mail hosts on which anybody can open an address."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Another application that agrees in something that only one employer should have."""

    employer: str
    state: State
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """An employer as staff see it."""

    employer: str
    state: State
    details: Details
    lang: str
    applied: int
    until: int | None
    pledge: int
    seen: str
    """To be handed back with a check, so that it holds for what was read."""
    checked_by: tuple[str, ...]
    """Accounts whose checks of this round count now."""
    hints: tuple[str, ...]
    """Codes of words.HINTS."""
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list."""

    employer: str
    name: str
    country: str
    state: State
    until: int | None
    applied: int
    hints: tuple[str, ...]
    """Codes of words.HINTS; "twin" where another application agrees in something."""

    def due(self, now: float) -> bool:
        """Does it wait for checks: new, its admission over, or soon over (E1)?"""
        ends = self.state == "admitted" and self.until is not None and self.until - now <= RENEW_FROM
        return ends or self.state in ("applied", "checking", "lapsed")


def apply(
    conn: Connection, desk: Desk, details: Details, lang: str, now: float, *, employer: str = ""
) -> str:
    """Take in an application from the public page; the employer's id, which its organisation will have.

    `details` come from `read_application`, which has seen to the pledge. `employer`: the id of an
    organisation that is there already; "" for a new one.
    """
    employer = employer or new_id()
    cipher = desk.keys.create_owner_key(conn, employer)
    values = {
        "id": employer,
        "state": "applied",
        "body": rows.seal_details(cipher, employer, details),
        "lang": lang,
        "pledge": PLEDGE_VERSION,
        "pledged": int(now),
        "round": 1,
        "applied": int(now),
        "changed": int(now),
    }
    conn.execute(insert(employers).values(values))
    _mark(conn, desk, employer, details)
    desk.note(conn, "", "employer.applied", employer, {}, now)
    return employer


def change_details(conn: Connection, desk: Desk, actor: Actor, details: Details, now: float) -> No | None:
    """The employer corrects what it says of itself. What was verified no longer holds: it waits for two new
    checks, and until then its slots are frozen."""
    must_be_of(actor, actor.organisation)
    row = rows.lock(conn, desk, actor.organisation, now)
    if row is None:
        return No("unknown", UNKNOWN)
    if row.state in ("frozen", "refused"):
        raise Forbidden("a frozen or refused employer changes nothing")
    body = rows.seal_details(row.cipher, row.id, details)
    same = details == row.details
    values: dict[str, object] = {"body": body, "pledge": PLEDGE_VERSION, "pledged": int(now)}
    if not same:
        # A new round, so that checks of the old details count no more.
        values |= {"round": row.round + 1, "until": None}
        values["state"] = "applied" if row.until is None else "lapsed"
        desk.freeze(conn, row.id, now)
    rows.put(conn, row.id, now, **values)
    conn.execute(delete(employer_marks).where(employer_marks.c.employer_id == row.id))
    _mark(conn, desk, row.id, details)
    desk.note(conn, actor.account, "employer.changed", row.id, {"same": "yes" if same else "no"}, now)
    return None


def application(conn: Connection, desk: Desk, actor: Actor, employer: str, now: float) -> Application | None:
    """One employer with all that staff have to know. It is written down who read it (L3)."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.load(conn, desk, employer, now)
    if row is None:
        return None
    young = employer_checks.c.at > int(now) - CHECKS_WITHIN
    checks = (
        select(employer_checks.c.account_id)
        .where(employer_checks.c.employer_id == employer, employer_checks.c.round == row.round, young)
        .order_by(employer_checks.c.at)
    )
    desk.note(conn, actor.account, "employer.read", employer, {}, now)
    return Application(
        employer=employer,
        state=row.state,
        details=row.details,
        lang=row.lang,
        applied=row.applied,
        until=row.until,
        pledge=row.pledge,
        seen=digest(row.details),
        checked_by=tuple(conn.scalars(checks)),
        hints=_hints(row.details, row.pledge),
        twins=_twins(conn, desk, employer, row.details, now),
    )


def applications(
    conn: Connection, desk: Desk, actor: Actor, now: float, *, state: State | None = None
) -> list[Listed]:
    """All employers, those that wait longest first; of one state where `state` is given."""
    must_be_staff(actor, "", DECIDES)
    found = conn.execute(select(employers.c.id).order_by(employers.c.changed, employers.c.id)).scalars().all()
    opened = (rows.load(conn, desk, id_, now) for id_ in found)
    listed = [
        _listed(conn, desk, row, now)
        for row in opened
        if row is not None and (state is None or row.state == state)
    ]
    return sorted(listed, key=lambda one: STATES.index(one.state))


def _listed(conn: Connection, desk: Desk, row: rows.Row, now: float) -> Listed:
    twin = ("twin",) if _twins(conn, desk, row.id, row.details, now) else ()
    hints = _hints(row.details, row.pledge) + twin
    return Listed(row.id, row.details.name, row.details.country, row.state, row.until, row.applied, hints)


def _mark(conn: Connection, desk: Desk, employer: str, details: Details) -> None:
    marks = [
        {"employer_id": employer, "kind": kind, "hash": _hash(desk, kind, value)}
        for kind, value in details.marks().items()
    ]
    # The name is for counting alone: two honest employers may have the same one.
    marks.append({"employer_id": employer, "kind": "name", "hash": rows.name_hash(desk, details.name)})
    conn.execute(insert(employer_marks), marks)


def _hash(desk: Desk, kind: str, value: str) -> bytes:
    return desk.lookup.address_hash(f"employer.{kind}", value)


def _hints(details: Details, pledge: int) -> tuple[str, ...]:
    host = details.mail.rpartition("@")[2].casefold()
    own = details.host.removeprefix("www.")
    free = host in _FREE
    found = {
        "free_mail": free,
        "other_host": not free and host != own and not host.endswith(f".{own}"),
        "old_pledge": pledge != PLEDGE_VERSION,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _twins(conn: Connection, desk: Desk, employer: str, details: Details, now: float) -> tuple[Twin, ...]:
    hashes = {_hash(desk, kind, value): kind for kind, value in details.marks().items()}
    same = (
        select(employer_marks.c.employer_id, employer_marks.c.hash, employers.c.state, employers.c.until)
        .join(employers, employers.c.id == employer_marks.c.employer_id)
        .where(employer_marks.c.hash.in_(list(hashes)), employer_marks.c.employer_id != employer)
        .order_by(employers.c.applied, employers.c.id)
    )
    found: dict[str, Twin] = {}
    for id_, hash_, state, until in conn.execute(same):
        marks = found[id_].marks if id_ in found else ()
        found[id_] = Twin(id_, state_at(state, until, now), (*marks, hashes[hash_]))
    return tuple(found.values())


def names(conn: Connection, desk: Desk, employers_: Iterable[str], now: float) -> Mapping[str, str]:
    """The names of employers by id, for lists that staff read."""
    found = (rows.load(conn, desk, id_, now) for id_ in set(employers_))
    return {row.id: row.details.name for row in found if row is not None}


def site_of(conn: Connection, desk: Desk, employer: str, now: float) -> str:
    """The host of an employer's own web site, in ASCII; "" where there is no such employer."""
    row = rows.load(conn, desk, employer, now)
    return "" if row is None else row.details.host
