"""The next free times for a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
)

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
    values = {"b_person": f"p:{person}", "b_vacancy": vacancy, "b_now": now, "b_limit": limit}
    place = after or After(-1, "")
    rows = conn.execute(_FREE, {**values, "b_start": place.start, "b_slot": place.slot})
    return [slot_of(row) for row in rows]


def alternatives(conn: Connection, person: str, wanted: Slot, now: int) -> tuple[Slot, ...]:
    """The free times from the wanted one on; where there is none, the first ones of all."""
    at = After(wanted.start - 1, "")
    later = free_slots(conn, person, wanted.vacancy, now, at, ALTERNATIVES)
    return tuple(later or free_slots(conn, person, wanted.vacancy, now, limit=ALTERNATIVES))


def is_full(conn: Connection, slot: Slot, now: int) -> bool:
    """Are all its seats held or booked, as far as is committed? `now` is the database's time."""
    return conn.execute(_FULL, {"b_slot": slot.id, "b_now": now}).first() is not None


def is_free_for(conn: Connection, person: str, slot: Slot, now: int) -> bool:
    """Could this person have a seat of this slot, as far as is committed? `now` is the database's time."""
    values = {"b_person": f"p:{person}", "b_vacancy": slot.vacancy, "b_now": now, "b_limit": 1}
    only = {"b_only": slot.id, "b_start": -1, "b_slot": ""}
    return conn.execute(_FREE_ONE, {**values, **only}).first() is not None


_now = bindparam("b_now", type_=BigInteger)
_live = or_(bookings.c.state == "booked", and_(bookings.c.state == "held", bookings.c.hold_until > _now))
_taken = select(func.count()).select_from(bookings).where(bookings.c.slot == slots.c.id, _live)


def _covered(owner: ColumnElement[str], minutes: ColumnElement[int]) -> tuple[ColumnElement[bool], ...]:
    """The cells of an owner that the slot would take."""
    end = (slots.c.start + 60 * minutes + CELL - 1) // CELL
    return cells.c.owner == owner, cells.c.cell >= slots.c.start // CELL, cells.c.cell < end, _live


# A host's cell names its slot, so any live booking of that slot counts; a candidate's names its booking.
_host_is_busy = exists().where(
    *_covered(literal("h:").concat(slots.c.host), slots.c.minutes + slots.c.buffer),
    cells.c.slot != slots.c.id,
    cells.c.slot == bookings.c.slot,
)
_she_is_busy = exists().where(
    *_covered(bindparam("b_person"), slots.c.minutes), cells.c.booking == bookings.c.id
)
_FREE = (
    select(*(slots.c[name] for name in Slot.__dataclass_fields__))
    .where(
        slots.c.vacancy == bindparam("b_vacancy"),
        slots.c.state == "open",
        slots.c.start > _now,
        or_(
            slots.c.start > bindparam("b_start"),
            and_(slots.c.start == bindparam("b_start"), slots.c.id > bindparam("b_slot")),
        ),
        _taken.scalar_subquery() < slots.c.capacity,
        ~_host_is_busy.correlate(slots),
        ~_she_is_busy.correlate(slots),
    )
    .order_by(slots.c.start, slots.c.id)
    .limit(bindparam("b_limit"))
)
_FREE_ONE = _FREE.where(slots.c.id == bindparam("b_only"))
_FULL = select(slots.c.id).where(
    slots.c.id == bindparam("b_slot"), _taken.scalar_subquery() >= slots.c.capacity
)
