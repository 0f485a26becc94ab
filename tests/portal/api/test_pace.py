"""I13: how fast programs may call, counted in one process or, over a real Redis, for all of them together."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from bot.channels.web.pace import Pace
from bot.delivery.redis.pace import SharedPace
from bot.portal.api import Limits
from bot.portal.api.problems import Problem
from tests.portal.api.programs import LOOSE, Program, api_of, key_of, mounted
from tests.portal.samples import employer
from tests.portal.world import World
from tests.sharing import processes
from tests.valkey import Valkey, valkey

KEY = "key-of-payroll-0000000"
DAY = 24 * 3600


def few(shared: SharedPace | None = None, burst: float = 6, rate: float = 0.01) -> Limits:
    """So many calls of a key, and then one in a hundred seconds; all keys together are not held back."""
    return Limits(Pace(burst, rate), Pace(LOOSE, LOOSE), Pace(burst, rate), shared=shared)


async def passed(limits: Limits, calls: int, key: str = KEY) -> int:
    """How many of so many calls are let through."""
    through = 0
    for _ in range(calls):
        try:
            await limits.take(key)
        except Problem as problem:
            assert problem.code == "slow_down"
            assert 0 < int(problem.headers["Retry-After"]) <= 100
        else:
            through += 1
    return through


class TestPace:
    """What both forms keep to, asked by two in turn."""

    @pytest.fixture(params=["in one process", "two over Redis"])
    async def pair(self, request: pytest.FixtureRequest) -> AsyncIterator[list[Limits]]:
        if request.param == "in one process":
            one = few()
            yield [one, one]
        else:
            async with processes(request.getfixturevalue("redis_server").url) as both:
                yield [few(shared) for shared in both]

    async def test_I13_a_key_has_one_bucket_whoever_is_asked(self, pair: list[Limits]) -> None:
        one, other = pair
        assert [await passed(one, 4), await passed(other, 4), await passed(one, 1)] == [4, 2, 0]

    async def test_I13_another_key_has_its_own(self, pair: list[Limits]) -> None:
        one, other = pair
        assert await passed(one, 7) == 6
        assert await passed(other, 7, "key-of-another-0000000") == 6

    async def test_I13_many_at_once_are_let_through_no_more_often(self, pair: list[Limits]) -> None:
        let = await asyncio.gather(*(passed(pair[number % 2], 1) for number in range(30)))
        assert sum(let) == 6


async def test_I13_a_bucket_over_redis_fills_again(redis_server: Valkey) -> None:
    async with processes(redis_server.url) as (one, other):
        begun = time.monotonic()
        assert await passed(few(one, 2, 5), 2) == 2
        while not await passed(few(other, 2, 5), 1):
            await asyncio.sleep(0.01)
        assert 0.19 < time.monotonic() - begun < 5


async def test_I13_the_control_two_processes_without_redis_let_twice_as_many_through() -> None:
    one, other = few(), few()
    assert await passed(one, 9) + await passed(other, 9) == 12


async def test_D7_what_is_counted_names_nobody_and_ends_by_itself(redis_server: Valkey) -> None:
    redis_server.flush()
    async with processes(redis_server.url, 1) as (one,):
        await passed(Limits(shared=one), 1)
    ends = redis_server.ends()
    assert len(ends) == 2  # the key's, and that of all keys
    assert all(0 < seconds <= 61 for seconds in ends.values())
    with redis_server.client() as client:
        held = b" ".join(part for name in ends for part in (name.encode(), client.get(name) or b""))
    assert KEY.encode() not in held and b"payroll" not in held


async def test_M5_without_redis_each_process_goes_on_counting_what_it_let_through() -> None:
    with valkey() as server:
        async with processes(server.url) as both:
            one, other = (few(shared) for shared in both)
            assert [await passed(one, 3), await passed(other, 1)] == [3, 1]
            server.kill()
            assert await asyncio.wait_for(passed(one, 5), 3) == 3  # six, of which it knows three
            assert await asyncio.wait_for(passed(other, 9), 3) == 5


async def test_I13_the_door_asks_what_counts_for_the_fleet(world: World, redis_server: Valkey) -> None:
    await world.store.write(lambda conn: employer(conn, world, world.employer))
    made = await key_of(world)
    async with processes(redis_server.url) as both:
        apps = [mounted(api_of(world, few(shared, 3))) for shared in both]
        callers = [Program(app, made.token) for app in apps]
        seen = [await callers[number % 2].get("/organisation") for number in range(4)]
        assert [one.status_code for one in seen] == [200, 200, 200, 429]
        strangers = [Program(app, "") for app in apps]
        told = [(await strangers[number % 2].get("/slots")).status_code for number in range(4)]
        assert told == [401, 401, 401, 429]
