"""Coming interviews of all employers, found by where the work is and what is needed for them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.features.interviews import slots
from bot.features.interviews.slots import Booking, Place
from bot.features.interviews.slots.tables import bookings
from bot.features.interviews.slots.tables import slots as slot_rows
from bot.features.interviews.vacancies.tables import vacancies

NEEDS = ("any", "interpreter", "room")
"""What can be asked for: either of the two, an interpreter, a quiet room; anything else is all interviews."""


def coming(
    conn: Connection,
    now: int,
    *,
    need: str = "",
    country: str = "",
    after: Place | None = None,
    limit: int = 25,
) -> list[Booking]:
    """The next interviews first; `country`: ISO 3166-1 of the work, "" for everywhere."""
    there = select(vacancies.c.id).where(vacancies.c.country == country) if country else None
    return slots.coming(
        conn,
        now,
        after,
        limit,
        interpreter=need in ("any", "interpreter"),
        quiet_room=need in ("any", "room"),
        vacancies=there,
    )


def countries(conn: Connection, now: int) -> list[str]:
    """Where the work of coming interviews is: ISO 3166-1, each once."""
    query = (
        select(vacancies.c.country)
        .distinct()
        .select_from(bookings)
        .join(slot_rows, slot_rows.c.id == bookings.c.slot)
        .join(vacancies, vacancies.c.id == slot_rows.c.vacancy)
        .where(slot_rows.c.start > now, bookings.c.state == "booked", vacancies.c.country.is_not(None))
    )
    return [str(code) for code in conn.scalars(query)]
