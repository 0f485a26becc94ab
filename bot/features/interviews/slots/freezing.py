"""Closing slots, and freezing all of an organisation at once until staff decide (E7)."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, delete, null, select, update

from bot.delivery.sql import inserting
from bot.features.interviews.slots import cells, reading, reminding
from bot.features.interviews.slots.model import Booking, By, Context, Event, Result
from bot.features.interviews.slots.tables import bookings, freezes, slots
from bot.features.interviews.slots.telling import announce


def close_slot(conn: Connection, ctx: Context, slot_id: str, by: By) -> Result:
    """Take no more bookings; those there are stay. done, already, frozen, gone."""
    return _set_state(conn, ctx, slot_id, by, "closed")


def reopen_slot(conn: Connection, ctx: Context, slot_id: str, by: By) -> Result:
    """Take bookings again. done, already, frozen, gone."""
    return _set_state(conn, ctx, slot_id, by, "open")


def _set_state(
    conn: Connection, ctx: Context, slot_id: str, by: By, state: Literal["open", "closed"]
) -> Result:
    found = reading.find_slot(conn, slot_id)
    if found is None or by.side == "candidate" or by.organisation not in ("", found.organisation):
        return Result("gone")
    changed = update(slots).where(slots.c.id == slot_id, slots.c.state.not_in((state, "frozen")))
    if conn.execute(changed.values(state=state)).rowcount:
        ctx.note(conn, by.id, f"slot.{state}", slot_id, {"vacancy": found.vacancy}, ctx.now(conn))
        return Result("done")
    now = reading.find_slot(conn, slot_id)
    return Result("already" if now is not None and now.state == state else "frozen")


def freeze(conn: Connection, ctx: Context, organisation: str) -> tuple[Event, ...]:
    """Nothing of this organisation can be held, booked or moved any more; those with coming interviews are
    to be told. Safe to call again: only what was not frozen yet is told."""
    now = ctx.now(conn)
    cells.gate(conn, f"o:{organisation}")
    conn.execute(
        inserting(conn.dialect.name, freezes)
        .values(organisation=organisation, since=now)
        .on_conflict_do_nothing()
    )
    fresh = slots.c.organisation == organisation, slots.c.state != "frozen"
    touched = list(conn.scalars(select(slots.c.id).where(*fresh, slots.c.start > now)))
    conn.execute(update(slots).where(*fresh).values(frozen_from=slots.c.state, state="frozen"))
    # Read after the update: it waited for whoever was just booking.
    coming = [one for one in _coming(conn, organisation, now) if one.slot.id in set(touched)]
    return tuple(event for one in coming for event in announce(conn, ctx, "frozen", one, "system"))


def unfreeze(conn: Connection, ctx: Context, organisation: str, by: By) -> tuple[Event, ...]:
    """Staff decided that all is well: everything is as it was before, and reminders are made anew."""
    now = ctx.now(conn)
    cells.gate(conn, f"o:{organisation}")
    if conn.execute(delete(freezes).where(freezes.c.organisation == organisation)).rowcount == 0:
        return ()
    frozen = slots.c.organisation == organisation, slots.c.state == "frozen"
    conn.execute(update(slots).where(*frozen).values(state=slots.c.frozen_from, frozen_from=null()))
    ctx.note(conn, by.id, "slots.unfrozen", organisation, {}, now)
    events: list[Event] = []
    for one in _coming(conn, organisation, now):
        reminding.remind(conn, ctx, one, now)
        events += announce(conn, ctx, "unfrozen", one, by.side)
    return tuple(events)


def frozen(conn: Connection, organisation: str) -> bool:
    """Is this organisation frozen?"""
    there = select(freezes.c.organisation).where(freezes.c.organisation == organisation)
    return conn.execute(there).first() is not None


def _coming(conn: Connection, organisation: str, now: int) -> list[Booking]:
    return reading.listed(
        conn,
        slots.c.organisation == organisation,
        slots.c.start > now,
        bookings.c.state == "booked",
        limit=10_000,
    )
