"""A person asks to be forgotten (C6, C7)."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.delivery.keys import Keys
from bot.delivery.tables import inbox, outbox, persons
from bot.features.people.erasing import erase
from bot.store.database import Store
from bot.store.datakeys import DataKeys, KeyDestroyed
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.people import ciphertexts, settle
from tests.dumps import found_in


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


async def test_C6_nothing_of_hers_is_left_and_her_neighbour_keeps_everything(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    hers = await store.read(ciphertexts)
    boris = await store.write(lambda conn: settle(conn, keys, "boris", clock.now()))
    assert await store.write(lambda conn: erase(conn, keys.data, anna.id))
    await store.scrub()
    assert await found_in(store, [anna.id.encode(), *hers, *anna.texts]) == []

    def left(conn: Connection) -> tuple[list[str], list[str]]:
        return list(conn.scalars(select(persons.c.id))), list(conn.scalars(select(outbox.c.person_id)))

    assert await store.read(left) == ([boris.id], [boris.id])
    await store.read(lambda conn: keys.data.for_person(conn, boris.id))


async def test_C7_her_key_is_destroyed(store: Store, keys: Keys, clock: FakeClock) -> None:
    anna = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    await store.write(lambda conn: erase(conn, keys.data, anna.id))
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: keys.data.for_person(conn, anna.id))


async def test_M2_an_update_of_hers_that_comes_again_does_not_bring_her_back(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    await store.write(lambda conn: erase(conn, keys.data, anna.id))
    rows = select(inbox.c.external_id, inbox.c.person_id, inbox.c.body, inbox.c.state)
    assert [tuple(row) for row in await store.read(lambda conn: conn.execute(rows).all())] == [
        ("update-anna", None, None, "handled")
    ]


async def test_erasing_twice_is_harmless(store: Store, keys: Keys, clock: FakeClock) -> None:
    anna = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    assert await store.write(lambda conn: erase(conn, keys.data, anna.id))
    assert not await store.write(lambda conn: erase(conn, keys.data, anna.id))
