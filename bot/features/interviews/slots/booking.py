"""Booking what is held, cancelling it, and saying afterwards whether it took place."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection, delete, update

from bot.features.interviews.slots import cells, finding, reading, reminding
from bot.features.interviews.slots.holding import holds
from bot.features.interviews.slots.model import REASONS, Booking, By, Context, Needs, Result, Side, Took
from bot.features.interviews.slots.tables import bookings
from bot.features.interviews.slots.telling import announce


def book(
    conn: Connection, ctx: Context, person: str, booking_id: str, needs: Needs, by: By | None = None
) -> Result:
    """Turn her own hold into a booking, with its reminders; both sides are to be told (B4, B9, B10).

    done, already, frozen, gone (nobody books another's hold), no_longer_valid (the hold has ended: the next
    free times are in `alternatives`).
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), By("candidate", person))
    if found is None:
        return Result("gone")
    cells.gate(conn, cells.host(found.slot.host), cells.candidate(person))
    now = ctx.now(conn)
    slot = reading.find_slot(conn, found.slot.id, locked=True)
    found = reading.find_booking(conn, booking_id)
    if found is not None and found.state == "booked":
        return Result("already", found)
    if found is None or slot is None:
        return Result("no_longer_valid")
    if slot.state == "frozen":
        return Result("frozen")
    if not holds(found, now) or slot.start <= now:
        others = finding.alternatives(conn, person, slot, now)
        return Result("no_longer_valid", found, others)
    conn.execute(
        update(bookings)
        .where(bookings.c.id == booking_id)
        .values(
            state="booked",
            hold_until=None,
            interpreter=needs.interpreter,
            quiet_room=needs.quiet_room,
            lang=needs.lang,
            fallback=" ".join(needs.fallback),
        )
    )
    booked = replace(found, state="booked", hold_until=None, needs=needs)
    reminding.remind(conn, ctx, booked, now)
    actor = by or By("candidate", person)
    audit(conn, ctx, actor, "booking.booked", booked, now)
    return Result("done", booked, events=announce(conn, ctx, "booked", booked, actor.side))


def cancel(conn: Connection, ctx: Context, booking_id: str, by: By, reason: str) -> Result:
    """Cancel a booking, or let a hold go (of that nobody is told).

    done, already, gone, frozen (an employer's people may do nothing while staff look at it), no_longer_valid
    (moved, over, or begun). Raises ValueError for a reason that REASONS does not give to that side.
    """
    if reason not in REASONS[by.side]:
        raise ValueError(f"no reason for {by.side}: {reason}")
    found = reading.allowed(reading.find_booking(conn, booking_id), by)
    if found is None:
        return Result("gone")
    cells.gate(conn, cells.host(found.slot.host), cells.candidate(found.person))
    found, now = reading.find_booking(conn, booking_id), ctx.now(conn)
    if found is None:
        return Result("no_longer_valid")
    if by.side == "employer" and found.slot.state == "frozen":
        return Result("frozen", found)
    if found.state == "held":
        return _let_go(conn, found, now)
    if found.state == "cancelled":
        return Result("already", found)
    if found.state != "booked" or found.slot.start <= now:
        return Result("no_longer_valid", found)
    return call_off(conn, ctx, found, by.side, reason, by)


def call_off(
    conn: Connection,
    ctx: Context,
    booking: Booking,
    side: Side | Literal["system"],
    reason: str,
    by: By | None = None,
) -> Result:
    """Cancel what is booked, whoever asked; the caller is within the gate of its host and person."""
    sequence = booking.sequence + 1
    conn.execute(
        update(bookings)
        .where(bookings.c.id == booking.id)
        .values(state="cancelled", cancelled_by=side, reason=reason, sequence=sequence)
    )
    cells.free(conn, booking.id, booking.slot.host)
    reminding.forget(conn, ctx, booking)
    gone = replace(booking, state="cancelled", cancelled_by=side, reason=reason, sequence=sequence)
    if by is not None:
        audit(conn, ctx, by, "booking.cancelled", gone, ctx.now(conn), reason=reason)
    return Result("done", gone, events=announce(conn, ctx, "cancelled", gone, side))


def confirm(conn: Connection, ctx: Context, booking_id: str, by: By, outcome: Took) -> Result:
    """Say after its begin whether an interview took place; a wrong answer can be put right.

    done, already, gone, too_early, no_longer_valid (not booked any more). Candidates are not asked.
    """
    found = reading.allowed(reading.find_booking(conn, booking_id), by)
    if found is None or by.side == "candidate":
        return Result("gone")
    now = ctx.now(conn)
    if found.state not in ("booked", "done"):
        return Result("no_longer_valid", found)
    if found.slot.start > now:
        return Result("too_early", found)
    if found.outcome == outcome:
        return Result("already", found)
    # Nothing but a cancellation or a move could come between, and neither is possible after the begin.
    conn.execute(update(bookings).where(bookings.c.id == booking_id).values(state="done", outcome=outcome))
    done = replace(found, state="done", outcome=outcome)
    audit(conn, ctx, by, "booking.done", done, now, outcome=outcome)
    return Result("done", done)


def audit(
    conn: Connection, ctx: Context, by: By, what: str, booking: Booking, now: int, **details: str
) -> None:
    """Note what an account did (L3). What people do about themselves is not logged."""
    if by.side != "candidate":
        about = {"slot": booking.slot.id, "vacancy": booking.slot.vacancy, **details}
        ctx.note(conn, by.id, what, booking.id, about, now)


def _let_go(conn: Connection, held: Booking, now: int) -> Result:
    conn.execute(delete(bookings).where(bookings.c.id == held.id))
    cells.free_idle(conn, held.slot.host)
    return Result("done" if holds(held, now) else "no_longer_valid", held)
