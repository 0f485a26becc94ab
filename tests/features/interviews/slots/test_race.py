"""B3: many clients on one slot, exactly one winner; and without the key of the cells, several."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.features.interviews.slots import tables
from bot.store.database import Store
from tests.features.interviews.slots.office import TOMORROW_TEN, Office, wall_after
from tests.features.interviews.slots.racing import another, crowd, drop_the_key, race

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
CLIENTS, ROUNDS = (1_000, 20) if SOAK else (200, 5)
SLOTS = 100 if SOAK else 30


@pytest.fixture
async def stores(office: Office) -> AsyncIterator[list[Store]]:
    """Two, as two processes on the same data have them; a thousand at once on SQLite come through one."""
    if SOAK and office.store.dialect == "sqlite":
        yield [office.store]
        return
    second = another(office.store)
    yield [office.store, second]
    await second.close()


async def booked(office: Office) -> int:
    count = select(func.count()).where(tables.bookings.c.state == "booked")
    return await office.store.read(lambda conn: conn.scalar(count) or 0)


async def test_B3_of_many_clients_on_one_slot_exactly_one_wins(office: Office, stores: list[Store]) -> None:
    people = await crowd(office, CLIENTS)
    await office.slot(wall_after(TOMORROW_TEN, 8 * 60))  # what the others can have instead
    for number in range(ROUNDS):
        slot = await office.slot(wall_after(TOMORROW_TEN, 20 * number), minutes=15)
        told = await race(office, stores, people, [slot])
        assert told.errors == []
        # Whoever won before has a booking at another time, so may be among the winners again.
        assert told.outcomes == {"done": 1, "taken": CLIENTS - 1}
        assert told.without_alternatives == 0
        assert await booked(office) == number + 1


async def test_B3_the_same_race_without_the_key_has_several_winners(
    office: Office, stores: list[Store]
) -> None:
    """The negative control: it is the key that decides, nothing else."""
    people = await crowd(office, 20)
    slot = await office.slot()
    await office.write(drop_the_key)
    told = await race(office, stores, people, [slot])
    assert told.winners > 1
    assert await booked(office) > 1


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
