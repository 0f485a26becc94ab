"""A profile is there only while she allows it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select, update

from bot.delivery.actions import Turning
from bot.delivery.keys import Keys
from bot.delivery.retention import DAY, sweep_store
from bot.delivery.tables import outbox, persons
from bot.features.people.actions import actions
from bot.features.people.consents import note
from bot.features.people.erasing import erase
from bot.features.people.tables import consents
from bot.features.skills import records
from bot.features.skills.profile import Job, Profile
from bot.features.skills.tables import profiles
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.people import Known, settle
from tests.dumps import found_in

SECRET = "canary welder of the north"


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@pytest.fixture
async def anna(store: Store, keys: Keys, clock: FakeClock) -> Known:
    return await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))


def says(conn: Connection, person: str, now: float, *, yes: bool) -> None:
    note(conn, person, records.KIND, yes=yes, version=1, lang="so", now=now)


async def keeps(store: Store, keys: Keys, clock: FakeClock, anna: Known) -> None:
    def work(conn: Connection) -> None:
        says(conn, anna.id, clock.now(), yes=True)
        cipher = keys.data.for_person(conn, anna.id)
        records.save(conn, cipher, anna.id, Profile(jobs=[Job(SECRET)]), clock.now())

    await store.write(work)


async def hers(store: Store, keys: Keys, anna: Known) -> Profile | None:
    return await store.read(lambda conn: records.load(conn, keys.data.for_person(conn, anna.id), anna.id))


async def rows(store: Store) -> int:
    return await store.read(lambda conn: conn.scalar(select(func.count()).select_from(profiles)) or 0)


async def test_C3_nothing_is_kept_without_a_yes(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    assert await hers(store, keys, anna) is None

    def work(conn: Connection) -> None:
        records.save(conn, keys.data.for_person(conn, anna.id), anna.id, Profile(), clock.now())

    with pytest.raises(records.NotAllowed):
        await store.write(work)
    await keeps(store, keys, clock, anna)
    found = await hers(store, keys, anna)
    assert found is not None
    assert found.jobs[0].words == SECRET


async def test_C3_the_answer_is_kept_with_version_language_and_time(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await keeps(store, keys, clock, anna)
    row = await store.read(lambda conn: conn.execute(select(consents)).mappings().one())
    assert (row["kind"], row["allowed"], row["version"], row["lang"]) == ("profile", True, 1, "so")
    assert row["at"] == int(clock.now())


async def test_C4_taken_back_it_is_gone_in_the_same_moment(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await keeps(store, keys, clock, anna)
    refuse = next(
        action
        for action in actions(keys.data, (), {records.KIND: records.forget})
        if action.name == "people.refuse"
    )
    await store.write(
        lambda conn: refuse.run(
            Turning(conn, anna.id, "so", clock.now()), {"kind": records.KIND, "version": 1}
        )
    )
    assert await hers(store, keys, anna) is None
    assert await rows(store) == 0


async def test_C4_a_profile_that_was_left_behind_is_not_read(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    """Even if the erasing were forgotten, no read gets past the newest answer."""
    await keeps(store, keys, clock, anna)
    await store.write(lambda conn: says(conn, anna.id, clock.now(), yes=False))
    assert await rows(store) == 1
    assert await hers(store, keys, anna) is None


async def test_D5_it_ends_180_days_after_its_last_use_and_keeps_her_till_then(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await keeps(store, keys, clock, anna)
    await store.write(lambda conn: conn.execute(update(outbox).values(state="sent", closed=int(clock.now()))))

    async def swept() -> None:
        for _ in range(2):  # the person goes in the round after her profile and her place
            await sweep_store(store, keys.data, clock.now(), (records.sweep,), (records.keeps(),))

    clock.forward(179 * DAY)
    await swept()
    assert await hers(store, keys, anna) is not None
    clock.forward(2 * DAY)
    await swept()
    assert await rows(store) == 0
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(persons))) == 0


async def test_D5_without_a_profile_she_is_forgotten_after_30_days(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    """The control of the test above."""
    await store.write(lambda conn: conn.execute(update(outbox).values(state="sent", closed=int(clock.now()))))
    clock.forward(40 * DAY)
    for _ in range(2):
        await sweep_store(store, keys.data, clock.now(), (records.sweep,), (records.keeps(),))
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(persons))) == 0


async def test_K1_it_stands_nowhere_in_readable_form_and_C6_goes_with_her(
    store: Store, keys: Keys, clock: FakeClock, anna: Known
) -> None:
    await keeps(store, keys, clock, anna)
    assert await found_in(store, [SECRET.encode()]) == []
    await store.write(lambda conn: erase(conn, keys.data, anna.id))
    assert await rows(store) == 0
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(consents))) == 0
