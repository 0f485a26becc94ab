"""Who there is: accounts as the team's page lists them, their names, and whom to mail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from bot.delivery.tables import persons
from bot.features.staff.accounts import NAME
from bot.features.staff.context import Staff
from bot.features.staff.installation import is_demo
from bot.features.staff.tables import accounts, organisations, passkeys, passphrases, recoveries, roles
from bot.language.languages import ENGLISH

State = Literal["invited", "expired", "active", "demo", "disabled"]


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the team's page shows it. `recovery_by` asked for a recovery that waits for another."""

    id: str
    organisation: str
    name: str
    email: str
    lang: str
    zone: str
    roles: tuple[str, ...]
    state: State
    created: int
    invited_until: int
    recovery_by: str | None
    recovery_until: int | None


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where and in what words mails to an account go."""

    person_id: str
    lang: str
    zone: str


def get(conn: Connection, staff: Staff, account: str, now: float) -> Account | None:
    """One account by its id."""
    return next(iter(_opened(conn, staff, accounts.c.id == account, now)), None)


def listed(conn: Connection, staff: Staff, organisation: str | None, now: float) -> list[Account]:
    """The accounts of an organisation, or all; by name."""
    which = (
        accounts.c.organisation == organisation if organisation is not None else accounts.c.id.is_not(None)
    )
    return sorted(_opened(conn, staff, which, now), key=lambda account: (account.name.casefold(), account.id))


def _opened(conn: Connection, staff: Staff, which: ColumnElement[bool], now: float) -> list[Account]:
    factor = exists().where(passkeys.c.account == accounts.c.id) | exists().where(
        passphrases.c.account == accounts.c.id
    )
    rows = conn.execute(
        select(
            accounts, persons.c.address, factor.label("factor"), recoveries.c.agreed_by, recoveries.c.until
        )
        .join(persons, persons.c.id == accounts.c.person_id)
        .outerjoin(recoveries, (recoveries.c.account == accounts.c.id) & (recoveries.c.until > int(now)))
        .where(which)
    ).all()
    ciphers, demo = staff.keys.data.for_persons(conn, [row.person_id for row in rows]), is_demo(conn)
    held: dict[str, list[str]] = {}
    for account, code in conn.execute(
        select(roles.c.account, roles.c.role).where(roles.c.account.in_([row.id for row in rows]))
    ):
        held.setdefault(account, []).append(code)
    return [
        Account(
            id=row.id,
            organisation=row.organisation,
            name=ciphers[row.person_id].open_(row.name, NAME, row.id).decode(),
            email=ciphers[row.person_id].open_(row.address, "persons.address", row.person_id).decode(),
            lang=row.lang or ENGLISH.tag,
            zone=row.zone,
            roles=tuple(sorted(held.get(row.id, ()))),
            state=_state(row, now, demo=demo),
            created=row.created,
            invited_until=row.invited_until,
            recovery_by=row.agreed_by,
            recovery_until=row.until,
        )
        for row in rows
        if row.person_id in ciphers
    ]


def _state(row: Row[Any], now: float, *, demo: bool) -> State:
    if row.disabled is not None:
        return "disabled"
    if row.factor:
        return "active"
    # In use without a factor, and never reset since: one of the demo's own people (bot.features.staff.demo).
    if demo and row.activated == row.invited_until:
        return "demo"
    return "invited" if row.invited_until > now else "expired"


def names(conn: Connection, staff: Staff, ids: Iterable[str]) -> dict[str, str]:
    """The names of accounts by id, for those that are still there."""
    rows = conn.execute(
        select(accounts.c.id, accounts.c.person_id, accounts.c.name).where(accounts.c.id.in_(set(ids)))
    ).all()
    ciphers = staff.keys.data.for_persons(conn, [row.person_id for row in rows])
    found = {}
    for row in rows:
        cipher = ciphers.get(row.person_id)
        if cipher is not None:
            found[row.id] = cipher.open_(row.name, NAME, row.id).decode()
    return found


def members(conn: Connection, organisation: str, role: str | None = None) -> list[str]:
    """The ids of an organisation's accounts that are not disabled, of one role or all: whom to mail."""
    rows = select(accounts.c.id).where(accounts.c.organisation == organisation, accounts.c.disabled.is_(None))
    if role is not None:
        rows = rows.where(accounts.c.id.in_(select(roles.c.account).where(roles.c.role == role)))
    return list(conn.scalars(rows.order_by(accounts.c.created, accounts.c.id)))


def holders(conn: Connection, role: str) -> list[str]:
    """The ids of all accounts with a role that are not disabled, of every open organisation."""
    return list(
        conn.scalars(
            select(accounts.c.id)
            .join(roles, roles.c.account == accounts.c.id)
            .join(organisations, organisations.c.id == accounts.c.organisation)
            .where(roles.c.role == role, accounts.c.disabled.is_(None), organisations.c.closed.is_(None))
            .order_by(accounts.c.created, accounts.c.id)
        )
    )


def organisation_of(conn: Connection, account: str) -> str | None:
    """The organisation that an account belongs to; None where there is no such account."""
    return conn.scalar(select(accounts.c.organisation).where(accounts.c.id == account))


def addressee(conn: Connection, account: str) -> Addressee | None:
    """How mail finds an account; None where it is gone or disabled."""
    row = conn.execute(
        select(accounts.c.person_id, accounts.c.lang, accounts.c.zone).where(
            accounts.c.id == account, accounts.c.disabled.is_(None)
        )
    ).first()
    return None if row is None else Addressee(row.person_id, row.lang or ENGLISH.tag, row.zone)
