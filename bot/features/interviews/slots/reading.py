"""Slots and bookings as they stand, each found by whoever may see it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from bot.delivery.sql import AnyRow
from bot.features.interviews.slots.model import Booking, By, Needs, Slot
from bot.features.interviews.slots.tables import bookings, slots

LIVE = ("held", "booked")
_SLOT = [slots.c[name] for name in Slot.__dataclass_fields__]
_OWN = [column.label(f"b_{column.name}") for column in bookings.columns]
_FIND_SLOT = select(*_SLOT).where(slots.c.id == bindparam("b_slot"))
_LOCKED_SLOT = _FIND_SLOT.with_for_update(read=True)
_JOINED = select(*_SLOT, *_OWN).join_from(bookings, slots, bookings.c.slot == slots.c.id)
_FIND_BOOKING = _JOINED.where(bookings.c.id == bindparam("b_booking"))
_OF_PERSON = _JOINED.where(
    bookings.c.person_id == bindparam("b_person"), or_(*(bookings.c.state == state for state in LIVE))
).order_by(slots.c.start, bookings.c.id)


def find_slot(conn: Connection, id_: str, *, locked: bool = False) -> Slot | None:
    """A slot, or None. `locked`: nobody closes or freezes it before the transaction ends."""
    row = conn.execute(_LOCKED_SLOT if locked else _FIND_SLOT, {"b_slot": id_}).first()
    return None if row is None else slot_of(row)


def slot_of(row: AnyRow) -> Slot:
    return Slot(*(getattr(row, name) for name in Slot.__dataclass_fields__))


def find_booking(conn: Connection, id_: str) -> Booking | None:
    """A booking with its slot, or None."""
    row = conn.execute(_FIND_BOOKING, {"b_booking": id_}).first()
    return None if row is None else _booking_of(row)


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
    return [_booking_of(row) for row in conn.execute(query)]


def of_person(conn: Connection, person: str) -> list[Booking]:
    """What a person holds or has booked, the next one first. A hold that has ended may be among it."""
    return [_booking_of(row) for row in conn.execute(_OF_PERSON, {"b_person": person})]


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
    rows = conn.execute(select(*_SLOT).where(*own).order_by(slots.c.start, slots.c.id)).all()
    taken: dict[str, int] = {}
    for live in listed(conn, *own, bookings.c.state.in_(LIVE), limit=10_000):
        taken[live.slot.id] = taken.get(live.slot.id, 0) + 1
    return [(slot_of(row), taken.get(row.id, 0)) for row in rows]


def _booking_of(row: AnyRow) -> Booking:
    ways = row.b_fallback.split()
    return Booking(
        id=row.b_id,
        person=row.b_person_id,
        slot=slot_of(row),
        state=row.b_state,
        hold_until=row.b_hold_until,
        extended=row.b_extended,
        uid=row.b_uid,
        sequence=row.b_sequence,
        moved_to=row.b_moved_to,
        cancelled_by=row.b_cancelled_by,
        reason=row.b_reason,
        outcome=row.b_outcome,
        needs=Needs(row.b_interpreter, row.b_quiet_room, row.b_lang, tuple(ways)),
    )
