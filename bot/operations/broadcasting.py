"""Figures of announcements that are being sent, all of them together, read as often as `Kept` says.

No figure is of one announcement, place or language, and none is below ten but zero: how many people a small
announcement goes to can tell who they are (L4 asks that of what is published; figures are kept for years by
programs that know nothing of that, so they are blurred before they leave). Rounding UP to tens keeps what
an operator has to see: that something waits at all, and that nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import ColumnElement, Connection, func, select

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Counts
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.broadcasts.tables import broadcasts as table

STEP = 10


def broadcasting(conn: Connection, now: float) -> Iterable[Metric]:
    """Rows of running broadcasts by state, the age of the oldest that is due (seconds), messages a second."""
    started = (table.c.state == "running", table.c.starts <= int(now))
    running = list(conn.scalars(select(table.c.id).where(*started)))
    yield GaugeMetricFamily("rafiq_broadcasts_running", "Broadcasts being sent.", value=len(running))
    yield _rows(broadcasts.counts(conn, id_, now) for id_ in running)
    oldest = conn.scalar(select(func.min(broadcast_sends.c.due)).where(*_waiting(running, now)))
    yield GaugeMetricFamily(
        "rafiq_broadcast_oldest_seconds",
        "For how long the oldest waiting row of a running broadcast has been due.",
        value=0.0 if oldest is None else max(0.0, now - oldest),
    )
    yield GaugeMetricFamily(
        "rafiq_broadcast_sent_per_second",
        "Messages of running broadcasts sent a second, over the last minute, rounded.",
        value=float(round(sum(broadcasts.rate(conn, id_, now) for id_ in running))),
    )


def _rows(counted: Iterable[Counts]) -> Metric:
    family = GaugeMetricFamily(
        "rafiq_broadcast_rows",
        "Rows of running broadcasts by state, rounded up to tens.",
        labels=("state",),
    )
    sums = {field.name: 0 for field in fields(Counts)}
    for counts in counted:
        for state in sums:
            sums[state] += getattr(counts, state)
    for state, number in sums.items():
        family.add_metric((state,), -(-number // STEP) * STEP)
    return family


def _waiting(running: list[str], now: float) -> tuple[ColumnElement[bool], ...]:
    rows = broadcast_sends.c
    return (rows.broadcast_id.in_(running), rows.state == "waiting", rows.due <= int(now))
