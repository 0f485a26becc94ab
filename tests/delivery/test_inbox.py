"""M1, M2, I4: what comes in is kept before anybody says 'received', once."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.delivery import dead_letters, persons
from bot.delivery.keys import Keys
from bot.delivery.persons import Person, find_or_add
from bot.delivery.tables import inbox, outbox
from bot.delivery.tables import persons as people
from bot.store.database import Store, StoreUnavailable
from tests.clock import FakeClock
from tests.delivery.parts import Desk, count, states, text


async def test_M1_accept_returns_only_once_the_update_is_committed(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock)
    await desk.says("anna", "hello")
    assert await count(store, inbox) == 1
    await desk.settles()


async def test_M1_accept_raises_where_nothing_could_be_committed(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock)
    await store.close()
    with pytest.raises(StoreUnavailable):
        await desk.says("anna", "hello")


async def test_M2_one_update_brought_many_times_at_once_has_one_effect(desk: Desk, keys: Keys) -> None:
    other = Desk(desk.store, keys, desk.clock, phone=desk.phone)
    brought = await asyncio.gather(*(d.says("anna", "hello", "7") for d in (desk, other) for _ in range(5)))
    await desk.settles()
    await other.settles()
    assert sorted(brought) == [False] * 9 + [True]
    assert desk.phone.texts("anna") == ["hello is number 1"]


async def test_M2_a_person_met_by_two_processes_at_once_is_one_person(desk: Desk, keys: Keys) -> None:
    other = Desk(desk.store, keys, desk.clock, phone=desk.phone)
    for number in range(8):
        await asyncio.gather(
            desk.says(f"new {number}", "a", f"{number}a"), other.says(f"new {number}", "b", f"{number}b")
        )
    await desk.settles()
    await other.settles()
    assert await count(desk.store, people) == 8
    kept = await desk.store.read(lambda conn: keys.data.person_ids(conn, "", 100))
    assert sorted(kept) == sorted(await desk.store.read(lambda conn: list(conn.scalars(select(people.c.id)))))


async def test_M2_the_same_number_of_another_channel_is_another_update(desk: Desk) -> None:
    assert await desk.says("anna", "hello", "7")
    assert await desk.runner.accept("web", "7", "anna", text("hello"))
    await desk.settles()
    assert await count(desk.store, people) == 2


async def test_I4_of_an_update_that_nobody_understands_only_id_length_and_reason_are_kept(
    desk: Desk,
) -> None:
    await desk.runner.reject("phone", "99", 1_234, "bad_json")
    await desk.runner.reject("phone", "99", 1_234, "bad_json")
    row = (await desk.store.read(lambda conn: conn.execute(select(inbox)).all()))[0]
    assert (row.external_id, row.length, row.reason, row.state) == ("99", 1_234, "bad_json", "dead")
    assert (row.person_id, row.body) == (None, None)
    letters = await desk.store.read(dead_letters.listed)
    assert [(letter.reason, letter.retriable) for letter in letters] == [("bad_json", False)]


async def test_I4_it_does_not_stand_in_the_way_of_its_neighbours(desk: Desk) -> None:
    await desk.runner.reject("phone", "99", 10, "bad_json")
    await desk.says("anna", "hello", "100")
    await desk.sweeps(seconds=100)
    assert desk.phone.texts("anna") == ["hello is number 1"]


async def test_M8_a_person_is_found_again_by_the_hash_of_her_address_alone(desk: Desk, keys: Keys) -> None:
    await desk.says("anna", "hello")
    found = await desk.store.read(lambda conn: persons.find(conn, keys, "phone", "anna"))
    nobody = await desk.store.read(lambda conn: persons.find(conn, keys, "phone", "ann"))
    assert found is not None and nobody is None
    await desk.settles()


async def test_D5_the_text_is_erased_as_soon_as_it_was_handled_and_shown(desk: Desk) -> None:
    await desk.says("anna", "hello")
    await desk.settles()
    assert await desk.store.read(lambda conn: conn.scalar(select(inbox.c.body))) is None
    assert await desk.store.read(lambda conn: conn.scalar(select(outbox.c.body))) is None
    assert await states(desk.store, inbox) == ["handled"]


async def test_M1_a_person_erased_in_the_moment_of_writing_is_met_as_someone_new(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def first_a_ghost(*args: object) -> Person:
        tries.append(args)
        return Person("gone", None) if len(tries) == 1 else find_or_add(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.delivery.inbox.find_or_add", first_a_ghost)
    await desk.says("anna", "hello")
    await desk.settles()
    assert desk.phone.texts("anna") == ["hello is number 1"]
