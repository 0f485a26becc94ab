"""Closing the rows of what is over, and erasing what nobody needs any more: in bites, between the sends."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    delete,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from bot.delivery import hiding
from bot.delivery.broadcasts.tables import (
    broadcast_sends,
    broadcast_spending,
    broadcast_totals,
    broadcasts,
)
from bot.delivery.sql import AnyRow, PerEngine

BITE = 2_000
_A_BITE_OF_BROADCASTS = 100
DAY = 86_400
SENDS_KEPT = 7 * DAY
"""Seconds after its end for which it is known who got a broadcast: so long it can be corrected."""
KEPT = 365 * DAY
"""Seconds for which the figures of a broadcast are kept."""

_sends = broadcast_sends.c
_ADD = PerEngine(
    broadcast_totals,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["broadcast_id", "state"],
        set_={"count": broadcast_totals.c.count + insert.excluded.count},
    ),
)


def close_over(conn: Connection, now: float, bite: int = BITE) -> int:
    """Close up to `bite` rows of broadcasts that were stopped or have ended, and mark as done what is done;
    how many rows that were. What waited was stopped or expired; what was left in the middle of its sending
    may have been shown, and stays unknown."""
    closed = 0
    for row in conn.execute(select(broadcasts).where(_over(now))).all():
        why = "stopped" if row.state == "stopped" else "expired"
        closed += _close(conn, row.id, _is("waiting"), why, now, bite - closed)
        lapsed = or_(_is("leased") & (_sends.lease_until <= int(now)), _is("unknown"))
        closed += _close(conn, row.id, lapsed & _sends.closed.is_(None), "unknown", now, bite - closed)
        if closed >= bite:
            return closed
    _finish(conn, now)
    return closed


def _is(state: str) -> ColumnElement[bool]:
    return _sends.state == literal_column(f"'{state}'")


def _over(now: float) -> ColumnElement[bool]:
    """Stopped or ended, with rows that are still open."""
    still_open = exists().where(_sends.broadcast_id == broadcasts.c.id, or_(*map(_is, _OPEN)), _not_closed)
    return (broadcasts.c.state != "done") & (
        or_(broadcasts.c.state == "stopped", broadcasts.c.ends <= int(now)) & still_open
    )


_OPEN = ("waiting", "leased", "unknown")
_not_closed = _sends.closed.is_(None)


def _close(
    conn: Connection, broadcast_id: str, which: ColumnElement[bool], state: str, now: float, bite: int
) -> int:
    some = select(_sends.id).where(_sends.broadcast_id == broadcast_id, which).limit(max(0, bite))
    values = {"state": state, "closed": int(now), "lease_until": null(), "holder": null()}
    # Rows that are just being claimed are left to whoever claims them. Read first: within a condition
    # PostgreSQL may ask for them anew with each row, and close more than a bite.
    ids = conn.scalars(some.with_for_update(skip_locked=True)).all()
    return conn.execute(update(broadcast_sends).where(_sends.id.in_(ids)).values(values)).rowcount


def _finish(conn: Connection, now: float) -> None:
    """Done: nobody more will be added, or the end is past; and everybody's row is closed."""
    open_rows = exists().where(_sends.broadcast_id == broadcasts.c.id, _not_closed)
    ready = or_(broadcasts.c.filled, broadcasts.c.ends <= int(now))
    done = update(broadcasts).where(broadcasts.c.state == "running", ready, ~open_rows)
    conn.execute(done.values(state="done", filled=True, closed=int(now)))


def anything_over(conn: Connection, now: float) -> bool:
    """Would `close_over` change anything?"""
    open_rows = exists().where(_sends.broadcast_id == broadcasts.c.id, _not_closed)
    done = (broadcasts.c.state == "running") & or_(broadcasts.c.filled, broadcasts.c.ends <= int(now))
    return conn.scalar(select(broadcasts.c.id).where(or_(_over(now), done & ~open_rows)).limit(1)) is not None


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """One bite of erasing what is past its date; the figures of erased rows are kept (D5)."""
    return {
        "broadcast_shown": _forget_shown(conn, now),
        "broadcast_sends": _erase_sends(conn, now),
        "broadcasts": _erase_broadcasts(conn, now),
        "broadcast_spending": conn.execute(
            delete(broadcast_spending).where(broadcast_spending.c.day <= int(now - KEPT) // DAY)
        ).rowcount,
    }


def _forget_shown(conn: Connection, now: float) -> int:
    """Erase the numbers of messages that no bot can take out of a chat any more (C12); how many.

    In the order in which they were sent: `cleared_to` says how far, so that no bite looks again at what an
    earlier one has done.
    """
    cut = int(now) - hiding.DELETABLE
    old = (
        _sends.broadcast_id == broadcasts.c.id,
        _sends.closed > broadcasts.c.cleared_to,
        _sends.closed <= cut,
    )
    some = select(broadcasts.c.id, broadcasts.c.cleared_to).where(exists().where(*old))
    for row in conn.execute(some.order_by(broadcasts.c.id).limit(_A_BITE_OF_BROADCASTS)).all():
        mine = (_sends.broadcast_id == row.id, _sends.closed > row.cleared_to)
        # What was sent within one second goes together: few, since a platform takes few a second.
        by_time = select(_sends.closed).where(*mine, _sends.closed <= cut).order_by(_sends.closed)
        to = conn.scalar(by_time.offset(BITE).limit(1)) or cut
        some_of_it = (*mine, _sends.closed <= to, _sends.shown.is_not(None))
        done = conn.execute(update(broadcast_sends).where(*some_of_it).values(shown=null())).rowcount
        conn.execute(update(broadcasts).where(broadcasts.c.id == row.id).values(cleared_to=to))
        if done:
            return done
    return 0


def _erase_sends(conn: Connection, now: float) -> int:
    old = select(broadcasts.c.id).where(
        broadcasts.c.state != "running",
        broadcasts.c.closed <= int(now) - SENDS_KEPT,
        exists().where(_sends.broadcast_id == broadcasts.c.id),
    )
    id_ = conn.scalar(old.order_by(broadcasts.c.closed).limit(1))
    if id_ is None:
        return 0
    bite = select(_sends.id).where(_sends.broadcast_id == id_).limit(BITE)
    found = conn.execute(
        delete(broadcast_sends).where(_sends.id.in_(bite)).returning(_sends.state.label("state"))
    ).all()
    _keep_figures(conn, id_, found)
    return len(found)


def _keep_figures(conn: Connection, broadcast_id: str, erased: Sequence[AnyRow]) -> None:
    figures: dict[str, int] = {}
    for row in erased:
        figures[row.state] = figures.get(row.state, 0) + 1
    for state, count in sorted(figures.items()):
        conn.execute(_ADD.of(conn), {"broadcast_id": broadcast_id, "state": state, "count": count})


def _erase_broadcasts(conn: Connection, now: float) -> int:
    old = list(
        conn.scalars(
            select(broadcasts.c.id)
            .where(
                broadcasts.c.closed <= int(now) - KEPT,
                ~exists().where(_sends.broadcast_id == broadcasts.c.id),
            )
            .limit(BITE)
        )
    )
    if old:
        conn.execute(delete(broadcast_totals).where(broadcast_totals.c.broadcast_id.in_(old)))
        conn.execute(delete(broadcasts).where(broadcasts.c.id.in_(old)))
    return len(old)


def late(conn: Connection, before: float, limit: int = 1_000) -> int:
    """How many rows are leased since before that second: an alarm (M6); counted up to `limit`."""
    rows = select(func.count()).select_from(
        select(_sends.id)
        .where(_is("leased"), _not_closed, _sends.lease_until <= int(before))
        .limit(limit)
        .subquery()
    )
    return conn.scalar(rows) or 0
