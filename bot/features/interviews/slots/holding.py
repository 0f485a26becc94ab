"""Holding a time for five minutes while she makes up her mind (B4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, update

from bot.features.interviews.slots import cells, finding, reading
from bot.features.interviews.slots.model import HOLD, MOST_HOLDS, Booking, By, Context, Outcome, Result, Slot
from bot.features.interviews.slots.tables import bookings
from bot.store.ids import new_id


def hold(conn: Connection, ctx: Context, person: str, slot_id: str, by: By | None = None) -> Result:
    """Hold a seat of a slot for a person: herself, or staff who help her.

    done, already (she holds or has booked it), taken, overlaps, too_many, frozen, gone, no_longer_valid
    (closed or past). Where it could not be had, `alternatives` are the next times that could.
    """
    wanted = reading.find_slot(conn, slot_id)
    if wanted is None or (by is not None and by.organisation not in ("", wanted.organisation)):
        return Result("gone")
    if (lost := _lost_already(conn, ctx, person, wanted)) is not None:
        return lost
    cells.gate(conn, cells.host(wanted.host), cells.candidate(person))
    now = ctx.now(conn)
    cells.free_lapsed(conn, wanted.host, person, now)
    slot = reading.find_slot(conn, slot_id, locked=True)
    if slot is None:
        return Result("gone")
    mine = reading.of_person(conn, person)
    if there := next((one for one in mine if one.slot.id == slot.id), None):
        return Result("already", there)
    if refused := _refused(slot, mine, now):
        return Result(refused, alternatives=finding.alternatives(conn, person, slot, now))
    return seat(conn, slot, person, now, state="held", hold_until=now + HOLD)


def extend(conn: Connection, ctx: Context, person: str, booking_id: str) -> Result:
    """Hold for five minutes more from now, once.

    done, already (it was extended before), gone, no_longer_valid (ended or no hold any more).
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), By("candidate", person))
    if found is None:
        return Result("gone")
    cells.gate(conn, cells.host(found.slot.host), cells.candidate(person))
    found, now = reading.find_booking(conn, booking_id), ctx.now(conn)
    if found is None or not holds(found, now):
        return Result("no_longer_valid", found)
    if found.extended:
        return Result("already", found)
    until = now + HOLD
    change = update(bookings).where(bookings.c.id == booking_id)
    conn.execute(change.values(hold_until=until, extended=True))
    return Result("done", replace(found, hold_until=until, extended=True))


def holds(booking: Booking, now: int) -> bool:
    """Is it a hold that has not ended? `now` is the database's time."""
    return booking.state == "held" and booking.hold_until is not None and booking.hold_until > now


def seat(conn: Connection, slot: Slot, person: str, now: int, **values: Any) -> Result:
    """Make a booking row with all that it takes, or nothing: done, taken or overlaps.

    The caller is within the gate of this host and person.
    """
    id_ = new_id()
    row = {"uid": new_id(), "sequence": 0, "fallback": "", **values}
    savepoint = conn.begin_nested()
    conn.execute(insert(bookings).values(id=id_, slot=slot.id, person_id=person, **row))
    refusal = cells.take(conn, slot, id_, person)
    if refusal is None:
        savepoint.commit()
        return Result("done", reading.find_booking(conn, id_))
    savepoint.rollback()
    return Result(refusal, alternatives=finding.alternatives(conn, person, slot, now))


def _lost_already(conn: Connection, ctx: Context, person: str, slot: Slot) -> Result | None:
    """Taken, where that stands already: a thousand who come too late need not stand in the gate's line to
    be told (B2). None: go through the gate, where the key alone decides; it is not asked again there,
    or a look would hide what the key is for (B3).

    SQLite has no such line: whoever is here is the only writer.
    """
    if conn.dialect.name != "postgresql":
        return None
    now = ctx.now(conn)
    if not finding.is_full(conn, slot, now):
        return None
    mine = reading.of_person(conn, person)
    if any(one.slot.id == slot.id for one in mine) or _refused(slot, mine, now):
        return None
    return Result("taken", alternatives=finding.alternatives(conn, person, slot, now))


def _refused(slot: Slot, mine: list[Booking], now: int) -> Outcome | None:
    if slot.state == "frozen":
        return "frozen"
    if slot.state == "closed" or slot.start <= now:
        return "no_longer_valid"
    holding = sum(one.state == "held" for one in mine)
    return "too_many" if holding >= MOST_HOLDS else None
