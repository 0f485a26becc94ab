"""The operator's port: alive, ready and why not, figures of nobody, for those alone who may see them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import structlog
from prometheus_client.core import Metric
from sqlalchemy import text, update

from bot.conversation.messages import Outgoing
from bot.delivery.fleet import muting
from bot.delivery.keys import Keys
from bot.delivery.ports import PaidChannel, SendError, Uncertain
from bot.delivery.tables import outbox
from bot.operations.meters import Meters
from bot.operations.pages import Pages
from bot.operations.queues import queues
from bot.operations.readiness import Readiness
from bot.store import durability
from bot.store import keyring as key_files
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.parts import Desk, Phone, until

TOKEN = "t-93hdk28dhs62hdj38dk29dkw72hd81"
CANARIES = ("4917612345678", "Amina Secretname", "rights of Amina")


def meters() -> Meters:
    return Meters("work", "0.1.0")


class Op:
    """The pages on a store, with what a test turns."""

    def __init__(self, store: Store, keys: DataKeys, clock: FakeClock, token: str | None = None) -> None:
        self.stopping = False
        self.redis = "up"
        self.meters = meters()
        self.readiness = Readiness(
            store, keys, stopping=lambda: self.stopping, redis=lambda: self.redis, tick=self._tick
        )
        self._ticks = 0.0

        async def figures() -> list[Metric]:
            return await store.read(lambda conn: queues(conn, clock.now()))

        self.app = Pages(self.meters, self.readiness, figures, token).app()

    def _tick(self) -> float:
        self._ticks += 10
        return self._ticks

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            yield client


@pytest.fixture
def op(store: Store, data_keys: DataKeys, clock: FakeClock) -> Op:
    return Op(store, data_keys, clock)


async def test_a_process_is_ready_while_database_revision_and_keys_are_well(op: Op, store: Store) -> None:
    async with op.client() as client:
        assert (await client.get("/healthz")).text == "ok"
        found = await client.get("/readyz")
        assert found.status_code == 200
        assert found.json()["checks"] == {"process": "ok", "database": "ok", "migrations": "ok", "keys": "ok"}
        op.redis = "down"
        found = await client.get("/readyz")
        assert found.status_code == 200  # M5: only told
        assert found.json()["notes"]["redis"] == "down"
        op.stopping = True
        assert (await client.get("/readyz")).status_code == 503


async def test_it_is_not_ready_at_another_revision(op: Op, store: Store) -> None:
    async with op.client() as client:
        await store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '0001'")))
        found = await client.get("/readyz")
        assert found.status_code == 503
        assert found.json()["checks"]["migrations"] == "not_at_head"


async def test_it_is_not_ready_with_other_keys_than_the_datas(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    await store.write(lambda conn: data_keys.create_person_key(conn, "p" * 22))
    async with Op(store, DataKeys(key_files.generate()), clock).client() as client:
        found = await client.get("/readyz")
        assert found.status_code == 503
        assert found.json()["checks"]["keys"] == "do_not_fit"
    async with Op(store, data_keys, clock).client() as client:
        assert (await client.get("/readyz")).status_code == 200


async def test_it_is_not_ready_without_its_database(op: Op, store: Store) -> None:
    await store.close()
    async with op.client() as client:
        assert (await client.get("/readyz")).json()["checks"]["database"] == "no_answer"
        assert "rafiq_info" in (await client.get("/metrics")).text  # its own figures are there


async def test_M1_a_database_that_may_lose_what_it_kept_is_told_and_does_not_decide(
    op: Op, store: Store
) -> None:
    weak = await store.read(durability.weak)
    async with op.client() as client:
        found = await client.get("/readyz")
        assert found.status_code == 200
        said = found.json()["notes"]["durability"]
        assert said == ("_".join((*weak, "off")) if weak else "ok")
        assert (said == "ok") or store.dialect == "postgresql"
        figures = (await client.get("/metrics")).text
        for setting in durability.SETTINGS:
            value = float(setting in weak)
            assert f'rafiq_database_not_durable{{setting="{setting}"}} {value}' in figures


async def test_O2_the_mute_is_told(op: Op, store: Store) -> None:
    await store.write(lambda conn: muting.mute(conn, muting.PERSON, "Amal", 5))
    async with op.client() as client:
        assert (await client.get("/readyz")).json()["notes"]["sending"] == "muted"
        assert "rafiq_muted 1.0" in (await client.get("/metrics")).text


async def test_the_figures_say_what_waits_and_for_how_long_and_name_nobody(
    op: Op, store: Store, data_keys: DataKeys, lookup: Lookup, clock: FakeClock
) -> None:
    phone = Phone()
    desk = Desk(store, Keys(data_keys, lookup), clock, phone=phone)
    phone.line.clear()
    await desk.says(CANARIES[0], CANARIES[2])
    await until(lambda: phone.under_way == 1)
    clock.forward(7)
    async with op.client() as client:
        found = (await client.get("/metrics")).text
        assert 'rafiq_outbox_open{channel="phone",state="sending"} 1.0' in found
        assert 'rafiq_outbox_oldest_seconds{channel="phone"} 7.0' in found
        assert "rafiq_inbox_open 0.0" in found
        assert not any(word in found for word in CANARIES)
        phone.line.set()
        await desk.settles()
        assert "rafiq_outbox_open{" not in (await client.get("/metrics")).text
        await store.write(lambda conn: conn.execute(update(outbox).values(state="dead")))
        assert 'rafiq_dead_letters{box="outbox"} 1.0' in (await client.get("/metrics")).text
    assert await desk.runner.stop()


async def test_figures_need_the_token_where_one_is_set(
    store: Store, data_keys: DataKeys, clock: FakeClock
) -> None:
    async with Op(store, data_keys, clock, TOKEN).client() as client:
        for path in ("/metrics", "/readyz"):
            for wrong in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}x"}):
                assert (await client.get(path, headers=wrong)).status_code == 401
            right = {"Authorization": f"Bearer {TOKEN}"}
            assert (await client.get(path, headers=right)).status_code == 200
        assert (await client.get("/healthz")).status_code == 200


class Trouble:
    name = "telegram:110201543"

    def __init__(self) -> None:
        self.errors: list[Exception | None] = []

    async def send(self, address: str, message: Outgoing) -> str:
        error = self.errors.pop(0)
        if error is not None:
            raise error
        return "1"


async def test_sends_are_counted_by_their_end_and_alarms_by_their_event() -> None:
    counted, trouble = meters(), Trouble()
    channel = counted.channel(trouble)
    trouble.errors = [None, None, Uncertain("cut"), KeyError("a fault of ours")]
    for _ in range(4):
        try:
            await channel.send(CANARIES[0], Outgoing(CANARIES[1], "en"))
        except (SendError, KeyError):
            continue
    forget = counted.count_alarms()
    log = structlog.get_logger("test")
    log.error("outbox.dead", alarm=True)
    log.error("outbox.dead")
    forget()
    log.error("outbox.dead", alarm=True)
    value = counted.registry.get_sample_value
    for outcome, number in (("sent", 2), ("uncertain", 1), ("fault", 1)):
        labels = {"channel": "telegram", "outcome": outcome}
        assert value("rafiq_sends_total", labels) == number
    assert value("rafiq_send_seconds_count", {"channel": "telegram"}) == 4
    assert value("rafiq_alarms_total", {"event": "outbox.dead"}) == 1


async def test_a_channel_that_can_be_paid_still_can_where_it_is_counted() -> None:
    class Payable(Trouble):
        async def send_paid(self, address: str, message: Outgoing) -> str:
            return "paid"

    counted = meters().channel(Payable())
    assert isinstance(counted, PaidChannel)
    assert await counted.send_paid("a", Outgoing("b", "en")) == "paid"
    assert not isinstance(meters().channel(Trouble()), PaidChannel)


async def test_readiness_asks_the_database_once_a_second_however_often_it_is_asked(
    store: Store, data_keys: DataKeys
) -> None:
    asked = 0
    ready = Readiness(store, data_keys, stopping=lambda: False, redis=lambda: "local", tick=time.monotonic)
    look = ready._look

    async def counting() -> Any:
        nonlocal asked
        asked += 1
        return await look()

    ready._look = counting  # type: ignore[method-assign]
    await asyncio.gather(*(ready.look() for _ in range(50)))
    assert asked == 1
