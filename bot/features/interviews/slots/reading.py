"""Slots and bookings as they stand, each found by whoever may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from bot.delivery.sql import AnyRow
from bot.features.interviews.slots.model import Booking, By, Needs, Slot
from bot.features.interviews.slots.tables import bookings, slots

LIVE = ("held", "booked")
_SLOT = [slots.c[name] for name in Slot.__dataclass_fields__]
_OWN = [
    bookings.c[name]
    for name in (
        *("id", "person_id", "state", "hold_until", "extended", "uid", "sequence", "moved_to"),
        *("cancelled_by", "reason", "outcome", "interpreter", "quiet_room", "lang", "fallback"),
    )
]
_FIND_SLOT = select(*_SLOT).where(slots.c.id == bindparam("b_slot"))
_LOCKED_SLOT = _FIND_SLOT.with_for_update(read=True)
_is_live = or_(*(bookings.c.state == state for state in LIVE))
_JOINED = select(*_SLOT, *_OWN).join_from(bookings, slots, bookings.c.slot == slots.c.id)
_FIND_BOOKING = _JOINED.where(bookings.c.id == bindparam("b_booking"))
_OF_PERSON = _JOINED.where(bookings.c.person_id == bindparam("b_person"), _is_live).order_by(
    slots.c.start, bookings.c.id
)


def find_slot(conn: Connection, id_: str, *, locked: bool = False) -> Slot | None:
    """A slot, or None. `locked`: nobody closes or freezes it before the transaction ends."""
    row = conn.execute(_LOCKED_SLOT if locked else _FIND_SLOT, {"b_slot": id_}).first()
    return None if row is None else slot_of(row)


def slot_of(row: AnyRow) -> Slot:
    """A slot from a row that begins with the columns of one, in the order of the dataclass."""
    return Slot(*row[: len(_SLOT)])


def find_booking(conn: Connection, id_: str) -> Booking | None:
    """A booking with its slot, or None."""
    row = conn.execute(_FIND_BOOKING, {"b_booking": id_}).first()
    return None if row is None else booking_of(row)


def allowed(found: Booking | None, by: By) -> Booking | None:
    """The booking, where it is this candidate's, this organisation's, or staff ask; else None (S4)."""
    if found is None:
        return None
    if by.side == "candidate":
        return found if found.person == by.id else None
    return found if by.organisation in ("", found.slot.organisation) else None


def listed(conn: Connection, *which: ColumnElement[bool], limit: int = 1_000) -> list[Booking]:
    """Bookings that meet all conditions, by the time of the interview."""
    query = _JOINED.where(*which).order_by(slots.c.start, bookings.c.id).limit(limit)
    return [booking_of(row) for row in conn.execute(query)]


def of_person(conn: Connection, person: str) -> list[Booking]:
    """What a person holds or has booked, the next one first. A hold that has ended may be among it."""
    return [booking_of(row) for row in conn.execute(_OF_PERSON, {"b_person": person})]


def between(
    conn: Connection, start: int, end: int, organisation: str = "", states: Sequence[str] = ("booked", "done")
) -> list[Booking]:
    """Interviews that begin in [start, end) (seconds UTC), of one organisation or of all."""
    which = [slots.c.start >= start, slots.c.start < end, bookings.c.state.in_(states)]
    if organisation:
        which.append(slots.c.organisation == organisation)
    return listed(conn, *which)


def slots_between(conn: Connection, organisation: str, start: int, end: int) -> list[tuple[Slot, int]]:
    """An organisation's slots that begin in [start, end), each with its count of held or booked seats."""
    own = [slots.c.organisation == organisation, slots.c.start >= start, slots.c.start < end]
    rows = conn.execute(with_seats().where(*own).order_by(slots.c.start, slots.c.id))
    return [(slot_of(row), row[-1]) for row in rows]


def with_seats() -> Select[tuple[Any, ...]]:
    """Slots, each with its count of held or booked seats at the end of its row."""
    seats = select(func.count()).where(bookings.c.slot == slots.c.id, _is_live).scalar_subquery()
    return select(*_SLOT, seats)


def of_series(conn: Connection, series: str) -> list[Slot]:
    """The slots that were opened together, the first one first."""
    return _slots(conn, slots.c.series == series)


def coming(conn: Connection, now: int) -> list[Slot]:
    """All slots that have not begun."""
    return _slots(conn, slots.c.start > now)


def _slots(conn: Connection, which: ColumnElement[bool]) -> list[Slot]:
    rows = conn.execute(select(*_SLOT).where(which).order_by(slots.c.start, slots.c.id))
    return [slot_of(row) for row in rows]


def joined() -> Select[tuple[Any, ...]]:
    """Bookings with their slots; each row is read by `booking_of`."""
    return _JOINED


def booking_of(row: AnyRow) -> Booking:
    """A booking from a row of `joined`."""
    values = tuple(row)[len(_SLOT) :]
    interpreter, quiet_room, lang, fallback = values[-4:]
    needs = Needs(interpreter, quiet_room, lang, tuple(fallback.split()))
    return Booking(values[0], values[1], slot_of(row), *values[2:-4], needs)  # type: ignore[call-arg]
