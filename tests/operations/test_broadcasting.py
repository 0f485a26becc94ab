"""Figures of announcements and of the send budget: sums of all, of nobody."""

from __future__ import annotations

from prometheus_client import generate_latest
from prometheus_client.core import Metric
from sqlalchemy import Connection, insert, select

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Broadcast
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.pacing import Paced
from bot.delivery.tables import persons
from bot.operations.broadcasting import broadcasting
from bot.operations.meters import Meters
from bot.store.database import Store
from tests.clock import FakeClock


def _send(conn: Connection, broadcast: str, number: int, state: str, due: float, closed: int | None) -> None:
    """So many people with a row of the broadcast in that state."""
    for at in range(number):
        id_ = f"{broadcast}-{state}-{at}"
        conn.execute(
            insert(persons).values(
                id=id_, channel="telegram:1", address=b"-", address_hash=id_.encode(), reachable=True
            )
        )
        conn.execute(
            insert(broadcast_sends).values(
                broadcast_id=broadcast, person_id=id_, lang="so", channel="telegram:1", state=state,
                due=int(due), lease=0, tries=0, resends=0, closed=closed,
            )
        )  # fmt: skip


def _read(metrics: list[Metric]) -> dict[str, float]:
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for metric in metrics
        for sample in metric.samples
    }


async def test_L4_rows_are_summed_over_all_and_never_below_ten(store: Store, clock: FakeClock) -> None:
    now = clock.now()

    def fill(conn: Connection) -> None:
        for id_ in ("wave-a", "wave-b", "over", "to-come"):
            starts = int(now) + (600 if id_ == "to-come" else -600)
            broadcasts.open_(conn, Broadcast(id_, starts, int(now) + 3_600), now - 600)
        _send(conn, "wave-a", 3, "waiting", now - 40, None)
        _send(conn, "wave-b", 11, "waiting", now - 20, None)
        _send(conn, "wave-a", 2, "unreachable", now - 600, int(now) - 300)
        _send(conn, "wave-b", 120, "sent", now - 600, int(now) - 30)
        _send(conn, "over", 50, "waiting", now - 900, None)
        _send(conn, "to-come", 50, "waiting", now - 900, None)
        broadcasts.stop(conn, "over", now)

    before = _read(await store.read(lambda conn: list(broadcasting(conn, now))))
    assert before["rafiq_broadcasts_running"] == 0
    assert {value for name, value in before.items() if name.startswith("rafiq_broadcast_rows")} == {0}
    await store.write(fill)
    found = _read(await store.read(lambda conn: list(broadcasting(conn, now))))
    assert found == {
        "rafiq_broadcasts_running": 2,
        "rafiq_broadcast_rows waiting": 20,
        "rafiq_broadcast_rows leased": 0,
        "rafiq_broadcast_rows sent": 120,
        "rafiq_broadcast_rows unreachable": 10,
        "rafiq_broadcast_rows expired": 0,
        "rafiq_broadcast_rows stopped": 0,
        "rafiq_broadcast_rows unknown": 0,
        "rafiq_broadcast_rows dead": 0,
        "rafiq_broadcast_oldest_seconds": 40,
        "rafiq_broadcast_sent_per_second": 2,
    }
    ids = await store.read(lambda conn: list(conn.scalars(select(persons.c.id))))
    assert len(ids) == 236
    assert not any(word in name for name in found for word in ("telegram:1", "wave-a", "wave-b", *ids))


async def test_M7_permits_are_counted_by_kind_and_429_by_channel() -> None:
    meters = Meters("work", "0.1.0")
    budget = meters.budget("telegram:12345", Paced(2, 10, now=lambda: 0.0))
    first = budget.at_once("hers", "reply")
    assert first is not None
    assert budget.at_once("hers", "reply") is None, "one a second in a chat"
    assert await budget.begin("hers", "bulk", 0.0) is None
    second = await budget.begin("himself", "bulk", 1.0)
    assert second is not None
    budget.ended(first)
    budget.ended(second, retry_after=3.0)
    assert await budget.begin("them", "paid", 0.0) is None
    text = generate_latest(meters.registry).decode()
    lines = set(text.splitlines())
    assert 'rafiq_permits_total{channel="telegram",kind="reply"} 1.0' in lines
    assert 'rafiq_permits_total{channel="telegram",kind="bulk"} 1.0' in lines
    assert 'rafiq_permits_total{channel="telegram",kind="paid"} 0.0' in lines
    assert 'rafiq_permits_missing_total{channel="telegram",kind="bulk"} 1.0' in lines
    assert 'rafiq_floods_total{channel="telegram"} 1.0' in lines
    assert not any(word in text for word in ("12345", "hers", "himself"))
