"""Figures of the whole fleet, read from the database; `Kept` says how often."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from sqlalchemy import Connection, func, select

from bot.delivery.fleet import muting
from bot.delivery.held import is_open
from bot.delivery.tables import inbox, outbox, reminders
from bot.operations.broadcasting import broadcasting
from bot.operations.meters import kind_of
from bot.store import durability

_INBOX = select(func.count(), func.min(inbox.c.received)).where(inbox.c.state == "new")
_OUTBOX = (
    select(outbox.c.channel, outbox.c.state, func.count().label("rows"), func.min(outbox.c.due).label("due"))
    .where(is_open(outbox.c.state))
    .group_by(outbox.c.channel, outbox.c.state)
)
_DEAD = {
    "inbox": select(func.count()).select_from(inbox).where(inbox.c.state == "dead"),
    "outbox": select(func.count()).select_from(outbox).where(outbox.c.state == "dead"),
}


def queues(conn: Connection, now: float) -> list[Metric]:
    """How much waits, and for how long the oldest has waited (seconds)."""
    return [*_inbox(conn, now), *_outbox(conn, now), *_others(conn, now), *broadcasting(conn, now)]


def _inbox(conn: Connection, now: float) -> Iterable[Metric]:
    waiting, oldest = conn.execute(_INBOX).one()
    yield _gauge("rafiq_inbox_open", "Accepted messages whose turn was not taken yet.", waiting)
    age = 0.0 if oldest is None else max(0.0, now - oldest)
    yield _gauge("rafiq_inbox_oldest_seconds", "Age of the oldest of them.", age)


def _outbox(conn: Connection, now: float) -> Iterable[Metric]:
    rows = GaugeMetricFamily("rafiq_outbox_open", "Messages still to be sent.", labels=("channel", "state"))
    late = GaugeMetricFamily(
        "rafiq_outbox_oldest_seconds", "For how long the oldest of them has been due.", labels=("channel",)
    )
    counted: dict[tuple[str, str], int] = {}
    ages: dict[str, float] = {}
    for row in conn.execute(_OUTBOX):
        kind = kind_of(row.channel)
        counted[kind, row.state] = counted.get((kind, row.state), 0) + row.rows
        ages[kind] = max(ages.get(kind, 0.0), now - row.due)
    for (kind, state), number in sorted(counted.items()):
        rows.add_metric((kind, state), number)
    for kind, age in sorted(ages.items()):
        late.add_metric((kind,), max(0.0, age))
    yield rows
    yield late


def _others(conn: Connection, now: float) -> Iterable[Metric]:
    dead = GaugeMetricFamily(
        "rafiq_dead_letters", "Messages that were given up and wait for a person.", labels=("box",)
    )
    for box, statement in _DEAD.items():
        dead.add_metric((box,), conn.scalar(statement) or 0)
    yield dead
    due = select(func.count()).select_from(reminders)
    waiting = conn.scalar(due.where(reminders.c.told.is_(None), reminders.c.due <= int(now)))
    yield _gauge(
        "rafiq_reminders_due", "Reminders that are due and were not put to their turn.", waiting or 0
    )
    muted = muting.muted(conn) is not None
    yield _gauge("rafiq_muted", "1 while nothing may be sent from this database.", int(muted))
    weak = durability.weak(conn)
    lossy = GaugeMetricFamily(
        "rafiq_database_not_durable",
        "1 where a setting of the server lets it lose what was committed.",
        labels=("setting",),
    )
    for setting in durability.SETTINGS:
        lossy.add_metric((setting,), int(setting in weak))
    yield lossy


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)
