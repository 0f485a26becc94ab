"""What others call: opening a broadcast, filling it with people, stopping it, asking how far it is.

All of it runs within the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, case, func, literal, select, update

from bot.delivery.broadcasts.model import AlreadyOpen, Broadcast, Counts, NoSuchBroadcast, State, got, of_row
from bot.delivery.broadcasts.tables import broadcast_sends, broadcast_totals, broadcasts
from bot.delivery.sql import AnyRow, PerEngine
from bot.delivery.tables import persons

BATCH = 5_000
"""People whose rows are made in one statement: a second's work, and less memory than anybody notices."""
RATE_OVER = 60
"""Seconds over which `rate` looks back."""

_OPEN = PerEngine(broadcasts, lambda insert: insert.on_conflict_do_nothing(index_elements=["id"]))
_COLUMNS = (
    *("broadcast_id", "person_id", "lang", "channel", "due", "state"),
    *("reason", "closed", "lease", "tries", "resends"),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one call of `enqueue` did. `more`: there may be further people, call again."""

    added: int
    more: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast is. `filled`: nobody more will be added."""

    broadcast: Broadcast
    state: State
    filled: bool
    closed: int | None


def open_(conn: Connection, broadcast: Broadcast, now: float) -> None:
    """Make it known; it is sent from its start on to whoever is enqueued. Safe to say twice.

    Raises AlreadyOpen for an id that there is already with other dates.
    """
    values = {
        "id": broadcast.id,
        "state": "running",
        "starts": broadcast.starts,
        "ends": broadcast.ends,
        "urgent": broadcast.urgent,
        "before": broadcast.before,
        "filled_to": "",
        "filled": False,
        "opened": int(now),
        "closed": None,
    }
    if conn.execute(_OPEN.of(conn), values).rowcount == 1:
        return
    if of_row(_row(conn, broadcast.id)) != broadcast:
        raise AlreadyOpen(broadcast.id)


def enqueue(
    conn: Connection, broadcast_id: str, audience: Select[tuple[str, str, str, int]], now: float, *,
    limit: int = BATCH,
) -> Batch:  # fmt: skip
    """Give the next `limit` people of the audience a row each; never a second one to anybody.

    The audience yields (person_id, lang, channel, due). It is gone through in the order of person_id, the
    place is kept with the broadcast: after a crash it goes on where it was. Whoever cannot be reached gets
    her row too, closed as unreachable (M8). Nothing is added to a broadcast that was stopped or is done.
    Raises NoSuchBroadcast.
    """
    row = _row(conn, broadcast_id)
    if row.state != "running" or row.filled:
        return Batch(0, more=False)
    people = audience.subquery("audience")
    page = select(people.c.person_id).where(people.c.person_id > row.filled_to)
    last = conn.scalar(
        select(func.max(page.order_by(people.c.person_id).limit(limit).subquery("page").c.person_id))
    )
    if last is None:
        return Batch(0, more=False)
    added = _add(conn, broadcast_id, audience, row.filled_to, last, now)
    conn.execute(update(broadcasts).where(broadcasts.c.id == broadcast_id).values(filled_to=last))
    return Batch(added, more=True)


def _add(
    conn: Connection,
    broadcast_id: str,
    audience: Select[tuple[str, str, str, int]],
    after: str,
    last: str,
    now: float,
) -> int:
    people = audience.subquery("audience")
    gone = persons.c.reachable.is_(False)
    rows = (
        select(
            literal(broadcast_id),
            people.c.person_id,
            people.c.lang,
            people.c.channel,
            people.c.due,
            case((gone, "unreachable"), else_="waiting"),
            case((gone, "unreachable")),
            case((gone, int(now))),
            literal(0),
            literal(0),
            literal(0),
        )
        .join(persons, persons.c.id == people.c.person_id)
        .where(people.c.person_id > after, people.c.person_id <= last)
        # The rows that are sent together lie together.
        .order_by(people.c.due, people.c.person_id)
    )
    statement = PerEngine(
        broadcast_sends,
        lambda insert: insert.from_select(_COLUMNS, rows).on_conflict_do_nothing(
            index_elements=["broadcast_id", "person_id"]
        ),
    )
    return conn.execute(statement.of(conn)).rowcount


def again(conn: Connection, broadcast_id: str) -> None:
    """Go through the audience once more from its beginning: people who have come into it since get a row.

    A correction calls it when the last sends of its original have ended (`counts(original).settled`).
    """
    _change(conn, broadcast_id, filled_to="", filled=False)


def finish(conn: Connection, broadcast_id: str) -> None:
    """Nobody more will be added: it is done once everybody's row is closed."""
    _change(conn, broadcast_id, filled=True)


def extend(conn: Connection, broadcast_id: str, ends: int) -> None:
    """Give it another end. What was closed stays closed."""
    _change(conn, broadcast_id, ends=ends)


def stop(conn: Connection, broadcast_id: str, now: float) -> bool:
    """Send nothing more of it: the last new send begins within a second (A9). False: it was over already.

    One row is changed, so it is instant however many people wait; theirs are closed afterwards.
    """
    running = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.state == "running")
    changed = conn.execute(running.values(state="stopped", filled=True, closed=int(now))).rowcount
    if not changed:
        _row(conn, broadcast_id)
    return changed == 1


def progress(conn: Connection, broadcast_id: str) -> Progress:
    """Its dates and where it stands. Raises NoSuchBroadcast."""
    row = _row(conn, broadcast_id)
    return Progress(of_row(row), row.state, row.filled, row.closed)


def counts(conn: Connection, broadcast_id: str, now: float) -> Counts:
    """How many rows are in which state. What waits behind a stop or an end counts as stopped or expired from
    that second on, though its row is closed a little later."""
    row = _row(conn, broadcast_id)
    sends = broadcast_sends.c
    states: dict[str, int] = {}
    found = select(sends.state, func.count()).where(sends.broadcast_id == broadcast_id).group_by(sends.state)
    kept = select(broadcast_totals.c.state, broadcast_totals.c.count).where(
        broadcast_totals.c.broadcast_id == broadcast_id
    )
    for state, count in [*conn.execute(found), *conn.execute(kept)]:
        name = _SEEN_AS.get(state, state)
        if state == "waiting" and row.state == "stopped":
            name = "stopped"
        elif state == "waiting" and row.ends <= now:
            name = "expired"
        states[name] = states.get(name, 0) + count
    return Counts(**states)


_SEEN_AS = {"dropped": "dead"}


def rate(conn: Connection, broadcast_id: str, now: float) -> float:
    """Messages a second over the last minute, or since it began where that is less."""
    row = _row(conn, broadcast_id)
    since = max(int(now) - RATE_OVER, row.starts, row.opened)
    sends = broadcast_sends.c
    recent = select(func.count()).where(
        sends.broadcast_id == broadcast_id,
        sends.closed.is_not(None),
        sends.closed > since,
        sends.state == "sent",
    )
    sent = conn.scalar(recent) or 0
    return float(sent / max(1.0, now - since))


def reached(broadcast_id: str) -> Select[tuple[str]]:
    """Ids of the people who got it, and of those of whom nobody knows whether they did."""
    return select(broadcast_sends.c.person_id).where(broadcast_sends.c.broadcast_id == broadcast_id, got())


def _row(conn: Connection, broadcast_id: str) -> AnyRow:
    row = conn.execute(select(broadcasts).where(broadcasts.c.id == broadcast_id)).first()
    if row is None:
        raise NoSuchBroadcast(broadcast_id)
    return row


def _change(conn: Connection, broadcast_id: str, **values: object) -> None:
    running = update(broadcasts).where(broadcasts.c.id == broadcast_id, broadcasts.c.state == "running")
    if conn.execute(running.values(values)).rowcount != 1:
        _row(conn, broadcast_id)
