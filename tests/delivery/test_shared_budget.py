"""M7 for a fleet: two processes' budgets over one Redis are one budget, and stay so without Redis (M5)."""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.delivery.budget import Budget, Kind, Permit
from bot.delivery.pacing import Paced
from bot.delivery.redis.budget import SharedBudget
from bot.delivery.redis.link import TIMEOUT, Link
from tests.valkey import PATIENT, Valkey, valkey

WINDOW = 0.2
"""A fifth of the real one, and the same counts in it."""
MOST = 30


class Platform:
    """Counts what arrives from all processes; a send takes some time to get there and some to come back."""

    def __init__(self, latency: float = 0.004) -> None:
        self.arrived: list[tuple[float, str, Kind]] = []
        self._latency = latency
        self._chance = random.Random(1)

    async def send(self, budget: Budget, chat: str, kind: Kind, within: float = 20.0) -> bool:
        permit = budget.at_once(chat, kind) or await budget.begin(chat, kind, within)
        if permit is None:
            return False
        await asyncio.sleep(self._chance.uniform(0, self._latency))
        self.arrived.append((asyncio.get_running_loop().time(), chat, kind))
        await asyncio.sleep(self._chance.uniform(0, self._latency))
        budget.ended(permit)
        return True

    def most_in_a_window(self) -> int:
        times = sorted(at for at, _, _ in self.arrived)
        return max(sum(begin <= at < begin + WINDOW for at in times) for begin in times)


@asynccontextmanager
async def processes(
    url: str, number: int = 2, *, settled: bool = True, timeout: float = PATIENT
) -> AsyncIterator[list[SharedBudget]]:
    """Budgets as so many processes have them. `settled`: they have found each other and count together."""
    name, secret = secrets.token_hex(8), secrets.token_bytes(16)
    links = [Link(url, timeout=timeout) for _ in range(number)]
    budgets = [SharedBudget(link, name, secret, MOST, window=WINDOW) for link in links]
    for budget in budgets:
        budget._hold = 0.6  # real: three seconds more than a process needs to notice
        await budget.start()
    if settled:
        for budget in [*budgets, *budgets]:
            permit = await budget.begin("", "reply", 5)
            assert permit is not None
            budget.ended(permit)
            await asyncio.sleep(0.2)
        await asyncio.sleep(2 * WINDOW)
    try:
        yield budgets
    finally:
        for budget in budgets:
            await budget.close()
        for link in links:
            await link.close()


class TestBudgets:
    """What both forms keep to, asked one after the other by whoever has something to send."""

    @pytest.fixture(params=["in one process", "two over Redis"])
    async def pair(self, request: pytest.FixtureRequest) -> AsyncIterator[list[Budget]]:
        if request.param == "in one process":
            one = Paced(MOST, window=WINDOW)
            yield [one, one]
        else:
            async with processes(request.getfixturevalue("redis_server").url) as both:
                yield list(both)

    async def test_M7_never_more_than_thirty_arrive_in_any_second(self, pair: list[Budget]) -> None:
        platform = Platform()
        await asyncio.gather(
            *(
                platform.send(pair[number % 2], f"chat-{number}", "bulk" if number % 3 else "reply")
                for number in range(150)
            )
        )
        assert len(platform.arrived) == 150
        assert platform.most_in_a_window() <= MOST

    async def test_M7_a_chat_has_one_a_second_whoever_sends(self, pair: list[Budget]) -> None:
        platform = Platform()
        await asyncio.gather(*(platform.send(pair[number % 2], "anna", "reply") for number in range(4)))
        times = [at for at, _, _ in platform.arrived]
        assert len(times) == 4
        assert all(later - earlier >= WINDOW for earlier, later in itertools.pairwise(times))
        assert times[-1] - times[0] < 8 * WINDOW

    async def test_M7_replies_go_before_bulk_of_another_process(self, pair: list[Budget]) -> None:
        platform = Platform()
        bulk = [asyncio.create_task(platform.send(pair[0], f"chat-{n}", "bulk")) for n in range(90)]
        await asyncio.sleep(WINDOW)
        asked = asyncio.get_running_loop().time()
        await asyncio.gather(*(platform.send(pair[1], f"reply-{number}", "reply") for number in range(5)))
        answered = max(at for at, _, kind in platform.arrived if kind == "reply")
        assert answered - asked < 2 * WINDOW
        assert sum(kind == "bulk" for _, _, kind in platform.arrived) < 90
        await asyncio.gather(*bulk)

    async def test_M7_a_429_of_one_stops_the_other_until_it_is_over(self, pair: list[Budget]) -> None:
        one, other = pair
        permit = await begun(one, "a")
        one.ended(permit, retry_after=3 * WINDOW)
        await asyncio.sleep(WINDOW / 2)  # told
        assert await other.begin("b", "reply", 5) is None
        await asyncio.sleep(3 * WINDOW)
        other.ended(await begun(other, "b"))

    async def test_who_gives_up_holds_nothing(self, pair: list[Budget]) -> None:
        """Cancelled at any moment, also while Redis is just saying yes."""
        for number in range(2 * MOST):
            asking = asyncio.create_task(begun(pair[0], f"chat-{number}"))
            await asyncio.sleep(0.0005 * (number % 4))
            asking.cancel()
            for permit in await asyncio.gather(asking, return_exceptions=True):
                if isinstance(permit, Permit):
                    pair[0].ended(permit)
        await asyncio.sleep(2 * WINDOW)
        platform = Platform()
        await asyncio.gather(*(platform.send(pair[1], f"later-{n}", "reply", 1.0) for n in range(MOST)))
        assert len(platform.arrived) == MOST

    async def test_M7_nobody_waits_longer_than_she_would(self, pair: list[Budget]) -> None:
        for number in range(MOST):
            await begun(pair[number % 2], f"chat-{number}")
        began = asyncio.get_running_loop().time()
        assert await pair[0].begin("late", "reply", 0.05) is None
        assert asyncio.get_running_loop().time() - began < 2  # 0.05, and time for a busy machine


async def begun(budget: Budget, chat: str) -> Permit:
    permit = budget.at_once(chat, "reply") or await budget.begin(chat, "reply", 5)
    assert permit is not None
    return permit


async def test_the_count_would_notice_two_processes_that_do_not_ask_each_other() -> None:
    """The negative control: two budgets of one process each."""
    pair = [Paced(MOST, window=WINDOW), Paced(MOST, window=WINDOW)]
    platform = Platform()
    await asyncio.gather(
        *(platform.send(pair[number % 2], f"chat-{number}", "reply") for number in range(120))
    )
    assert platform.most_in_a_window() > MOST


async def test_M5_an_emptied_redis_lets_nobody_send_more(redis_server: Valkey) -> None:
    platform = Platform()
    async with processes(redis_server.url) as pair:
        sending = [
            asyncio.create_task(platform.send(pair[number % 2], f"chat-{number}", "reply"))
            for number in range(150)
        ]
        for _ in range(3):
            await asyncio.sleep(WINDOW)
            redis_server.flush()
        await asyncio.gather(*sending)
    assert len(platform.arrived) == 150
    assert platform.most_in_a_window() <= MOST


async def test_M5_frozen_redis_each_goes_on_with_its_share() -> None:
    platform = Platform()
    with valkey() as server:
        async with processes(server.url, timeout=TIMEOUT) as pair:
            server.freeze()
            began = asyncio.get_running_loop().time()
            sent = await asyncio.gather(
                *(platform.send(pair[number % 2], f"chat-{number}", "reply") for number in range(60))
            )
            took = asyncio.get_running_loop().time() - began
            server.thaw()
    assert all(sent)
    assert platform.most_in_a_window() <= MOST
    assert took < 5


async def test_D7_every_key_ends_within_a_day_and_names_nobody(redis_server: Valkey) -> None:
    platform = Platform()
    async with processes(redis_server.url) as pair:
        await asyncio.gather(*(platform.send(pair[n % 2], f"person-{n}", "bulk") for n in range(20)))
        await asyncio.sleep(0.05)
        ends = redis_server.ends()
        assert len(ends) >= 4
        assert all(0 < end <= 24 * 3_600 for end in ends.values()), ends
        with redis_server.client() as client:
            dump = b"".join(client.dump(key) for key in client.scan_iter("*"))
        assert b"person-" not in dump
