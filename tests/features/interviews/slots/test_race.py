"""B3: many clients on one slot, exactly one winner; and without the key of the cells, several."""

from __future__ import annotations

import asyncio
import os
import random
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, func, select

from bot.features.interviews.slots import Slot, cells, holding, tables
from bot.store.database import Store
from tests.features.interviews.slots.office import HOST, TOMORROW_TEN, Office, wall_after
from tests.features.interviews.slots.racing import another, crowd, drop_the_key, race

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
CLIENTS, ROUNDS = (1_000, 20) if SOAK else (200, 5)
SLOTS = 100 if SOAK else 30


@pytest.fixture
async def stores(office: Office) -> AsyncIterator[list[Store]]:
    """Two, as two processes on the same data have them."""
    second = another(office.store)
    yield [office.store, second]
    await second.close()


async def booked(office: Office) -> int:
    count = select(func.count()).where(tables.bookings.c.state == "booked")
    return await office.store.read(lambda conn: conn.scalar(count) or 0)


async def booked_at(office: Office, slot: Slot) -> int:
    count = select(func.count()).where(tables.bookings.c.state == "booked", tables.bookings.c.slot == slot.id)
    return await office.store.read(lambda conn: conn.scalar(count) or 0)


def shuffled(people: list[str], seed: int) -> list[str]:
    """In another order each round, so that no way in is always the first."""
    return random.Random(seed).sample(people, len(people))


async def test_B3_of_many_clients_on_one_slot_exactly_one_wins(office: Office, stores: list[Store]) -> None:
    """By the functions alone; test_program.py has the whole program race."""
    people = await crowd(office, CLIENTS)
    await office.slot(wall_after(TOMORROW_TEN, 8 * 60), minutes=15)  # what the others can have instead
    for number in range(ROUNDS):
        slot = await office.slot(wall_after(TOMORROW_TEN, 20 * number), minutes=15)
        told = await race(office, stores, shuffled(people, number), [slot])
        assert told.errors == []
        # Whoever won before has a booking at another time, so may be among the winners again.
        assert told.outcomes == {"done": 1, "taken": CLIENTS - 1}
        assert told.without_alternatives == 0
        assert await booked_at(office, slot) == 1


async def test_B3_the_same_race_without_the_key_has_several_winners(
    office: Office, stores: list[Store]
) -> None:
    """The negative control: it is the key that decides, nothing else."""
    people = await crowd(office, 20)
    await office.write(drop_the_key)
    for number in range(10):  # who comes after the first has won sees it without the key: seldom all of them
        slot = await office.slot(wall_after(TOMORROW_TEN, 20 * number), minutes=15)
        told = await race(office, stores, people, [slot])
        if told.winners > 1:
            break
    assert told.winners > 1
    assert await booked_at(office, slot) > 1


async def test_B3_ten_bookings_for_each_of_many_slots_are_exactly_one_each(
    office: Office, stores: list[Store]
) -> None:
    people = await crowd(office, 10 * SLOTS)
    slots = [
        (await office.opened(minutes=15, host=f"host-{number:017}", vacancy="many"))[0]
        for number in range(SLOTS)
    ]
    told = await race(office, stores, people, slots)
    assert told.errors == []
    assert told.outcomes == {"done": SLOTS, "taken": 9 * SLOTS}
    assert await booked(office) == SLOTS


@asynccontextmanager
async def busy_host(store: Store) -> AsyncIterator[None]:
    """Somebody else is changing the host's time, and takes long over it."""
    begun, ended = threading.Event(), threading.Event()

    def work(conn: Connection) -> None:
        cells.gate(conn, cells.host(HOST))
        begun.set()
        while not ended.is_set():
            conn.scalar(select(func.pg_sleep(0.02)))

    running = asyncio.create_task(store.write(work))
    while not begun.is_set():
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        ended.set()
        await running


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
async def test_B2_whoever_comes_too_late_is_told_without_standing_in_line(
    office: Office, stores: list[Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    slot, late = await office.slot(), await office.person()
    await office.slot(wall_after(TOMORROW_TEN, 60))
    await office.booked(await office.person(), slot)
    async with busy_host(stores[1]):
        result = await asyncio.wait_for(office.hold(late, slot), 60)
        assert (result.outcome, len(result.alternatives)) == ("taken", 1)
        # The control: without the look she waits for the other to end.
        monkeypatch.setattr(holding, "_lost_already", lambda *_: None)
        waiting = asyncio.create_task(office.hold(late, slot))
        await asyncio.sleep(0.3)
        assert not waiting.done()
    assert (await waiting).outcome == "taken"


async def test_B6_a_look_before_the_gate_changes_no_other_answer(office: Office, stores: list[Store]) -> None:
    """Full for all, but each of these is told what concerns her."""
    first, second = await office.slot(), await office.slot(wall_after(TOMORROW_TEN, 30))
    third = await office.slot(wall_after(TOMORROW_TEN, 60))
    owner, greedy = await office.person(), await office.person()
    await office.booked(owner, first)
    assert (await office.hold(owner, first)).outcome == "already"
    for slot in (second, third):
        assert (await office.hold(greedy, slot)).ok
    assert (await office.hold(greedy, first)).outcome == "too_many"
    office.forward(300)  # her holds have ended: they are in nobody's way, and hers to take again
    assert (await office.hold(greedy, first)).outcome == "taken"
    assert (await office.hold(await office.person(), second)).outcome == "done"
