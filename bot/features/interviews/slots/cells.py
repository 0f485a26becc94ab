"""Taking and freeing time: the one place that writes cells.

Whether a time is free is decided by the key (owner, cell) alone, never by a look beforehand: a look can be
out of date by the time of the write, a key cannot (B1, B3). Three owners take part in a booking: a seat of
the slot, the host (with the buffer) and the candidate. All seats of one slot share the host's cells, which
belong to the slot and stand as long as one of its seats is taken.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import (
    BigInteger,
    Connection,
    String,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    true,
)

from bot.delivery.sql import PerEngine
from bot.features.interviews.slots.model import Slot
from bot.features.interviews.slots.tables import bookings, cells, slots
from bot.store.exclusion import one_at_a_time

Refusal = Literal["taken", "overlaps"]

_TRIES = 3
"""Seats that are tried; between a look and the key others may take the one that looked free."""
_first = select(bindparam("b_first", type_=BigInteger).label("cell")).cte("covered", recursive=True)
_covered = _first.union_all(
    select(_first.c.cell + 1).where(_first.c.cell < bindparam("b_last", type_=BigInteger))
)
_WANTED = select(
    bindparam("b_owner", type_=String),
    _covered.c.cell,
    bindparam("b_slot", type_=String),
    bindparam("b_booking", type_=String),
).where(true())
# No error to catch where a cell is taken: see bot.store.database.Work.
_PUT = PerEngine(
    cells,
    lambda insert: (
        insert.from_select(["owner", "cell", "slot", "booking"], _WANTED)
        .on_conflict_do_nothing()
        .returning(cells.c.cell)
    ),
)
_SEATS = select(cells.c.owner).where(cells.c.slot == bindparam("b_slot"), cells.c.owner.startswith("s:"))
_OTHERS = (
    select(cells.c.cell)
    .where(
        cells.c.owner == bindparam("b_owner"),
        cells.c.cell.between(bindparam("b_first"), bindparam("b_last")),
        cells.c.slot != bindparam("b_slot"),
    )
    .limit(1)
)
_FREE = delete(cells).where(cells.c.booking == bindparam("b_booking"))
_other = cells.alias("other")
_seat_is_taken = exists().where(_other.c.slot == cells.c.slot, _other.c.booking.is_not(None))
_FREE_IDLE = delete(cells).where(
    cells.c.owner == bindparam("b_owner"), cells.c.booking.is_(None), ~_seat_is_taken
)
_has_lapsed = and_(bookings.c.state == "held", bookings.c.hold_until <= bindparam("b_now"))
_FREE_LAPSED = delete(bookings).where(
    _has_lapsed,
    or_(
        bookings.c.person_id == bindparam("b_person"),
        bookings.c.slot.in_(select(slots.c.id).where(slots.c.host == bindparam("b_host"))),
    ),
)
_LAPSED = (
    select(bookings.c.id, slots.c.host)
    .join_from(bookings, slots, bookings.c.slot == slots.c.id)
    .where(_has_lapsed)
    .limit(bindparam("b_limit"))
)


def gate(conn: Connection, *owners: str) -> None:
    """Let nobody else change the time of these hosts and people until the transaction ends.

    The key needs no such help; it is what keeps transactions from waiting for each other in a circle, and
    the host's cells from being freed while another seat is taken.
    """
    one_at_a_time(conn, *(f"interviews:{owner}" for owner in owners))


def host(account: str) -> str:
    """The owner of a host's cells."""
    return f"h:{account}"


def candidate(person: str) -> str:
    """The owner of a candidate's cells."""
    return f"p:{person}"


def take(conn: Connection, slot: Slot, booking: str, person: str) -> Refusal | None:
    """Take a seat, the host's time and the candidate's for a booking whose row is there already.

    Anything but None: the caller must roll back to its savepoint, because some cells may stand.
    """
    if not _take_seat(conn, slot, booking) or not _take_host(conn, slot):
        return "taken"
    covered = slot.cells()
    return None if _put(conn, candidate(person), covered, slot, booking) == len(covered) else "overlaps"


def free(conn: Connection, booking: str, of_host: str) -> None:
    """Give back what a booking took, and the host's time where no seat of the slot is taken any more."""
    conn.execute(_FREE, {"b_booking": booking})
    free_idle(conn, of_host)


def free_idle(conn: Connection, of_host: str) -> int:
    """Give back a host's cells of slots of which no seat is taken; how many. Only within the host's gate."""
    return conn.execute(_FREE_IDLE, {"b_owner": host(of_host)}).rowcount


def free_lapsed(conn: Connection, of_host: str, person: str, now: int) -> None:
    """Remove the holds in the way that have ended: at this host, and of this person (B4).

    The host's own cells are given back by whoever meets them.
    """
    conn.execute(_FREE_LAPSED, {"b_host": of_host, "b_person": person, "b_now": now})


def sweep_lapsed(conn: Connection, now: int, limit: int = 1_000) -> int:
    """Remove holds that have ended and that nobody needed to remove; how many."""
    rows = conn.execute(_LAPSED, {"b_now": now, "b_limit": limit}).all()
    if not rows:
        return 0
    hosts = {row.host for row in rows}
    gate(conn, *(host(one) for one in hosts))
    gone = delete(bookings).where(bookings.c.id.in_([row.id for row in rows]), _has_lapsed)
    count = conn.execute(gone, {"b_now": now}).rowcount
    for one in hosts:
        free_idle(conn, one)
    return count


def _take_seat(conn: Connection, slot: Slot, booking: str) -> bool:
    all_seats = [f"s:{slot.id}:{number}" for number in range(slot.capacity)]
    taken = set(conn.scalars(_SEATS, {"b_slot": slot.id})) if slot.capacity > 1 else set()
    looks_free = [seat for seat in all_seats if seat not in taken]
    # Where none looks free the key is asked all the same: it alone decides.
    tried = looks_free[:_TRIES] or all_seats[:1]
    return any(_put(conn, seat, slot.cells()[:1], slot, booking) for seat in tried)


def _take_host(conn: Connection, slot: Slot) -> bool:
    for _ in range(2):
        _put(conn, host(slot.host), slot.cells(buffer=True), slot, None)
        if not _others(conn, slot):
            return True
        if not free_idle(conn, slot.host):
            return False
    return False


def _others(conn: Connection, slot: Slot) -> bool:
    """Is the host's time there another slot's?"""
    covered = slot.cells(buffer=True)
    values = {"b_owner": host(slot.host), "b_slot": slot.id, "b_first": covered[0], "b_last": covered[-1]}
    return conn.execute(_OTHERS, values).first() is not None


def _put(conn: Connection, owner: str, covered: range, slot: Slot, booking: str | None) -> int:
    """How many of the cells were free and are now taken."""
    values = {"b_owner": owner, "b_first": covered[0], "b_last": covered[-1]}
    taken = conn.execute(_PUT.of(conn), {**values, "b_slot": slot.id, "b_booking": booking})
    return len(taken.all())
