"""A PIN before what is hers: a sealed hash, slower with every wrong one, never closed for good (C10)."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.delivery.keys import Keys
from bot.features.people import pins
from bot.features.people.erasing import erase
from bot.features.people.pins import FREE_TRIES, LONGEST_WAIT, Tried
from bot.features.people.tables import pins as table
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.people import Known, settle
from tests.dumps import found_in

PIN = "72045816"


class Locked:
    """Somebody with a PIN, and whoever tries to guess it."""

    def __init__(self, store: Store, keys: Keys, clock: FakeClock, who: Known) -> None:
        self.store, self.keys, self.clock, self.who = store, keys, clock, who
        self.hash = pins.hashed(PIN)

    async def sets(self) -> None:
        def work(conn: Connection) -> None:
            pins.keep(conn, self.keys.data.for_person(conn, self.who.id), self.who.id, self.hash)

        await self.store.write(work)

    async def types(self, pin: str) -> Tried:
        def work(conn: Connection) -> Tried:
            cipher = self.keys.data.for_person(conn, self.who.id)
            return pins.try_(conn, cipher, self.who.id, pin, self.clock.now())

        return await self.store.write(work)


@pytest.fixture
async def locked(store: Store, data_keys: DataKeys, lookup: Lookup, clock: FakeClock) -> Locked:
    keys = Keys(data_keys, lookup)
    who = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    made = Locked(store, keys, clock, who)
    await made.sets()
    return made


async def test_C10_a_pin_is_slower_with_every_wrong_one_and_never_closed_for_good(locked: Locked) -> None:
    """Five free ones, then 1, 2, 4, ... minutes, an hour at most; the right one opens after any wait."""
    waits = []
    for _ in range(14):
        tried = await locked.types("0000")
        waits.append(tried.wait)
        locked.clock.forward(tried.wait)
    assert waits[: FREE_TRIES - 1] == [0] * (FREE_TRIES - 1)
    assert waits[FREE_TRIES - 1 : FREE_TRIES + 3] == [60, 120, 240, 480]
    assert waits[-1] == LONGEST_WAIT == max(waits)
    assert await locked.types(PIN) == Tried("right")
    assert await locked.types("0000") == Tried("wrong")  # counted anew


async def test_C10_during_a_wait_no_pin_is_compared_and_nothing_is_lengthened(locked: Locked) -> None:
    for _ in range(FREE_TRIES):
        tried = await locked.types("0000")
    assert tried == Tried("wait", 60)
    locked.clock.forward(59)
    assert await locked.types(PIN) == Tried("wait", 1)
    assert await locked.types("0000") == Tried("wait", 1)
    locked.clock.forward(1)
    assert await locked.types(PIN) == Tried("right")


async def test_C10_nothing_of_a_pin_can_be_read_in_the_store(locked: Locked) -> None:
    await locked.types("0000")
    sealed = await locked.store.read(lambda conn: conn.scalar(select(table.c.body)))
    assert sealed is not None
    # The negative control: what is looked for is found where it does stand.
    assert await found_in(locked.store, [sealed]) != []
    assert await found_in(locked.store, [PIN.encode(), locked.hash.encode(), b"argon2id"]) == []


async def test_C10_another_pin_takes_the_place_of_the_first_and_erasing_takes_it_away(locked: Locked) -> None:
    locked.hash = pins.hashed("90218833")
    await locked.sets()
    assert (await locked.types(PIN)).result == "wrong"
    assert (await locked.types("90218833")).result == "right"
    await locked.store.write(lambda conn: erase(conn, locked.keys.data, locked.who.id))
    assert not await locked.store.read(lambda conn: pins.is_set(conn, locked.who.id))


@pytest.mark.parametrize("pin", ["0000", "1234", "4321", "890123", "22222222", "9876"])
def test_an_easy_pin_is_refused(pin: str) -> None:
    assert pins.is_easy(pin)


@pytest.mark.parametrize("pin", ["7204", "1212", "1235", "90218833", "2468"])
def test_another_one_is_not(pin: str) -> None:
    assert not pins.is_easy(pin)
