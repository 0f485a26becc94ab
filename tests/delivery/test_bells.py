"""One class for both forms of the bell: in one process, and between processes over Redis (M5, D7)."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import statistics
import time
from collections.abc import AsyncIterator

import pytest

from bot.delivery.bells import Bell, LocalBell, Topics, Wakeups
from bot.delivery.redis.bell import RedisBell
from bot.delivery.redis.link import TIMEOUT, Link
from tests.delivery.parts import until
from tests.valkey import Valkey, valkey

SECRET = secrets.token_bytes(32)
TOPICS = Topics(SECRET)
Pair = tuple[Wakeups, Wakeups]


def redis_bell(url: str, topics: Topics = TOPICS) -> RedisBell:
    return RedisBell(url, Link(url), topics)


@contextlib.asynccontextmanager
async def rung(*bells: Bell, topics: Topics = TOPICS) -> AsyncIterator[list[Wakeups]]:
    """Bells that are started, and hear each other where they are of different processes."""
    for bell in bells:
        await bell.start()
    try:
        await until(lambda: all(bell.state in ("up", "local") for bell in bells))
        yield [Wakeups(bell, topics) for bell in bells]
    finally:
        for bell in bells:
            await bell.close()
            if isinstance(bell, RedisBell):
                await bell.link.close()


@pytest.fixture(params=["in one process", "over Redis"])
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[Pair]:
    """Who rings, and who hears."""
    if request.param == "in one process":
        bell = LocalBell()
        async with rung(bell) as one:
            yield one[0], one[0]
    else:
        url = request.getfixturevalue("redis_server").url
        async with rung(redis_bell(url), redis_bell(url)) as both:
            yield both[0], both[1]


class TestBells:
    """What holds for every form."""

    async def test_a_ring_wakes_who_listens_to_its_topic_and_nobody_else(self, pair: Pair) -> None:
        ringing, hearing = pair
        anna, badr, sending = asyncio.Event(), asyncio.Event(), asyncio.Event()
        with (
            hearing.on_reader("web", "anna", anna.set),
            hearing.on_reader("web", "badr", badr.set),
            hearing.on_sending("phone", sending.set),
        ):
            ringing.ring_reader("web", "anna")
            await asyncio.wait_for(anna.wait(), 60)
            await asyncio.sleep(0.02)
            assert not badr.is_set()
            assert not sending.is_set()
            ringing.ring_sending("phone")
            await asyncio.wait_for(sending.wait(), 60)

    async def test_everybody_who_listens_hears_and_nobody_after_the_block(self, pair: Pair) -> None:
        ringing, hearing = pair
        first, second = asyncio.Event(), asyncio.Event()
        with hearing.on_due(first.set):
            with hearing.on_due(second.set):
                ringing.ring_due()
                await asyncio.wait_for(first.wait(), 60)
                await asyncio.wait_for(second.wait(), 60)
            first.clear()
            second.clear()
            ringing.ring_due()
            await asyncio.wait_for(first.wait(), 60)
            assert not second.is_set()

    async def test_many_rings_at_once_all_arrive(self, pair: Pair) -> None:
        """More than fit into one message: then everybody is told to look."""
        ringing, hearing = pair
        heard: set[int] = set()
        with contextlib.ExitStack() as listening:
            for number in range(1_500):
                listening.enter_context(
                    hearing.on_reader("web", str(number), lambda number=number: heard.add(number))  # type: ignore[misc]
                )
            for number in range(1_500):
                ringing.ring_reader("web", str(number))
            await until(lambda: len(heard) == 1_500)

    async def test_ringing_costs_next_to_nothing(self, pair: Pair) -> None:
        ringing, _ = pair
        began = time.process_time()
        for _ in range(1_000):
            ringing.ring_reader("web", "anna")
        assert time.process_time() - began < 0.2  # 200 us each


async def test_two_installations_on_one_redis_do_not_wake_each_other(redis_server: Valkey) -> None:
    other = Topics(secrets.token_bytes(32))
    ours, mate = redis_bell(redis_server.url), redis_bell(redis_server.url)
    theirs, friend = redis_bell(redis_server.url, other), redis_bell(redis_server.url, other)
    async with rung(ours, mate, theirs, friend):
        heard, rang, later = asyncio.Event(), asyncio.Event(), asyncio.Event()
        with (
            theirs.listening(other.due(), heard.set),
            theirs.listening(other.calling(), later.set),
            mate.listening(TOPICS.due(), rang.set),
        ):
            ours.ring(other.due())  # even with the other's own topic
            ours.ring(TOPICS.due())
            await until(rang.is_set)
            friend.ring(other.calling())  # what theirs would have heard came before this
            await until(later.is_set)
            assert not heard.is_set()


def test_D7_topics_name_nobody_and_are_not_the_databases_hashes() -> None:
    from bot.store.lookup import Lookup

    topic = TOPICS.reader("web", "anna")
    assert len(topic) == 16
    assert topic != Topics(secrets.token_bytes(32)).reader("web", "anna")
    assert Lookup(SECRET).address_hash("web", "anna")[:16] != topic
    assert TOPICS.reader("we", "banna") != TOPICS.reader("web", "anna")


async def test_M5_a_killed_redis_comes_back_and_everybody_is_told_to_look() -> None:
    with valkey() as server:
        async with rung(redis_bell(server.url), redis_bell(server.url)) as (ringing, hearing):
            heard = asyncio.Event()
            with hearing.on_due(heard.set):
                server.kill()
                await until(lambda: hearing.bell.state == "down")
                ringing.ring_due()  # lost: the sweeps find it
                await asyncio.sleep(0.05)
                assert not heard.is_set()
                server.revive()
                await asyncio.wait_for(heard.wait(), 60)
                await until(lambda: ringing.bell.state == "up" == hearing.bell.state)
                heard.clear()
                ringing.ring_due()
                await asyncio.wait_for(heard.wait(), 60)


async def test_M5_a_frozen_redis_slows_nobody() -> None:
    with valkey() as server:
        async with rung(redis_bell(server.url)) as (ringing,):
            here = asyncio.Event()
            server.freeze()
            with ringing.on_reader("web", "anna", here.set):
                took = []
                for _ in range(41):
                    began = time.perf_counter()
                    ringing.ring_reader("web", "anna")
                    await asyncio.sleep(0.01)
                    took.append(time.perf_counter() - began)
                assert here.is_set()  # this process hears itself without Redis
                # The median: a busy machine may hold one of them up, a frozen Redis would hold up each.
                assert statistics.median(took) < TIMEOUT, took
                await until(lambda: ringing.bell.state == "down")
            server.thaw()
