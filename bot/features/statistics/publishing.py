"""Once a week: count, and store what may be published. A job of one process, safe to run at any time."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.delivery.retention import Swept
from bot.delivery.sql import PerEngine
from bot.features import places
from bot.features.statistics import weeks
from bot.features.statistics.counting import count, group, sums
from bot.features.statistics.disclosure import Veil, publish
from bot.features.statistics.districts import spread
from bot.features.statistics.tables import figures, published_weeks

KEPT = 53
"""Weeks for which figures are kept, so that a week can be held against the same one a year before."""
DAY = 86_400
_TAKE = PerEngine(published_weeks, lambda insert: insert.on_conflict_do_nothing(index_elements=["week"]))


def sweeper(veil: Veil) -> Swept:
    """The job, for the rounds in which what is past its date goes."""

    def sweep(conn: Connection, now: float) -> dict[str, int]:
        oldest = weeks.before(weeks.last_whole(now), KEPT - 1)
        for table in (figures, published_weeks):
            conn.execute(delete(table).where(table.c.week < oldest))
        return {"statistics": publish_week(conn, veil, now)}

    return sweep


def publish_week(conn: Connection, veil: Veil, now: float) -> int:
    """Publish the newest week that is over, unless that was done; how many figures that are.

    A week in which no process ran has no figures: the past cannot be counted afterwards.
    """
    week = weeks.last_whole(now)
    if conn.scalar(select(published_weeks.c.week).where(published_weeks.c.week == week)) is not None:
        return 0
    if conn.execute(_TAKE.of(conn), {"week": week, "counted": int(now) // DAY * DAY}).rowcount != 1:
        return 0  # another process does it at this moment
    where = spread(places.listed(conn))
    counts = count(conn, where, weeks.end(week))
    shown = publish(counts, sums(counts), lambda cell: group(where, cell), veil)
    rows = [{"week": week, **cell._asdict(), "people": people} for cell, people in shown.items()]
    if rows:
        conn.execute(insert(figures), rows)
    return len(rows)
