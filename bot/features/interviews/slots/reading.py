"""Slots and bookings as they stand, each found by whoever may see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from bot.delivery.sql import AnyRow
from bot.features.interviews.slots.model import Booking, By, Needs, Slot
from bot.features.interviews.slots.tables import bookings, slots

LIVE = ("held", "booked")
_SLOT = [slots.c[name] for name in Slot.__dataclass_fields__]
_OWN = [column.label(f"b_{column.name}") for column in bookings.columns]


def find_slot(conn: Connection, id_: str, *, locked: bool = False) -> Slot | None:
    """A slot, or None. `locked`: nobody closes or freezes it before the transaction ends."""
    wanted = select(*_SLOT).where(slots.c.id == id_)
    if locked:
        wanted = wanted.with_for_update(read=True)
    row = conn.execute(wanted).first()
    return None if row is None else slot_of(row)


def slot_of(row: AnyRow) -> Slot:
    return Slot(**{name: getattr(row, name) for name in Slot.__dataclass_fields__})


def find_booking(conn: Connection, id_: str) -> Booking | None:
    """A booking with its slot, or None."""
    found = listed(conn, bookings.c.id == id_)
    return found[0] if found else None


def allowed(found: Booking | None, by: By) -> Booking | None:
    """The booking, where it is this candidate's, this organisation's, or staff ask; else None (S4)."""
    if found is None:
        return None
    if by.side == "candidate":
        return found if found.person == by.id else None
    return found if by.organisation in ("", found.slot.organisation) else None


def listed(conn: Connection, *which: ColumnElement[bool], limit: int = 1_000) -> list[Booking]:
    """Bookings that meet all conditions, by the time of the interview."""
    query = _joined().where(*which).order_by(slots.c.start, bookings.c.id).limit(limit)
    return [_booking_of(row) for row in conn.execute(query)]


def of_person(conn: Connection, person: str) -> list[Booking]:
    """What a person holds or has booked, the next one first. A hold that has ended may be among it."""
    return listed(conn, bookings.c.person_id == person, bookings.c.state.in_(LIVE))


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


def _joined() -> Select[Any]:
    return select(*_SLOT, *_OWN).join_from(bookings, slots, bookings.c.slot == slots.c.id)


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
