"""A return code brings a profile to another phone, once, and only that."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.delivery.keys import Keys
from bot.features.people.consents import note
from bot.features.people.erasing import erase
from bot.features.skills import records
from bot.features.skills.profile import Job, Profile
from bot.features.skills.returning import Returning
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.people import Known, settle
from tests.dumps import found_in


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@pytest.fixture
def returning(keys: Keys) -> Returning:
    return Returning(keys.data, b"secret of the look-ups")


@pytest.fixture
async def anna(store: Store, keys: Keys, clock: FakeClock) -> Known:
    """She has a profile."""

    def work(conn: Connection) -> Known:
        known = settle(conn, keys, "anna", clock.now())
        note(conn, known.id, "profile", yes=True, version=1, lang="ar", now=clock.now())
        profile = Profile(jobs=[Job("welder")])
        records.save(conn, keys.data.for_person(conn, known.id), known.id, profile, clock.now())
        return known

    return await store.write(work)


@pytest.fixture
async def new_phone(store: Store, keys: Keys, clock: FakeClock) -> Known:
    """The same person where nobody knows her; she has allowed a profile there."""

    def work(conn: Connection) -> Known:
        known = settle(conn, keys, "new phone", clock.now())
        note(conn, known.id, "profile", yes=True, version=1, lang="ar", now=clock.now())
        return known

    return await store.write(work)


async def jobs(store: Store, keys: Keys, who: Known) -> list[str]:
    found = await store.read(lambda conn: records.load(conn, keys.data.for_person(conn, who.id), who.id))
    return [job.words for job in found.jobs] if found else []


async def test_it_moves_and_leaves_nothing_behind(
    store: Store, keys: Keys, clock: FakeClock, returning: Returning, anna: Known, new_phone: Known
) -> None:
    code = await store.write(lambda conn: returning.code(conn, anna.id))
    assert len(code.split()) == 12
    typed = f"  {code.upper().replace(' ', '  ')} "
    assert await store.write(lambda conn: returning.bring(conn, new_phone.id, typed, clock.now()))
    assert await jobs(store, keys, new_phone) == ["welder"]
    assert await jobs(store, keys, anna) == []
    assert not await store.write(lambda conn: returning.bring(conn, anna.id, code, clock.now())), "used twice"


async def test_a_slip_late_in_a_word_is_forgiven_and_another_word_is_not(
    store: Store, clock: FakeClock, returning: Returning, anna: Known, new_phone: Known
) -> None:
    code = await store.write(lambda conn: returning.code(conn, anna.id))
    slipped = " ".join(f"{word[:4]}x" if len(word) > 4 else word for word in code.split())
    first, *rest = code.split()
    other = " ".join(["zoo" if first != "zoo" else "zone", *rest])
    for wrong in (other, " ".join(rest), "", "abandon " * 12, "x" * 300):
        assert not await store.write(
            lambda conn, wrong=wrong: returning.bring(conn, new_phone.id, wrong, clock.now())  # type: ignore[misc]
        )
    assert await store.write(lambda conn: returning.bring(conn, new_phone.id, slipped, clock.now()))


async def test_a_new_code_takes_the_place_of_the_old_one(
    store: Store, clock: FakeClock, returning: Returning, anna: Known, new_phone: Known
) -> None:
    old = await store.write(lambda conn: returning.code(conn, anna.id))
    new = await store.write(lambda conn: returning.code(conn, anna.id))
    assert not await store.write(lambda conn: returning.bring(conn, new_phone.id, old, clock.now()))
    assert await store.write(lambda conn: returning.bring(conn, new_phone.id, new, clock.now()))


async def test_C4_no_code_brings_back_what_was_taken_back_or_erased(
    store: Store, keys: Keys, clock: FakeClock, returning: Returning, anna: Known, new_phone: Known
) -> None:
    code = await store.write(lambda conn: returning.code(conn, anna.id))
    await store.write(
        lambda conn: note(conn, anna.id, "profile", yes=False, version=1, lang="ar", now=clock.now())
    )
    assert not await store.write(lambda conn: returning.bring(conn, new_phone.id, code, clock.now()))
    await store.write(lambda conn: erase(conn, keys.data, anna.id))
    assert not await store.write(lambda conn: returning.bring(conn, new_phone.id, code, clock.now()))


async def test_K2_the_code_stands_nowhere_and_another_secret_finds_nothing(
    store: Store, keys: Keys, clock: FakeClock, returning: Returning, anna: Known, new_phone: Known
) -> None:
    code = await store.write(lambda conn: returning.code(conn, anna.id))
    assert await found_in(store, [code.encode()]) == []
    stranger = Returning(keys.data, b"another secret")
    assert not await store.write(lambda conn: stranger.bring(conn, new_phone.id, code, clock.now()))
