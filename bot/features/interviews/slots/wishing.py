"""What she needs for an interview that is booked: asked for and withdrawn until it begins."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, update

from bot.features.interviews.slots import cells, reading
from bot.features.interviews.slots.model import By, Context, Result
from bot.features.interviews.slots.tables import bookings


def wish(
    conn: Connection,
    ctx: Context,
    booking_id: str,
    person: str,
    *,
    interpreter: bool | None = None,
    quiet_room: bool | None = None,
    lang: str | None = None,
) -> Result:
    """Ask for an interpreter or a quiet room, or withdraw it; None leaves it as it is.

    done, already, gone, no_longer_valid (not booked, or begun). `lang` is noted with an interpreter, so that
    staff know whom to look for. Staff and the host read the booking itself: there is nothing to send.
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), By("candidate", person))
    if found is None:
        return Result("gone")
    cells.gate(conn, cells.host(found.slot.host), cells.candidate(person))
    found = reading.find_booking(conn, booking_id)
    if found is None or found.state != "booked" or found.slot.start <= ctx.now(conn):
        return Result("no_longer_valid", found)
    needs = replace(
        found.needs,
        interpreter=found.needs.interpreter if interpreter is None else interpreter,
        quiet_room=found.needs.quiet_room if quiet_room is None else quiet_room,
        lang=(lang or found.needs.lang) if interpreter else found.needs.lang,
    )
    if needs == found.needs:
        return Result("already", found)
    changed = {"interpreter": needs.interpreter, "quiet_room": needs.quiet_room, "lang": needs.lang}
    conn.execute(update(bookings).where(bookings.c.id == booking_id).values(changed))
    return Result("done", replace(found, needs=needs))
