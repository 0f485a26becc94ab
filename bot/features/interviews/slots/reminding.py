"""Reminders a day and an hour before an interview, made and taken back with the booking (B9)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.delivery import reminders
from bot.delivery.actions import Turning
from bot.features.interviews.slots import reading
from bot.features.interviews.slots.model import Booking, Context
from bot.store.cipher import Unreadable

KIND = "interview"
BEFORE = (24 * 3600, 3600)
"""Seconds before the interview."""


def remind(conn: Connection, ctx: Context, booking: Booking, now: int) -> None:
    """Remind her of this booking, instead of any reminders of it so far."""
    dues = [booking.slot.start - before for before in BEFORE]
    coming = [(due, {"booking": booking.id, "start": booking.slot.start}) for due in dues if due > now]
    cipher = ctx.keys.for_person(conn, booking.person)
    reminders.put(conn, cipher, booking.person, KIND, coming, about=booking.id)


def forget(conn: Connection, ctx: Context, booking: Booking) -> None:
    """Take the reminders of this booking back; those of her other bookings stay."""
    try:
        cipher = ctx.keys.for_person(conn, booking.person)
    except Unreadable:  # she was erased, and her reminders with her
        return
    reminders.put(conn, cipher, booking.person, KIND, [], about=booking.id)


def tell(turning: Turning, reminder: reminders.Reminder) -> dict[str, Any] | None:
    """A `Teller` of bot.features.reminders: `booking`, `start` (seconds UTC) and `zone` of what is still to
    come, else None."""
    id_, start = str(reminder.values["booking"]), int(reminder.values["start"])
    if not reminder_still_true(turning.conn, id_, start, turning.now):
        return None
    found = reading.find_booking(turning.conn, id_)
    return None if found is None else {"booking": id_, "start": start, "zone": found.slot.zone}


def reminder_still_true(conn: Connection, booking: str, start: int, now: float) -> bool:
    """Asked in the transaction that tells her: is this booking still to come, at the time it was made for?

    False after a cancellation, a move, a freeze, or once the interview has begun (B9, E7).
    """
    found = reading.find_booking(conn, booking)
    if found is None or found.state != "booked" or found.slot.state == "frozen":
        return False
    return found.slot.start == start and now < found.slot.start
