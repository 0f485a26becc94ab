"""NGOs and employers. One of them, the operator's own, has the administrators of the installation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.conversation.texts import T
from bot.features.staff.audit import note
from bot.features.staff.model import ADMINISTRATOR, KINDS, Kind, SignedIn, StaffRefused, need, tidy_name
from bot.features.staff.tables import accounts, organisations, sessions
from bot.store.exclusion import one_at_a_time
from bot.store.ids import new_id

_NAMES = "staff.organisation_names"


@dataclass(frozen=True, slots=True)
class Organisation:
    """`operator`: the one that runs this installation. `accounts` counts those that are not disabled."""

    id: str
    kind: Kind
    name: str
    operator: bool
    created: int
    closed: int | None
    accounts: int


def add(conn: Connection, by: SignedIn, kind: Kind, name: str, now: float) -> str:
    """Make an organisation and return its id. The first NGO of an installation is the operator's own.

    Raises StaffRefused where the name is taken or unfit, or `by` is no administrator.
    """
    need(by, ADMINISTRATOR)
    return admit(conn, by.account, kind, name, now)


def admit(conn: Connection, actor: str, kind: Kind, name: str, now: float, *, id_: str = "") -> str:
    """As `add`, where another part has checked that it may be: two people verified an employer (E1).

    `id_`: the id that the other part knows it by already; "" for a new one.
    """
    if kind not in KINDS:
        raise StaffRefused("bad_kind", T("staff", "Choose NGO or employer."), "kind")
    tidy = tidy_name(name)
    one_at_a_time(conn, _NAMES)
    if named(conn, tidy) is not None:
        raise StaffRefused(
            "name_taken",
            T("staff", "An organisation has this name already. Use that one, or add a place to the name."),
            "name",
        )
    id_ = id_ or new_id()
    first = kind == "ngo" and not conn.scalar(select(func.count()).where(organisations.c.operator))
    conn.execute(
        insert(organisations).values(
            id=id_, kind=kind, name=tidy, operator=True if first else None, created=int(now)
        )
    )
    note(conn, actor, "organisation.added", id_, {"kind": kind, "organisation": id_}, now)
    return id_


def get(conn: Connection, organisation: str) -> Organisation | None:
    """One organisation by its id."""
    return next(iter(_found(conn, organisation)), None)


def named(conn: Connection, name: str) -> Organisation | None:
    """The open organisation of exactly this name."""
    id_ = conn.scalar(
        select(organisations.c.id).where(organisations.c.name == name, organisations.c.closed.is_(None))
    )
    return None if id_ is None else get(conn, id_)


def listed(conn: Connection) -> list[Organisation]:
    """All organisations, by name."""
    return _found(conn, None)


def _found(conn: Connection, organisation: str | None) -> list[Organisation]:
    number = (
        select(func.count())
        .where(accounts.c.organisation == organisations.c.id, accounts.c.disabled.is_(None))
        .scalar_subquery()
    )
    rows = select(organisations, number.label("number")).order_by(organisations.c.name, organisations.c.id)
    if organisation is not None:
        rows = rows.where(organisations.c.id == organisation)
    return [
        Organisation(row.id, row.kind, row.name, bool(row.operator), row.created, row.closed, row.number)
        for row in conn.execute(rows)
    ]


def rename(conn: Connection, by: SignedIn, organisation: str, name: str, now: float) -> None:
    """Give an organisation another name. Raises StaffRefused."""
    need(by, ADMINISTRATOR)
    tidy = tidy_name(name)
    one_at_a_time(conn, _NAMES)
    other = named(conn, tidy)
    if other is not None and other.id != organisation:
        raise StaffRefused(
            "name_taken",
            T("staff", "An organisation has this name already. Use that one, or add a place to the name."),
            "name",
        )
    conn.execute(update(organisations).where(organisations.c.id == organisation).values(name=tidy))
    note(conn, by.account, "organisation.renamed", organisation, {"organisation": organisation}, now)


def close(conn: Connection, by: SignedIn, organisation: str, now: float) -> None:
    """Let nobody of it sign in any more, and end all their sessions now (S3). Raises StaffRefused."""
    need(by, ADMINISTRATOR)
    found = get(conn, organisation)
    if found is None or found.closed is not None:
        raise StaffRefused("no_such", T("staff", "There is no such organisation, or it is closed already."))
    if found.operator:
        raise StaffRefused("operator", T("staff", "The organisation that runs Rafiq cannot be closed."))
    conn.execute(update(organisations).where(organisations.c.id == organisation).values(closed=int(now)))
    theirs = select(accounts.c.id).where(accounts.c.organisation == organisation)
    conn.execute(delete(sessions).where(sessions.c.account.in_(theirs)))
    note(conn, by.account, "organisation.closed", organisation, {"organisation": organisation}, now)
