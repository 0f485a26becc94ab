"""A host says what came of an interview; she is told in the same transaction (M4, B10)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from bot.delivery import reminders
from bot.delivery.sql import PerEngine
from bot.features.interviews.results.model import CODES, KIND, Code, Desk, Recorded, Standing
from bot.features.interviews.results.promising import promised_by
from bot.features.interviews.results.tables import interview_results
from bot.features.interviews.slots import Booking, By, find_booking
from bot.features.interviews.slots.tables import bookings
from bot.store.cipher import Unreadable

_PUT = PerEngine(
    interview_results,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["booking"],
        set_={name: insert.excluded[name] for name in ("code", "account", "at")},
    ),
)


def record(conn: Connection, desk: Desk, booking: str, by: By, code: Code, now: float) -> Recorded:
    """Record the result of an interview and tell her. A wrong one can be put right: then she is told anew.

    Raises ValueError for a code that is none.
    """
    if code not in CODES:
        raise ValueError(f"no result: {code}")
    # Locked, so that two presses at the same moment tell her once.
    conn.execute(select(bookings.c.id).where(bookings.c.id == booking).with_for_update())
    found = find_booking(conn, booking)
    if found is None or by.side == "candidate" or by.organisation not in ("", found.slot.organisation):
        return "gone"
    if refused := _refused(found, by, now):
        return refused
    before = standing(conn, [booking]).get(booking)
    if before is not None and before.code == code:
        return "already"
    values = {"booking": booking, "code": code, "account": by.id, "at": int(now)}
    promised = before.promised_by if before else promised_by(conn, desk, found)
    conn.execute(_PUT.of(conn), {**values, "promised_by": promised})
    about = {"code": code, "vacancy": found.slot.vacancy, "was": (before.code or "") if before else ""}
    desk.note(conn, by.id, "booking.result", booking, about, now)
    _tell(conn, desk, found, code, now)
    return "done"


def standing(conn: Connection, ids: Iterable[str]) -> dict[str, Standing]:
    """What was promised for these bookings, and what came of it; those without a promise are left out."""
    columns = interview_results.c
    rows = conn.execute(select(interview_results).where(columns.booking.in_(list(ids))))
    return {row.booking: Standing(row.code, row.promised_by, row.alarmed is not None) for row in rows}


def _refused(found: Booking, by: By, now: float) -> Recorded | None:
    if found.state not in ("booked", "done"):
        return "no_longer_valid"
    if found.slot.start > now:
        return "too_early"
    return "frozen" if by.side == "employer" and found.slot.state == "frozen" else None


def _tell(conn: Connection, desk: Desk, found: Booking, code: Code, now: float) -> None:
    """As a turn of her own: shown only when she asks for it (C10, C11)."""
    try:
        cipher = desk.keys.for_person(conn, found.person)
    except Unreadable:  # she was erased at this moment
        return
    values = {"booking": found.id, "code": code}
    reminders.put(conn, cipher, found.person, KIND, [(now, values)], about=found.id)
