"""What is kept no longer: holds that ended, details after 30 days (D5), and all of a person who goes (C6)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select

from bot.delivery.persons import DAY
from bot.delivery.tables import persons
from bot.features.interviews.slots import cells, reading
from bot.features.interviews.slots.booking import call_off
from bot.features.interviews.slots.model import CELL, Context, Event
from bot.features.interviews.slots.tables import bookings, slots
from bot.features.interviews.slots.tables import cells as cells_table
from bot.features.interviews.slots.telling import settle

KEPT = 30 * DAY
"""Seconds after an interview for which its details are kept (D5)."""
_BITE = 1_000


def sweep(conn: Connection, ctx: Context) -> dict[str, int]:
    """One bite of what is past its date; how many of each kind. Also settles who was told (B10)."""
    now = ctx.now(conn)
    settle(conn, now)
    # A slot's bookings, cells and notices go with it. No interview is longer than a day.
    old = select(slots.c.id).where(slots.c.start + 60 * slots.c.minutes <= now - KEPT).limit(_BITE)
    past = cells_table.c.cell < (now - DAY) // CELL
    return {
        "holds": cells.sweep_lapsed(conn, now, _BITE),
        "slots": conn.execute(delete(slots).where(slots.c.id.in_(old))).rowcount,
        "cells": conn.execute(delete(cells_table).where(past)).rowcount,
    }


def keeps() -> ColumnElement[bool]:
    """The condition on `persons` that somebody has an interview, coming or not yet erased."""
    hers = and_(bookings.c.person_id == persons.c.id, bookings.c.state.in_(("booked", "done")))
    return exists().where(hers)


def forget(conn: Connection, ctx: Context, person: str) -> tuple[Event, ...]:
    """Before she is erased: cancel what is coming, so that nobody waits for her (C6); hosts are to be told.

    Her rows then go with her own. The candidates' half of the events is left out: she is told by whoever
    erases her.
    """
    now = ctx.now(conn)
    coming = [one for one in reading.of_person(conn, person) if one.slot.start > now]
    cells.gate(conn, *(cells.host(one.slot.host) for one in coming), cells.candidate(person))
    events: list[Event] = []
    for one in reading.of_person(conn, person):
        if one.state == "booked" and one.slot.start > now:
            events += call_off(conn, ctx, one, "system", "erased").events
        elif one.state == "held":
            conn.execute(delete(bookings).where(bookings.c.id == one.id))
            cells.free_idle(conn, one.slot.host)
    return tuple(event for event in events if event.side == "host")
