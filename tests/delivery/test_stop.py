"""O3: a process stops cleanly in 30 s, and starts cleanly after one that did not."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.keys import Keys
from bot.delivery.runner import STOP_WITHIN
from bot.delivery.tables import inbox, outbox
from bot.store.database import StoreUnavailable
from tests.delivery.parts import Desk, running, states, until


def test_O3_a_stop_takes_30_seconds_at_most() -> None:
    assert STOP_WITHIN <= 30


async def test_O3_new_work_is_refused_and_what_is_under_way_ends(desk: Desk) -> None:
    desk.phone.line.clear()
    await desk.says("anna", "hello")
    await until(lambda: desk.phone.under_way == 1)
    stopping = asyncio.create_task(desk.runner.stop())
    await until(lambda: desk.runner.stopping)
    with pytest.raises(StoreUnavailable):
        await desk.says("badr", "hello")
    desk.phone.line.set()
    assert await stopping
    assert desk.phone.texts("anna") == ["hello is number 1"]
    assert await states(desk.store, outbox) == ["sent"]


async def test_O3_what_was_not_begun_is_put_back_and_sent_by_the_next_process_at_once(
    desk: Desk, keys: Keys
) -> None:
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await desk.says("anna", "second")
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    stopping = asyncio.create_task(desk.runner.stop())
    await until(lambda: desk.runner.stopping)
    desk.phone.line.set()
    assert await stopping
    assert await states(desk.store, outbox) == ["sent", "waiting"]
    heir = Desk(desk.store, keys, desk.clock)
    async with running(heir):
        await until(lambda: heir.phone.texts("anna") == ["second is number 2"])


async def test_O3_a_stop_does_not_wait_for_a_person_who_is_being_slowed_down(desk: Desk, keys: Keys) -> None:
    slow = Desk(desk.store, keys, desk.clock)
    endless = asyncio.Event()

    async def never(seconds: float) -> None:
        await endless.wait()

    slow.wait = never
    for number in range(35):
        await slow.says("anna", f"m{number}")
    await until(lambda: len(slow.phone.shown) == 30)
    assert await slow.runner.stop(within=5)
    assert (await states(desk.store, inbox)).count("new") == 5
    async with running(desk):
        await until(lambda: len(desk.phone.shown) == 5)


async def test_O3_a_stop_that_runs_out_of_time_says_so_and_loses_nothing(desk: Desk, keys: Keys) -> None:
    stuck = Desk(desk.store, keys, desk.clock)
    stuck.phone.line.clear()
    await stuck.says("anna", "hello")
    await until(lambda: stuck.phone.under_way == 1)
    assert not await stuck.runner.stop(within=0.05)
    await desk.sweeps(seconds=60)
    assert desk.phone.texts("anna") == ["hello is number 1"]


async def test_O3_a_start_finds_open_messages_and_open_answers(desk: Desk, keys: Keys) -> None:
    dead = Desk(desk.store, keys, desk.clock)
    dead.phone.line.clear()
    await dead.says("anna", "hello")
    await until(lambda: dead.phone.under_way == 1)
    await dead.dies()
    dead.stops_taking_turns()
    await dead.says("badr", "hello")
    desk.clock.forward(60)
    async with running(desk):
        await until(lambda: len(desk.phone.shown) == 2)
    assert await states(desk.store, inbox) == ["handled", "handled"]
    assert await states(desk.store, outbox) == ["sent", "sent"]
