"""People of a demo, who sign in by links that work once; only in a database that is marked as a demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, update

from bot.conversation.texts import T
from bot.features.staff import accounts, directory, links, sessions
from bot.features.staff import organisations as orgs
from bot.features.staff.audit import note
from bot.features.staff.context import Staff
from bot.features.staff.installation import is_demo
from bot.features.staff.model import SYSTEM, Kind, StaffRefused
from bot.features.staff.tables import accounts as account_rows
from bot.features.staff.tables import roles


class _Person(NamedTuple):
    organisation: str
    kind: Kind
    email: str  # .invalid never leads anywhere (RFC 2606)
    name: str
    roles: tuple[str, ...]


NGO, EMPLOYER = "Demo NGO", "Demo employer"
HELD_FOR = 2 * 24 * 3600
"""Seconds for which people of the demo are taken to have held their roles."""
_PEOPLE = (
    _Person(
        NGO, "ngo", "administrator@demo.invalid", "Demo administrator",
        ("administrator", "manager", "vetter", "reviewer", "announcer"),
    ),
    _Person(
        NGO, "ngo", "colleague@demo.invalid", "Demo colleague",
        ("vetter", "reviewer", "case_worker", "announcer", "approver"),
    ),
    # What one administrator stopped, two let go on (O6).
    _Person(NGO, "ngo", "administrator2@demo.invalid", "Demo second administrator", ("administrator",)),
    _Person(EMPLOYER, "employer", "employer@demo.invalid", "Demo employer", ("employer",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoLink:
    """One person of the demo with a link that works once, for ten minutes."""

    account: str
    name: str
    organisation: str
    roles: tuple[str, ...]
    token: str


def demo_links(conn: Connection, staff: Staff, now: float) -> list[DemoLink]:
    """New links for everybody of the demo, who are made where they are missing; none where it is no demo."""
    if not is_demo(conn):
        return []
    return [_link(conn, staff, person, now) for person in _PEOPLE]


def _link(conn: Connection, staff: Staff, person: _Person, now: float) -> DemoLink:
    account = accounts.find(conn, staff, person.email) or _made(conn, staff, person, now)
    token = links.make(conn, staff, account, "demo", now)
    return DemoLink(account, person.name, person.organisation, person.roles, token)


def _made(conn: Connection, staff: Staff, person: _Person, now: float) -> str:
    known = orgs.named(conn, person.organisation)
    organisation = known.id if known else orgs.admit(conn, SYSTEM, person.kind, person.organisation, now)
    account = accounts.create(
        conn,
        staff,
        SYSTEM,
        organisation,
        email=person.email,
        name=person.name,
        codes=person.roles,
        lang="",  # whoever tries the demo sees it as the browser asks for, until one is chosen
        zone="UTC",
        now=now,
    )
    # It is in use from now on, but waits for no factor: no link but that of the demo opens it.
    taken_up = {"activated": int(now), "invited_until": int(now)}
    conn.execute(update(account_rows).where(account_rows.c.id == account).values(taken_up))
    # Whoever tries the demo shall see an approval today, not tomorrow (A3 holds for every other account).
    conn.execute(update(roles).where(roles.c.account == account).values(since=int(now) - HELD_FOR))
    return account


def peek(conn: Connection, staff: Staff, token: str, now: float) -> str | None:
    """The name of whom a demo link signs in, without using it up; None for a bad one, or no demo."""
    account = links.peek(conn, staff, token, "demo", now) if is_demo(conn) else None
    return None if account is None else directory.names(conn, staff, [account]).get(account)


def sign_in(conn: Connection, staff: Staff, token: str, now: float) -> str:
    """Use a demo link up; the token of a session that is marked as demo. Raises StaffRefused."""
    account = links.use(conn, staff, token, "demo", now) if is_demo(conn) else None
    if account is None:
        raise StaffRefused(
            "bad_link", T("staff", "This link has ended or was used already. Ask for a new one.")
        )
    note(conn, account, "session.began", account, {"factor": "demo"}, now)
    return sessions.begin(conn, staff, account, now, demo=True)
