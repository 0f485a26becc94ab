"""Both sides are told of each change until they have it; whom nobody could tell is shown to staff (B10).

A change writes a notice beside it. The message follows in the same transaction, as a row of the person's
outbox: the first one behind the notice. What becomes of that row is what became of the notice.

What a candidate may take back as a slip of the finger is told to the host a little later, and once
(bot.features.interviews.slots.later).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from bot.delivery.held import OPEN
from bot.delivery.sql import AnyRow
from bot.delivery.tables import outbox
from bot.features.interviews.slots import later, reading
from bot.features.interviews.slots.model import Booking, Context, Event, Side, What
from bot.features.interviews.slots.tables import notices
from bot.store.ids import new_id

PATIENCE = 300
"""Seconds after which a message that still waits is shown to staff (B10)."""

_PAGE = 1_000

Told = Literal["open", "told", "untold"]


@dataclass(frozen=True, slots=True)
class Untold:
    """Somebody does not know of a change. `why`: unreachable, dead, dropped, waiting, or unwritten."""

    notice: str
    what: What
    side: Literal["candidate", "host"]
    booking: Booking
    at: int
    why: str


def announce(
    conn: Connection,
    ctx: Context,
    what: What,
    booking: Booking,
    by: Side | Literal["system"],
    old: Booking | None = None,
) -> tuple[Event, ...]:
    """Note down that both sides have to be told; the caller writes the messages in this transaction, but not
    those that are `later`. `old`: the booking at its time until now, where it was moved."""
    at, before = ctx.now(conn), old.slot if old else None
    events = [Event(what, "candidate", booking.person, booking, by, before)]
    if old is not None and old.slot.host != booking.slot.host:
        # One host waits no more, another one has it from now on.
        events.append(Event("cancelled", "host", old.slot.host, old, by, later=later.waits(old, by, at)))
        events.append(_to_host(Event("booked", "host", booking.slot.host, booking, by), at))
    else:
        events.append(_to_host(Event(what, "host", booking.slot.host, booking, by, before), at))
    for event in events:
        if event.side == "host" and not event.later:
            later.drop(conn, event)
    newest = conn.scalar(select(func.max(outbox.c.id))) or 0
    conn.execute(insert(notices), [_row(conn, ctx, event, at, newest) for event in events])
    return tuple(events)


def _to_host(event: Event, at: int) -> Event:
    changed = event.what in ("moved", "cancelled") or event.booking.sequence > 0
    return replace(event, later=changed and later.waits(event.booking, event.by, at))


def _row(conn: Connection, ctx: Context, event: Event, at: int, newest: int) -> dict[str, object]:
    person = event.to if event.side == "candidate" else ctx.person_of(conn, event.to)
    return {
        "id": new_id(),
        "booking": event.booking.id,
        "side": event.side,
        "person_id": person,
        "what": event.what,
        "at": at,
        "after": newest,
        "state": later.STATE if event.later else "open",
    }


def untold(conn: Connection, now: int) -> list[Untold]:
    """The changes that somebody does not know of, the oldest first; `now` is the database's time."""
    found = []
    for notice in _unsettled(conn, ("open", "untold", later.STATE)):
        state, why = _look(conn, notice, now)
        about = reading.find_booking(conn, notice.booking) if state == "untold" else None
        if about is not None:
            found.append(Untold(notice.id, notice.what, notice.side, about, notice.at, why))
    return found


def settle(conn: Connection, now: int) -> int:
    """Write down what became of open notices, before the outbox forgets it; how many are newly untold."""
    count = 0
    for notice in _unsettled(conn, ("open",)):
        state, why = _look(conn, notice, now)
        # One that still waits may yet arrive: it stays open, and `untold` shows it meanwhile.
        if state != "open" and why not in ("waiting", "unwritten"):
            conn.execute(update(notices).where(notices.c.id == notice.id).values(state=state, why=why))
            count += state == "untold"
    return count


def seen(conn: Connection, notice: str) -> bool:
    """Staff have told them another way: it is shown no more. False for one that is not there."""
    return conn.execute(update(notices).where(notices.c.id == notice).values(state="seen")).rowcount == 1


def _unsettled(conn: Connection, states: Iterable[str]) -> list[AnyRow]:
    query = select(notices).where(notices.c.state.in_(list(states))).order_by(notices.c.at, notices.c.id)
    return list(conn.execute(query.limit(_PAGE)))


def _look(conn: Connection, notice: AnyRow, now: int) -> tuple[Told, str]:
    """What became of a notice, and why where it is untold."""
    if notice.state == "untold":
        return "untold", notice.why
    late = now - notice.at >= PATIENCE
    if notice.state == later.STATE:
        return ("untold", "unwritten") if late else ("open", "")
    message = conn.execute(
        select(outbox.c.state)
        .where(outbox.c.person_id == notice.person_id, outbox.c.id > notice.after)
        .order_by(outbox.c.id)
        .limit(1)
    ).first()
    if message is None:
        return ("untold", "unwritten") if late else ("open", "")
    if message.state == "sent":
        return "told", ""
    if message.state in OPEN:
        return ("untold", "waiting") if late else ("open", "")
    return "untold", message.state
