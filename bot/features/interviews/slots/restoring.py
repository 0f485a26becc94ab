"""Taking back a cancellation that was a mistake, and saying why it was none."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, update

from bot.features.interviews.slots import cells, finding, reading, reminding
from bot.features.interviews.slots.model import REASONS, UNSAID, Booking, By, Context, Outcome, Result, Slot
from bot.features.interviews.slots.tables import bookings
from bot.features.interviews.slots.telling import announce


def may_restore(conn: Connection, booking: Booking, now: int) -> bool:
    """Could she have the interview again that she called off? Others may be faster: `restore` decides."""
    hers = booking.state == "cancelled" and booking.cancelled_by == "candidate"
    return hers and finding.is_free_for(conn, booking.person, booking.slot, now)


def restore(conn: Connection, ctx: Context, booking_id: str, person: str) -> Result:
    """Give her back the interview that she called off herself, with its wishes; both sides are to be told.

    done, already (it is booked), taken, overlaps, frozen, gone, no_longer_valid (somebody else called it off,
    it was closed since, or has begun). It stays the same booking, so that its calendar entry is the same, and
    the key of its cells alone decides who was faster (B1, B6).
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), By("candidate", person))
    if found is None:
        return Result("gone")
    cells.gate(conn, cells.host(found.slot.host), cells.candidate(person))
    now = ctx.now(conn)
    cells.free_lapsed(conn, found.slot.host, person, now)
    slot = reading.find_slot(conn, found.slot.id, locked=True)
    found = reading.find_booking(conn, booking_id)
    if found is not None and found.state == "booked":
        return Result("already", found)
    if found is None or slot is None:
        return Result("no_longer_valid")
    if refused := _refused(found, slot, now):
        return Result(refused, found, finding.alternatives(conn, person, slot, now))
    return _restore(conn, ctx, found, now)


def _refused(found: Booking, slot: Slot, now: int) -> Outcome | None:
    if slot.state == "frozen":
        return "frozen"
    hers = found.state == "cancelled" and found.cancelled_by == "candidate"
    return None if hers and slot.state == "open" and slot.start > now else "no_longer_valid"


def _restore(conn: Connection, ctx: Context, found: Booking, now: int) -> Result:
    sequence = found.sequence + 1
    savepoint = conn.begin_nested()
    row = update(bookings).where(bookings.c.id == found.id)
    conn.execute(row.values(state="booked", cancelled_by=None, reason=None, sequence=sequence))
    refusal = cells.take(conn, found.slot, found.id, found.person)
    if refusal is not None:
        savepoint.rollback()
        return Result(refusal, found, finding.alternatives(conn, found.person, found.slot, now))
    savepoint.commit()
    again = replace(found, state="booked", cancelled_by=None, reason=None, sequence=sequence)
    reminding.remind(conn, ctx, again, now)
    return Result("done", again, events=announce(conn, ctx, "booked", again, "candidate"))


def explain(conn: Connection, booking_id: str, person: str, reason: str) -> bool:
    """Keep why she called an interview off; False where it is not hers, or was not called off by her.

    Raises ValueError for a reason that candidates do not have.
    """
    if reason not in REASONS["candidate"] or reason == UNSAID:
        raise ValueError(f"no reason for a candidate: {reason}")
    hers = update(bookings).where(
        bookings.c.id == booking_id,
        bookings.c.person_id == person,
        bookings.c.state == "cancelled",
        bookings.c.cancelled_by == "candidate",
    )
    return conn.execute(hers.values(reason=reason)).rowcount == 1
