"""Taking and freeing time: the one place that writes cells.

Whether a time is free is decided by the key (owner, cell) alone, never by a look beforehand: a look can be
out of date by the time of the write, a key cannot (B1, B3). Three owners take part in a booking: a seat of
the slot, the host (with the buffer) and the candidate. All seats of one slot share the host's cells, which
belong to the slot and stand as long as one of its seats is taken.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal

from sqlalchemy import Connection, delete, exists, select, text
from sqlalchemy.dialects import postgresql, sqlite

from bot.features.interviews.slots.model import Slot
from bot.features.interviews.slots.tables import bookings, cells, slots

Refusal = Literal["taken", "overlaps"]

_TRIES = 3
"""Seats that are tried; between a look and the key others may take the one that looked free."""
_other = cells.alias("other")
_GATE = text("SELECT pg_advisory_xact_lock(:key)")


def gate(conn: Connection, *owners: str) -> None:
    """Let nobody else change the time of these hosts and people until the transaction ends.

    The key needs no such help; it is what keeps transactions from waiting for each other in a circle, and
    the host's cells from being freed while another seat is taken. SQLite has one writer, so none is needed.
    """
    if conn.dialect.name == "postgresql":
        for owner in sorted(set(owners)):
            conn.execute(_GATE, {"key": _number(owner)})


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
    if not _take_seat(conn, slot, booking):
        return "taken"
    if not _take_host(conn, slot):
        return "taken"
    hers = [_cell(candidate(person), cell, slot.id, booking) for cell in slot.cells()]
    return None if _put(conn, hers) == len(hers) else "overlaps"


def free(conn: Connection, booking: str, of_host: str) -> None:
    """Give back what a booking took, and the host's time where no seat of the slot is taken any more."""
    conn.execute(delete(cells).where(cells.c.booking == booking))
    free_idle(conn, of_host)


def free_idle(conn: Connection, of_host: str) -> None:
    """Give back a host's cells of slots of which no seat is taken. The caller is within the host's gate."""
    seat = exists().where(_other.c.slot == cells.c.slot, _other.c.booking.is_not(None))
    conn.execute(delete(cells).where(cells.c.owner == host(of_host), cells.c.booking.is_(None), ~seat))


def free_lapsed(conn: Connection, of_host: str, person: str, now: int) -> None:
    """Remove the holds in the way that have ended: at this host, and of this person (B4)."""
    at_host = bookings.c.slot.in_(select(slots.c.id).where(slots.c.host == of_host))
    for whose in (at_host, bookings.c.person_id == person):
        conn.execute(delete(bookings).where(*_lapsed(now), whose))
    free_idle(conn, of_host)


def sweep_lapsed(conn: Connection, now: int, limit: int = 1_000) -> int:
    """Remove holds that have ended and that nobody needed to remove; how many."""
    query = (
        select(bookings.c.id, slots.c.host)
        .join_from(bookings, slots, bookings.c.slot == slots.c.id)
        .where(*_lapsed(now))
        .limit(limit)
    )
    rows = conn.execute(query).all()
    hosts = {row.host for row in rows}
    gate(conn, *(host(one) for one in hosts))
    gone = delete(bookings).where(bookings.c.id.in_([row.id for row in rows]), *_lapsed(now))
    count = conn.execute(gone).rowcount if rows else 0
    for one in sorted(hosts):
        free_idle(conn, one)
    return count


def _lapsed(now: int) -> tuple[Any, ...]:
    return bookings.c.state == "held", bookings.c.hold_until <= now


def _take_seat(conn: Connection, slot: Slot, booking: str) -> bool:
    seats = cells.c.owner.startswith(f"s:{slot.id}:", autoescape=True)
    taken = set(conn.scalars(select(cells.c.owner).where(cells.c.slot == slot.id, seats)))
    all_seats = [f"s:{slot.id}:{number}" for number in range(slot.capacity)]
    looks_free = [seat for seat in all_seats if seat not in taken]
    # Where none looks free the key is asked all the same: it alone decides.
    for seat in looks_free[:_TRIES] or all_seats[:1]:
        if _put(conn, [_cell(seat, slot.cells()[0], slot.id, booking)]):
            return True
    return False


def _take_host(conn: Connection, slot: Slot) -> bool:
    owner, covered = host(slot.host), slot.cells(buffer=True)
    _put(conn, [_cell(owner, cell, slot.id, None) for cell in covered])
    others = select(cells.c.cell).where(
        cells.c.owner == owner, cells.c.cell.between(covered[0], covered[-1]), cells.c.slot != slot.id
    )
    return conn.execute(others.limit(1)).first() is None


def _cell(owner: str, cell: int, slot: str, booking: str | None) -> dict[str, object]:
    return {"owner": owner, "cell": cell, "slot": slot, "booking": booking}


def _put(conn: Connection, rows: list[dict[str, object]]) -> int:
    """How many of the cells were free and are now taken. No error to catch: see bot.store.database.Work."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    return conn.execute(insert(cells).values(rows).on_conflict_do_nothing()).rowcount


def _number(owner: str) -> int:
    digest = hashlib.sha256(f"interviews:{owner}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
