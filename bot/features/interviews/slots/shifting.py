"""Rules of a zone have changed: the agreed wall time stays, the moment moves, all touched are told (B8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.features.interviews.slots import cells, reading, reminding
from bot.features.interviews.slots.booking import call_off
from bot.features.interviews.slots.model import Booking, Context, Event, Slot
from bot.features.interviews.slots.tables import bookings, slots
from bot.features.interviews.slots.telling import announce
from bot.features.interviews.zones import Booked, Shift, recompute

REASON = "zone_changed"
"""Why a booking was cancelled that has no time any more, or that came to lie over another one."""


def shift_slots(conn: Connection, ctx: Context) -> tuple[Event, ...]:
    """Bring coming slots to the zone rules in use; to be called at each start, safe to call again.

    Holds on touched slots are let go. A booking that cannot stand (its hour is left out now, or it came to
    lie over another one of that host or candidate) is cancelled, which both sides are told as well.
    """
    now = ctx.now(conn)
    coming = {one.id: one for one in reading.coming(conn, now)}
    shifts = recompute(
        Booked(one.id, one.start, datetime.fromisoformat(one.wall), one.zone) for one in coming.values()
    )
    if not shifts:
        return ()
    touched = [coming[shift.booked.id] for shift in shifts]
    here = bookings.c.slot.in_([one.id for one in touched])
    cells.gate(conn, *_owners(conn, touched))
    conn.execute(delete(bookings).where(here, bookings.c.state == "held"))
    booked = {one.id: reading.listed(conn, bookings.c.slot == one.id, _is_booked) for one in touched}
    # All go first, so that slots which move together do not stand in each other's way.
    for one in touched:
        for booking in booked[one.id]:
            cells.free(conn, booking.id, one.host)
    events: list[Event] = []
    for shift in sorted(shifts, key=lambda shift: shift.utc or 0):
        old = coming[shift.booked.id]
        moved = _moved(conn, old, shift)
        for booking in booked[old.id]:
            events += _take_again(conn, ctx, booking, old, moved, now)
    return tuple(events)


_is_booked = bookings.c.state == "booked"


def _owners(conn: Connection, touched: list[Slot]) -> list[str]:
    people = conn.scalars(
        select(bookings.c.person_id).where(bookings.c.slot.in_([one.id for one in touched]))
    )
    return [*(cells.host(one.host) for one in touched), *(cells.candidate(person) for person in people)]


def _moved(conn: Connection, slot: Slot, shift: Shift) -> Slot | None:
    """The slot at its new moment; None, and closed, where its hour is left out now."""
    if shift.utc is None:
        conn.execute(update(slots).where(slots.c.id == slot.id).values(state="closed"))
        return None
    conn.execute(update(slots).where(slots.c.id == slot.id).values(start=shift.utc))
    return replace(slot, start=shift.utc)


def _take_again(
    conn: Connection, ctx: Context, booking: Booking, old: Slot, moved: Slot | None, now: int
) -> tuple[Event, ...]:
    if moved is None or moved.start <= now:
        return call_off(conn, ctx, booking, "system", REASON).events
    there = replace(booking, slot=moved, sequence=booking.sequence + 1)
    savepoint = conn.begin_nested()
    if cells.take(conn, moved, booking.id, booking.person) is not None:
        savepoint.rollback()
        return call_off(conn, ctx, replace(booking, slot=moved), "system", REASON).events
    savepoint.commit()
    conn.execute(update(bookings).where(bookings.c.id == booking.id).values(sequence=there.sequence))
    reminding.remind(conn, ctx, there, now)
    return announce(conn, ctx, "shifted", there, "system", replace(booking, slot=old))
