"""How many different profiles an account may open: 30 a day of UTC, and then staff are asked (E4).

The day of UTC, because it is the same for every account whatever zone it names for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from bot.delivery.sql import PerEngine
from bot.features.interviews.matching.ports import Note, Viewer
from bot.features.interviews.matching.tables import view_days, view_requests, views
from bot.store.ids import new_id

DAY = 24 * 3600
MOST = 30
KEPT = 2
"""Days for which it is kept who opened what: the audit log is the lasting record (L3)."""
REQUEST_KEPT = 90

_VIEW = PerEngine(views, lambda insert: insert.on_conflict_do_nothing())
_DAY = PerEngine(view_days, lambda insert: insert.on_conflict_do_nothing())
_REQUEST = PerEngine(
    view_requests, lambda insert: insert.on_conflict_do_nothing(index_elements=["account", "day"])
)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to open more profiles today."""

    id: str
    account: str
    organisation: str
    asked: int


def day_of(now: float) -> int:
    """Days since 1970-01-01, UTC."""
    return int(now) // DAY


def count(conn: Connection, account: str, ref: str, now: float) -> bool:
    """Count a profile, once a day. False: the account has opened as many as it may, and this one is new."""
    today = {"account": account, "day": day_of(now)}
    if conn.execute(_VIEW.of(conn), {**today, "ref": ref}).rowcount == 0:
        return True
    conn.execute(_DAY.of(conn), {**today, "opened": 0, "extra": 0})
    # One statement that counts and compares: two pages at the same moment cannot both take the last one.
    one_more = update(view_days).where(
        view_days.c.account == account,
        view_days.c.day == today["day"],
        view_days.c.opened < MOST + view_days.c.extra,
    )
    if conn.execute(one_more.values(opened=view_days.c.opened + 1)).rowcount == 1:
        return True
    conn.execute(
        delete(views).where(views.c.account == account, views.c.day == today["day"], views.c.ref == ref)
    )
    return False


def left(conn: Connection, account: str, now: float) -> int:
    """How many more different profiles the account may open today."""
    row = conn.execute(
        select(view_days.c.opened, view_days.c.extra).where(
            view_days.c.account == account, view_days.c.day == day_of(now)
        )
    ).first()
    return MOST if row is None else max(0, MOST + row.extra - row.opened)


def ask_staff(conn: Connection, viewer: Viewer, note: Note, now: float) -> bool:
    """Ask for MOST more today; once a day. False: it was asked already."""
    values = {
        "id": new_id(),
        "account": viewer.account,
        "organisation": viewer.organisation,
        "day": day_of(now),
        "asked": int(now),
        "state": "asked",
    }
    if conn.execute(_REQUEST.of(conn), values).rowcount == 0:
        return False
    note(conn, viewer.account, "candidates.asked_for_more", str(values["id"]), {}, now)
    return True


def open_requests(conn: Connection) -> list[Request]:
    """What staff have to decide, the oldest first."""
    rows = conn.execute(
        select(view_requests).where(view_requests.c.state == "asked").order_by(view_requests.c.asked)
    ).all()
    return [Request(row.id, row.account, row.organisation, row.asked) for row in rows]


def decide(conn: Connection, request: str, staff: Viewer, note: Note, now: float, *, yes: bool) -> bool:
    """Staff grant MOST more for the day of now, or refuse. False: decided already, or not theirs to decide.

    Nobody decides for the own organisation (E4).
    """
    state = "granted" if yes else "refused"
    mine = update(view_requests).where(
        view_requests.c.id == request,
        view_requests.c.state == "asked",
        view_requests.c.organisation != staff.organisation,
    )
    decided = mine.values(state=state, decided_by=staff.account, decided=int(now))
    account = conn.scalar(decided.returning(view_requests.c.account))
    if account is None:
        return False
    if yes:
        today: Mapping[str, object] = {"account": account, "day": day_of(now)}
        conn.execute(_DAY.of(conn), {**today, "opened": 0, "extra": 0})
        more = update(view_days).where(view_days.c.account == account, view_days.c.day == day_of(now))
        conn.execute(more.values(extra=MOST))
    note(conn, staff.account, f"candidates.more_{state}", request, {"account": account}, now)
    return True


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Erase what is past its date (D5)."""
    day = day_of(now)
    return {
        "profile_views": conn.execute(delete(views).where(views.c.day < day - KEPT)).rowcount,
        "profile_view_days": conn.execute(delete(view_days).where(view_days.c.day < day - KEPT)).rowcount,
        "profile_view_requests": conn.execute(
            delete(view_requests).where(view_requests.c.day < day - REQUEST_KEPT)
        ).rowcount,
    }
