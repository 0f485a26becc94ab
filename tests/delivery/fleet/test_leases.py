"""What only one process of a fleet does at a time, and how it passes on (M6)."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest

from bot.delivery.fleet import leases
from bot.delivery.fleet.jobs import Alone, Job
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import until

Pause = Callable[[float], Awaitable[None]]


async def never(seconds: float) -> None:
    await asyncio.Event().wait()


async def soon(seconds: float) -> None:
    await asyncio.sleep(0.01)


def moves(clock: FakeClock) -> Pause:
    """Waiting moves the clock instead."""

    async def pause(seconds: float) -> None:
        clock.forward(seconds)
        await asyncio.sleep(0.001)

    return pause


async def test_one_of_two_has_the_lease_until_it_ends(store: Store, clock: FakeClock) -> None:
    one, other = Alone(store, clock, "one"), Alone(store, clock, "other")
    assert await one.take("poll")
    assert not await other.take("poll")
    assert await other.take("another job")
    clock.forward(leases.SECONDS - 1)
    assert await one.take("poll")  # kept
    clock.forward(leases.SECONDS - 1)
    assert not await other.take("poll")
    clock.forward(1)
    assert await other.take("poll")
    assert not await one.take("poll")


async def test_only_the_holder_can_give_it_back(store: Store, clock: FakeClock) -> None:
    one, other = Alone(store, clock, "one"), Alone(store, clock, "other")
    assert await one.take("poll")
    await other.let_go("poll")
    assert not await other.take("poll")
    await one.let_go("poll")
    assert await other.take("poll")


async def test_of_many_who_ask_at_once_one_gets_it(store: Store, clock: FakeClock) -> None:
    """The write decides, not the look before it: the negative control asks without looking."""
    now = clock.now()
    taken = await asyncio.gather(
        *(
            store.write(lambda conn, name=str(number): leases.take(conn, "poll", name, now))  # type: ignore[misc]
            for number in range(12)
        )
    )
    assert taken.count(True) == 1
    everybody = await asyncio.gather(
        *(
            store.write(lambda conn, name=str(number): leases.take(conn, name, name, now))  # type: ignore[misc]
            for number in range(12)
        )
    )
    assert everybody.count(True) == 12


async def test_M6_work_that_lasts_passes_on_when_its_process_is_gone(store: Store, clock: FakeClock) -> None:
    working: list[str] = []
    since: dict[str, float] = {}

    def by(name: str) -> Callable[[], Awaitable[None]]:
        async def work() -> None:
            working.append(name)
            since[name] = clock.now()
            try:
                await asyncio.Event().wait()
            finally:
                working.remove(name)

        return work

    # The first is frozen: it never comes to renew its lease. The other asks, and its asking moves the clock.
    frozen = asyncio.create_task(Alone(store, clock, "one", never).hold("poll", by("one")))
    await until(lambda: working == ["one"])
    other = asyncio.create_task(Alone(store, clock, "other", moves(clock)).hold("poll", by("other")))
    await until(lambda: "other" in working)
    assert leases.SECONDS <= since["other"] - since["one"] <= 60
    for task in (frozen, other):
        task.cancel()
    await asyncio.gather(frozen, other, return_exceptions=True)
    assert working == []


async def test_who_lost_the_lease_stops_working(store: Store, clock: FakeClock) -> None:
    """Thawed after its lease has passed on, it finds that out at its next renewal."""
    began, ended, renew = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def pause(seconds: float) -> None:
        await renew.wait()
        await asyncio.sleep(0.001)

    task = asyncio.create_task(Alone(store, clock, "one", pause).hold("poll", work))
    await asyncio.wait_for(began.wait(), 60)
    clock.forward(leases.SECONDS)
    other = Alone(store, clock, "other")
    assert await other.take("poll")
    assert not ended.is_set()
    renew.set()
    await asyncio.wait_for(ended.wait(), 60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await other.take("poll")  # the loser gave nothing back that was not its own


async def test_a_job_is_done_once_in_its_time_by_all_processes_together(
    store: Store, clock: FakeClock
) -> None:
    rounds: list[tuple[str, float]] = []

    def job(name: str) -> Job:
        async def work() -> None:
            rounds.append((name, clock.now()))
            if len(rounds) == 2:
                raise ValueError("one bad round does not end the job")

        return Job("erase", 300, work)

    began = clock.now()
    tasks = [
        asyncio.create_task(Alone(store, clock, name, moves(clock)).regularly(job(name)))
        for name in ("one", "two", "three")
    ]
    await until(lambda: clock.now() - began > 3_000)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    times = [at for _, at in rounds]
    assert 3 <= len(times) <= 11
    assert all(later - earlier >= 299 for earlier, later in itertools.pairwise(times))


async def test_a_clean_end_hands_the_lease_over_at_once(store: Store, clock: FakeClock) -> None:
    task = asyncio.create_task(Alone(store, clock, "one", soon).hold("poll", asyncio.Event().wait))
    await asyncio.sleep(0)
    other = Alone(store, clock, "other")
    async with asyncio.timeout(60):
        while await other.take("poll"):  # until the first has it
            await other.let_go("poll")
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await other.take("poll")


async def test_an_end_in_the_midst_of_taking_leaves_no_lease(store: Store, clock: FakeClock) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    class Slow(Alone):
        async def take(self, name: str, seconds: float = leases.SECONDS) -> bool:
            taken = await super().take(name, seconds)
            begun.set()
            await go_on.wait()
            return taken

    task = asyncio.create_task(Slow(store, clock, "one").hold("poll", asyncio.Event().wait))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(task, return_exceptions=True)
    assert await Alone(store, clock, "other").take("poll")


async def test_work_that_fails_is_told_to_whoever_started_it(store: Store, clock: FakeClock) -> None:
    async def fails() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await Alone(store, clock, "one").hold("poll", fails)
