"""Data keys, kept apart from the data (K3, C4, C7, K7)."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.store import keyring as key_files
from bot.store.cipher import Cipher
from bot.store.database import Store
from bot.store.datakeys import MOST_CACHED, DataKeys, KeyDestroyed, day_of
from bot.store.keyring import PURPOSES, Keyring, KeyringError
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock

DAY = date(2026, 11, 21)


def sealed(cipher: Cipher) -> bytes:
    return cipher.seal(b"text", "t.c", "r")


async def test_K3_each_person_has_a_key_of_her_own(store: Store, data_keys: DataKeys) -> None:
    first = await store.write(lambda conn: sealed(data_keys.create_person_key(conn, "anna")))
    await store.write(lambda conn: data_keys.create_person_key(conn, "boris"))
    anna = await store.read(lambda conn: data_keys.for_person(conn, "anna"))
    boris = await store.read(lambda conn: data_keys.for_person(conn, "boris"))
    assert anna.open_(first, "t.c", "r") == b"text"
    assert anna.key_id != boris.key_id


async def test_K3_what_is_stored_is_wrapped_by_the_master_key(
    store: Store, data_keys: DataKeys, keyring: Keyring
) -> None:
    first = await store.write(lambda conn: sealed(data_keys.create_person_key(conn, "anna")))
    again = DataKeys(keyring)
    cipher = await store.read(lambda conn: again.for_person(conn, "anna"))
    assert cipher.open_(first, "t.c", "r") == b"text"
    strange = DataKeys(key_files.generate())
    with pytest.raises(KeyringError, match="Restore the key file"):
        await store.read(lambda conn: strange.for_person(conn, "anna"))
    with pytest.raises(KeyringError, match="Restore the key file"):
        await store.read(strange.check)
    await store.read(again.check)


async def test_K4_an_older_master_key_still_opens(
    store: Store, data_keys: DataKeys, keyring: Keyring
) -> None:
    first = await store.write(lambda conn: sealed(data_keys.create_person_key(conn, "anna")))
    newer = key_files.generate()
    rotated = DataKeys(Keyring({name: newer.keys[name] + keyring.keys[name] for name in PURPOSES}))
    cipher = await store.read(lambda conn: rotated.for_person(conn, "anna"))
    assert cipher.open_(first, "t.c", "r") == b"text"


async def test_C7_a_destroyed_key_is_gone_at_once_in_this_process(store: Store, data_keys: DataKeys) -> None:
    await store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    await store.read(lambda conn: data_keys.for_person(conn, "anna"))
    await store.write(lambda conn: data_keys.destroy_person_key(conn, "anna"))
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: data_keys.for_person(conn, "anna"))


async def test_C4_other_processes_forget_a_destroyed_key_within_a_second(
    store: Store, data_keys: DataKeys, keyring: Keyring
) -> None:
    clock = FakeClock()
    elsewhere = DataKeys(keyring, monotonic=clock.now)
    await store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    await store.read(lambda conn: elsewhere.for_person(conn, "anna"))
    await store.write(lambda conn: data_keys.destroy_person_key(conn, "anna"))
    clock.forward(0.5)
    await store.read(lambda conn: elsewhere.for_person(conn, "anna"))  # the control: it is cached
    clock.forward(0.5)
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: elsewhere.for_person(conn, "anna"))


async def test_a_key_of_a_transaction_that_failed_is_never_used_again(
    store: Store, data_keys: DataKeys, keyring: Keyring
) -> None:
    """Else a neighbour would seal under a key that nobody stored, and could never be read."""

    def fails(conn: Connection) -> None:
        data_keys.day_key(conn, DAY)
        raise ValueError("no")

    for _ in range(3):
        writes = [store.write(fails), store.write(lambda conn: sealed(data_keys.day_key(conn, DAY)))]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert isinstance(outcomes[0], ValueError)
        body = outcomes[1]
        assert isinstance(body, bytes)
        fresh = DataKeys(keyring)
        cipher = await store.read(lambda conn: fresh.past_day_key(conn, DAY))  # noqa: B023
        assert cipher.open_(body, "t.c", "r") == b"text"


async def test_a_rolled_back_destruction_destroys_nothing(store: Store, data_keys: DataKeys) -> None:
    def fails(conn: Connection) -> None:
        data_keys.destroy_person_key(conn, "anna")
        with pytest.raises(KeyDestroyed):
            data_keys.for_person(conn, "anna")
        raise ValueError("no")

    await store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    with pytest.raises(ValueError, match="no"):
        await store.write(fails)
    await store.read(lambda conn: data_keys.for_person(conn, "anna"))


def _key_of_the_day(maker: DataKeys, conn: Connection) -> bytes:
    return maker.day_key(conn, DAY).key_id


async def test_a_day_has_one_key_however_many_ask_at_once(
    store: Store, data_keys: DataKeys, keyring: Keyring
) -> None:
    makers = [DataKeys(keyring) for _ in range(6)]
    ids = await asyncio.gather(*(store.write(partial(_key_of_the_day, maker)) for maker in makers))
    assert len(set(ids)) == 1


async def test_D5_past_day_keys_are_destroyed_but_for_those_still_needed(
    store: Store, data_keys: DataKeys
) -> None:
    days = [date(2026, 11, number) for number in (17, 18, 19, 20)]
    for day in days:
        await store.write(partial(data_keys.day_key, day=day))
    destroyed = await store.write(
        lambda conn: data_keys.destroy_day_keys_before(conn, date(2026, 11, 19), keep={days[0]})
    )
    assert destroyed == 1
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: data_keys.past_day_key(conn, days[1]))
    for day in (days[0], days[2], days[3]):
        await store.read(partial(data_keys.past_day_key, day=day))


async def test_many_keys_are_fetched_at_once(store: Store, data_keys: DataKeys, keyring: Keyring) -> None:
    people = [f"p{number}" for number in range(10)]
    for person in people:
        await store.write(partial(data_keys.create_person_key, person_id=person))
    fresh = DataKeys(keyring)
    found = await store.read(lambda conn: fresh.for_persons(conn, [*people, "nobody"]))
    assert set(found) == set(people)


async def test_K7_all_keys_can_be_destroyed_and_that_is_confirmed(store: Store, data_keys: DataKeys) -> None:
    def make(conn: Connection) -> None:
        data_keys.day_key(conn, DAY)
        for number in range(2_500):
            data_keys.create_person_key(conn, f"p{number}")

    await store.write(make)
    assert await store.read(data_keys.remaining)
    assert await store.write(data_keys.destroy_all) == 2_501
    assert not await store.read(data_keys.remaining)
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: data_keys.for_person(conn, "p7"))


async def test_the_cache_is_bounded(sqlite_store: SqliteStore, data_keys: DataKeys) -> None:
    def make(conn: Connection) -> None:
        for number in range(MOST_CACHED + 10):
            data_keys.create_person_key(conn, f"p{number}")

    def use(conn: Connection) -> None:
        for number in range(MOST_CACHED + 10):
            data_keys.for_person(conn, f"p{number}")

    await sqlite_store.write(make)
    await sqlite_store.read(use)
    assert len(data_keys._cache) == MOST_CACHED


async def test_C7_a_destroyed_key_leaves_no_trace_in_its_file(
    sqlite_store: SqliteStore, data_keys: DataKeys
) -> None:
    await sqlite_store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    rows = await sqlite_store.read(lambda conn: conn.info["rafiq.key_rows"].get("person:anna"))

    def anywhere() -> bool:
        files = sqlite_store.key_file.parent.iterdir()
        return any(rows in path.read_bytes() for path in files)

    assert anywhere()  # the control
    await sqlite_store.write(lambda conn: data_keys.destroy_person_key(conn, "anna"))
    assert not anywhere()


def test_a_day_is_a_day_of_UTC() -> None:
    assert day_of(1_795_255_200.0) == DAY
    assert day_of(1_795_305_599.0) == DAY
    assert day_of(1_795_305_600.0) == date(2026, 11, 22)


async def test_K3_an_owner_has_a_key_of_its_own_that_goes_with_all_others(
    store: Store, data_keys: DataKeys
) -> None:
    """An employer or a report is no person: the same id has another key, and K7 destroys it as well."""
    await store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    first = await store.write(lambda conn: sealed(data_keys.create_owner_key(conn, "anna")))
    owner = await store.read(lambda conn: data_keys.for_owner(conn, "anna"))
    assert owner.open_(first, "t.c", "r") == b"text"
    assert await store.read(lambda conn: data_keys.person_ids(conn, "", 9)) == ["anna"]
    await store.write(lambda conn: data_keys.destroy_person_key(conn, "anna"))
    assert await store.read(data_keys.remaining)
    await store.write(lambda conn: data_keys.destroy_owner_keys(conn, ["anna"]))
    assert not await store.read(data_keys.remaining)
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: data_keys.for_owner(conn, "anna"))
    await store.write(lambda conn: data_keys.create_owner_key(conn, "report"))
    assert await store.write(data_keys.destroy_all) == 1
    assert not await store.read(data_keys.remaining)
