"""Incidents as rows: opened, changed, told, closed, forgotten; and the people whom they touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from bot.conversation.texts import T
from bot.delivery.tables import persons
from bot.features.incidents.model import KEPT, LONGEST, SCOPES, Incident, Told
from bot.features.incidents.tables import incidents
from bot.features.staff import SignedIn, StaffRefused, audit, need, need_fresh
from bot.language.normal import clean
from bot.store.datakeys import DataKeys
from bot.store.ids import new_id

_HAPPENED = "incidents.happened"
_STAFF = "mail"
"""The channel of those who have an account."""
_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Touched:
    """One person: a random id, the way that she is reached, her language, whether she can be reached.

    No address: whoever tells people does it from here, and a list that is lost names nobody.
    """

    id: str
    channel: str
    lang: str
    reachable: bool


def open_(
    conn: Connection, keys: DataKeys, by: SignedIn, noticed: int, scope: str, happened: str, now: float
) -> str:
    """Write a new incident down and return its id. `noticed` may lie in the past. Raises StaffRefused."""
    need(by, "administrator")
    need_fresh(by, now)
    words = _checked(scope, happened)
    if noticed > now:
        raise StaffRefused("future", T("portal.incidents", "This time has not come yet."), "day")
    id_ = new_id()
    values = {
        "id": id_,
        "noticed": noticed,
        "opened": int(now),
        "opened_by": by.account,
        "scope": scope,
        "happened": keys.create_owner_key(conn, id_).seal(words.encode(), _HAPPENED, id_),
        "version": 1,
    }
    conn.execute(insert(incidents).values(values))
    audit.note(conn, by.account, "incident.opened", id_, {"scope": scope}, now)
    return id_


def change(
    conn: Connection,
    keys: DataKeys,
    by: SignedIn,
    id_: str,
    version: int,
    scope: str,
    happened: str,
    now: float,
) -> None:
    """New words for what happened, and whom it touches. Raises StaffRefused, also where somebody else was
    faster: then nothing is written over."""
    need(by, "administrator")
    need_fresh(by, now)
    words = _checked(scope, happened)
    sealed = keys.for_owner(conn, id_).seal(words.encode(), _HAPPENED, id_)
    as_seen = (incidents.c.id == id_, incidents.c.version == version)
    values = {"scope": scope, "happened": sealed, "version": version + 1}
    if not conn.execute(update(incidents).where(*as_seen).values(values)).rowcount:
        raise StaffRefused(
            "changed",
            T("portal.incidents", "Somebody else changed this meanwhile. Look at the page again, then save."),
        )
    audit.note(conn, by.account, "incident.changed", id_, {"scope": scope}, now)


def _checked(scope: str, happened: str) -> str:
    words = clean(happened).strip()
    if scope not in SCOPES:
        raise StaffRefused("bad_scope", T("portal.form", "Please choose from the list."), "scope")
    if not 1 <= len(words) <= LONGEST:
        raise StaffRefused(
            "bad_text",
            T("portal.incidents", "Write what happened, in at most {most} characters.", most=LONGEST),
            "happened",
        )
    return words


def told(conn: Connection, by: SignedIn, id_: str, whom: Told, now: float) -> bool:
    """Note that the authority or the people were told; False where that was noted before."""
    need(by, "administrator")
    column = incidents.c.authority_told if whom == "authority" else incidents.c.people_told
    open_row = (incidents.c.id == id_, column.is_(None))
    if not conn.execute(update(incidents).where(*open_row).values({column.name: int(now)})).rowcount:
        return False
    audit.note(conn, by.account, f"incident.{whom}_told", id_, {}, now)
    return True


def close(conn: Connection, by: SignedIn, id_: str, now: float) -> bool:
    """Nothing is left to do; False where it was closed before."""
    need(by, "administrator")
    open_row = (incidents.c.id == id_, incidents.c.closed.is_(None))
    if not conn.execute(update(incidents).where(*open_row).values(closed=int(now))).rowcount:
        return False
    audit.note(conn, by.account, "incident.closed", id_, {}, now)
    return True


def get(conn: Connection, keys: DataKeys, id_: str) -> Incident | None:
    """One incident with its words."""
    row = conn.execute(select(incidents).where(incidents.c.id == id_)).first()
    if row is None:
        return None
    return _incident(row, keys.for_owner(conn, id_).open_(bytes(row.happened), _HAPPENED, id_).decode())


def recent(conn: Connection) -> list[Incident]:
    """All that are kept, without their words: those still open first, then the newest."""
    rows = select(incidents).order_by(incidents.c.closed.is_not(None), incidents.c.noticed.desc())
    return [_incident(row, None) for row in conn.execute(rows)]


def _incident(row: Row[Any], happened: str | None) -> Incident:
    values = {**row._mapping, "happened": happened}
    return Incident(**values)


def touched(conn: Connection, scope: str) -> int:
    """How many people of a scope are known now: the exact number, for administrators alone."""
    return conn.scalar(select(func.count()).select_from(persons).where(_of(scope))) or 0


def listed(conn: Connection, scope: str) -> Iterator[Touched]:
    """Those people, in the order of their ids; read page by page."""
    after = ""
    columns = (persons.c.id, persons.c.channel, persons.c.lang, persons.c.reachable)
    page = select(*columns).where(_of(scope)).order_by(persons.c.id).limit(_PAGE)
    while rows := conn.execute(page.where(persons.c.id > after)).all():
        after = rows[-1].id
        for row in rows:
            yield Touched(row.id, row.channel.partition(":")[0], row.lang or "", row.reachable)


def taken(conn: Connection, by: SignedIn, id_: str, count: int, now: float) -> None:
    """Note that the list was exported (S5, L3). Raises StaffRefused without a fresh factor."""
    need(by, "administrator")
    need_fresh(by, now)
    audit.note(conn, by.account, "incident.exported", id_, {"people": str(count)}, now)


def _of(scope: str) -> ColumnElement[bool]:
    if scope == "staff":
        return persons.c.channel == _STAFF
    if scope == "telegram":
        return persons.c.channel.startswith("telegram:", autoescape=True)
    if scope == "web":
        return persons.c.channel == "web"
    return persons.c.channel != _STAFF


def sweeper(keys: DataKeys) -> Callable[[Connection, float], dict[str, int]]:
    """Forget incidents three years after they were closed, and destroy their keys."""

    def sweep(conn: Connection, now: float) -> dict[str, int]:
        over = incidents.c.closed <= int(now) - KEPT
        gone = list(conn.scalars(select(incidents.c.id).where(over)))
        conn.execute(delete(incidents).where(incidents.c.id.in_(gone)))
        keys.destroy_owner_keys(conn, gone)
        return {"incidents": len(gone)}

    return sweep
