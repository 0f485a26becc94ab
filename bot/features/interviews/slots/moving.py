"""Moving a booking to another time, in one transaction: she never stands without one."""

from __future__ import annotations

from sqlalchemy import Connection, update

from bot.features.interviews.slots import cells, finding, reading, reminding
from bot.features.interviews.slots.booking import audit
from bot.features.interviews.slots.holding import seat
from bot.features.interviews.slots.model import Booking, By, Context, Outcome, Result, Slot
from bot.features.interviews.slots.tables import bookings
from bot.features.interviews.slots.telling import announce


def move(conn: Connection, ctx: Context, booking_id: str, slot_id: str, by: By) -> Result:
    """Move a booking to another slot of the same vacancy; the calendar entry keeps its uid.

    done, already (it is at that time), taken, overlaps, frozen, gone, no_longer_valid (an old button, or one
    of the two has begun). Unless done, she has what she had. The new booking has an id of its own, so that
    buttons for the old one are known as old (B6).
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), by)
    wanted = reading.find_slot(conn, slot_id)
    if found is None or wanted is None or wanted.vacancy != found.slot.vacancy:
        return Result("gone")
    if wanted.organisation != found.slot.organisation:
        return Result("gone")
    hosts = (cells.host(wanted.host), cells.host(found.slot.host))
    cells.gate(conn, *hosts, cells.candidate(found.person))
    now = ctx.now(conn)
    cells.free_lapsed(conn, wanted.host, found.person, now)
    slot, found = reading.find_slot(conn, slot_id, locked=True), reading.find_booking(conn, booking_id)
    if found is None or slot is None:
        return Result("no_longer_valid")
    if found.slot.id == slot.id and found.state == "booked":
        return Result("already", found)
    if found.state == "moved":
        return _moved_before(conn, found, slot)
    if refused := _refused(found, slot, now):
        return Result(refused, found, finding.alternatives(conn, found.person, slot, now))
    return _move(conn, ctx, found, slot, by, now)


def _move(conn: Connection, ctx: Context, old: Booking, slot: Slot, by: By, now: int) -> Result:
    """The old cells go first, so that ten minutes later is no overlap with oneself; but all within a
    savepoint: until this transaction ends nobody else can take them, and a refusal puts them back."""
    savepoint = conn.begin_nested()
    cells.free(conn, old.id, old.slot.host)
    result = seat(
        conn,
        slot,
        old.person,
        now,
        state="booked",
        uid=old.uid,
        sequence=old.sequence + 1,
        interpreter=old.needs.interpreter,
        quiet_room=old.needs.quiet_room,
        lang=old.needs.lang,
        fallback=" ".join(old.needs.fallback),
    )
    if result.booking is None:
        savepoint.rollback()
        return Result(result.outcome, old, finding.alternatives(conn, old.person, slot, now))
    new = result.booking
    conn.execute(update(bookings).where(bookings.c.id == old.id).values(state="moved", moved_to=new.id))
    savepoint.commit()
    reminding.forget(conn, ctx, old)
    reminding.remind(conn, ctx, new, now)
    audit(conn, ctx, by, "booking.moved", new, now, before=old.id)
    return Result("done", new, events=announce(conn, ctx, "moved", new, by.side, old))


def _moved_before(conn: Connection, old: Booking, slot: Slot) -> Result:
    """The same press again finds what the first one did; any other press on the old booking is too late."""
    new = reading.find_booking(conn, old.moved_to) if old.moved_to else None
    if new is not None and new.slot.id == slot.id and new.state == "booked":
        return Result("already", new)
    return Result("no_longer_valid", new or old)


def _refused(old: Booking, slot: Slot, now: int) -> Outcome | None:
    if "frozen" in (slot.state, old.slot.state):
        return "frozen"
    if old.state != "booked" or slot.state == "closed" or min(slot.start, old.slot.start) <= now:
        return "no_longer_valid"
    return None
