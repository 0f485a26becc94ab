"""Once a week: count, and store what may be published. A job of one process, safe to run at any time."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from bot.delivery.fleet.jobs import Job
from bot.delivery.ports import Clock
from bot.delivery.sql import PerEngine
from bot.features import places
from bot.features.disclosure import Veil, publish
from bot.features.statistics import weeks
from bot.features.statistics.counting import Cell, count, group, sums
from bot.features.statistics.districts import spread
from bot.features.statistics.tables import figures, published_weeks
from bot.store.database import Store

KEPT = 53
"""Weeks for which figures are kept, so that a week can be held against the same one a year before."""
EVERY = 600.0
"""Seconds between two looks whether a week is over."""
DAY = 86_400
_TAKE = PerEngine(published_weeks, lambda insert: insert.on_conflict_do_nothing(index_elements=["week"]))


def job(store: Store, clock: Clock, veil: Veil) -> Job:
    """Publishes each week within minutes of its end. It counts beside the writer, who is held up for the few
    rows alone: a million people take SQLite ten seconds."""

    async def work() -> None:
        now = clock.now()
        if not await store.read(lambda conn: is_published(conn, weeks.last_whole(now))):
            shown = await store.read(lambda conn: publishable(conn, veil, now))
            await store.write(lambda conn: keep(conn, shown, now))

    return Job("statistics", EVERY, work)


def publish_week(conn: Connection, veil: Veil, now: float) -> int:
    """Publish the newest week that is over, unless that was done; how many figures that are.

    A week in which no process ran has no figures: the past cannot be counted afterwards.
    """
    if is_published(conn, weeks.last_whole(now)):
        return 0
    return keep(conn, publishable(conn, veil, now), now)


def is_published(conn: Connection, week: str) -> bool:
    """Was this week counted?"""
    return conn.scalar(select(published_weeks.c.week).where(published_weeks.c.week == week)) is not None


def publishable(conn: Connection, veil: Veil, now: float) -> Mapping[Cell, int]:
    """The figures of the newest week that is over, as they may be published."""
    where = spread(places.listed(conn))
    counts = count(conn, where, weeks.end(weeks.last_whole(now)))
    return publish(counts, sums(counts), lambda cell: group(where, cell), veil)


def keep(conn: Connection, shown: Mapping[Cell, int], now: float) -> int:
    """Store them, unless another process was first: figures of one week come from one count."""
    week = weeks.last_whole(now)
    if conn.execute(_TAKE.of(conn), {"week": week, "counted": int(now) // DAY * DAY}).rowcount != 1:
        return 0
    rows = [{"week": week, **cell._asdict(), "people": people} for cell, people in shown.items()]
    if rows:
        conn.execute(insert(figures), rows)
    return len(rows)


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Erase what is past its date (D5)."""
    oldest = weeks.before(weeks.last_whole(now), KEPT - 1)
    conn.execute(delete(published_weeks).where(published_weeks.c.week < oldest))
    return {"statistics": conn.execute(delete(figures).where(figures.c.week < oldest)).rowcount}
