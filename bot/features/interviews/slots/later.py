"""What a candidate changed and may take back is told to the host once, when it stands (B10).

She calls an interview off or moves it with one press, and takes a slip of the finger back with another. So
the host's notice waits for TAKE_BACK; then the booking is read again, and what is told is what has changed
since the host was told last: nothing, where she took it back. Pages and calendar feeds show it at once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection, delete, func, select, update

from bot.delivery.sql import AnyRow
from bot.delivery.tables import outbox
from bot.features.interviews.slots import cells, reading
from bot.features.interviews.slots.model import Booking, Context, Event, Side, Slot, What
from bot.features.interviews.slots.tables import bookings, notices
from bot.features.interviews.slots.tables import slots as slot_rows

STATE = "later"
"""Of a notice that waits."""
TAKE_BACK = 120
"""Seconds that it waits: long enough to read what was pressed, and well below the five minutes of B10."""
SOON = 3600
"""Seconds before an interview within which a host is told at once: there is no time to lose then."""

_LATER = (
    select(notices.c.id, notices.c.booking, notices.c.what, notices.c.at, bookings.c.uid, slot_rows.c.host)
    .join(bookings, bookings.c.id == notices.c.booking)
    .join(slot_rows, slot_rows.c.id == bookings.c.slot)
    .where(notices.c.state == STATE)
)
_IN_ORDER = _LATER.order_by(notices.c.at, notices.c.after)


def waits(booking: Booking, by: Side | Literal["system"], at: int) -> bool:
    """Is this change told to the host a little later?"""
    return by == "candidate" and booking.slot.start - at > SOON


def drop(conn: Connection, event: Event) -> None:
    """A host who is told of this change at once needs to hear no more of those before it."""
    if event.what == "frozen":
        return  # told to the whole organisation, in other words
    same = _LATER.where(bookings.c.uid == event.booking.uid, slot_rows.c.host == event.to)
    ids = [row.id for row in conn.execute(same)]
    if ids:
        conn.execute(delete(notices).where(notices.c.id.in_(ids)))


def due(conn: Connection, ctx: Context) -> tuple[Event, ...] | None:
    """One interview whose host is to be told by now: the event, or none where all was taken back; None where
    there is no such interview. The caller writes the message in this transaction."""
    until = ctx.now(conn) - TAKE_BACK
    first = conn.execute(_IN_ORDER.where(notices.c.at <= until).limit(1)).first()
    if first is None:
        return None
    person = conn.scalar(select(bookings.c.person_id).where(bookings.c.id == first.booking))
    cells.gate(conn, cells.host(first.host), cells.candidate(str(person)))
    same = _IN_ORDER.where(bookings.c.uid == first.uid, slot_rows.c.host == first.host)
    waiting = list(conn.execute(same))
    if not waiting:
        return ()  # another process was faster
    event = _changed(conn, waiting)
    kept = waiting[-1].id if event else None
    conn.execute(delete(notices).where(notices.c.id.in_([row.id for row in waiting if row.id != kept])))
    if event is None:
        return ()
    newest = conn.scalar(select(func.max(outbox.c.id))) or 0
    told = {"state": "open", "booking": event.booking.id, "what": event.what, "after": newest}
    conn.execute(update(notices).where(notices.c.id == kept).values(told))
    return (event,)


def _changed(conn: Connection, waiting: list[AnyRow]) -> Event | None:
    """What is to be told of these notices to one host about one interview, the oldest one first."""
    host, last = waiting[0].host, reading.find_booking(conn, waiting[-1].booking)
    knew, now = _known(conn, waiting[0]), last
    while now is not None and now.state == "moved" and now.moved_to:
        now = reading.find_booking(conn, now.moved_to)
    if now is None or last is None:
        return None
    there = now.slot if now.state != "cancelled" and now.slot.host == host else None
    if (knew.id if knew else "") == (there.id if there else ""):
        return None
    if knew and not there:
        gone = now if now.slot.host == host else last
        return _event("cancelled", host, replace(gone, slot=knew))  # at the time that the host knows
    return _event("moved", host, now, knew) if knew else _event("booked", host, now)


def _known(conn: Connection, notice: AnyRow) -> Slot | None:
    """The time at which the host expects the interview: as it was before the oldest change."""
    if notice.what == "booked":
        return None
    there = reading.find_booking(conn, notice.booking)
    if notice.what == "moved":
        before = conn.scalar(select(bookings.c.id).where(bookings.c.moved_to == notice.booking))
        there = reading.find_booking(conn, before) if before else None
    return there.slot if there else None


def _event(what: What, host: str, booking: Booking, before: Slot | None = None) -> Event:
    return Event(what, "host", host, booking, "candidate", before)
