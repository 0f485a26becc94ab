"""The next free times for a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, literal, or_, select, tuple_

from bot.features.interviews.slots.model import CELL, Slot
from bot.features.interviews.slots.reading import slot_of
from bot.features.interviews.slots.tables import bookings, cells, slots

PAGE = 6
"""Times on a page: with "more" and "back" that is eight choices."""
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class After:
    """Where a page ended: the moment and the slot, which mean the same in every zone."""

    start: int
    slot: str


def free_slots(
    conn: Connection, person: str, vacancy: str, now: int, after: After | None = None, limit: int = PAGE
) -> list[Slot]:
    """Times that this person could hold now, the next one first. `now` is the database's time.

    Left out are those where all seats are taken, the host is busy elsewhere, she is, or that are frozen.
    """
    query = _free(person, vacancy, now).order_by(slots.c.start, slots.c.id).limit(limit)
    if after is not None:
        query = query.where(
            tuple_(slots.c.start, slots.c.id) > tuple_(literal(after.start), literal(after.slot))
        )
    return [slot_of(row) for row in conn.execute(query)]


def alternatives(conn: Connection, person: str, wanted: Slot, now: int) -> tuple[Slot, ...]:
    """The free times from the wanted one on; where there is none, the first ones of all."""
    at = After(wanted.start - 1, "")
    later = free_slots(conn, person, wanted.vacancy, now, at, ALTERNATIVES)
    return tuple(later or free_slots(conn, person, wanted.vacancy, now, limit=ALTERNATIVES))


def _free(person: str, vacancy: str, now: int) -> Select[tuple[Slot]]:
    return select(*(slots.c[name] for name in Slot.__dataclass_fields__)).where(
        slots.c.vacancy == vacancy,
        slots.c.state == "open",
        slots.c.start > now,
        _taken(now) < slots.c.capacity,
        ~_busy(literal("h:").concat(slots.c.host), slots.c.buffer, now, but_slot=True),
        ~_busy(literal(f"p:{person}"), literal(0), now),
    )


def _live(now: int) -> ColumnElement[bool]:
    held = and_(bookings.c.state == "held", bookings.c.hold_until > now)
    return or_(bookings.c.state == "booked", held)


def _taken(now: int) -> ColumnElement[int]:
    count = select(func.count()).select_from(bookings).where(bookings.c.slot == slots.c.id, _live(now))
    return count.scalar_subquery()


def _busy(
    owner: ColumnElement[str], buffer: ColumnElement[int], now: int, but_slot: bool = False
) -> ColumnElement[bool]:
    """Is some cell that the slot would take covered by a live hold or booking?

    A cell of the candidate's names its booking. A host's names its slot, so any live booking of that counts.
    """
    first = slots.c.start // CELL
    end = (slots.c.start + 60 * (slots.c.minutes + buffer) + CELL - 1) // CELL
    by = cells.c.slot == bookings.c.slot if but_slot else cells.c.booking == bookings.c.id
    which = [cells.c.owner == owner, cells.c.cell >= first, cells.c.cell < end, _live(now), by]
    if but_slot:
        which.append(cells.c.slot != slots.c.id)
    return exists().where(*which).correlate(slots)
