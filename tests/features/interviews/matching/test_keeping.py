"""Codes are there only while she allows it, and are what her profile says."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select, update

from bot.delivery import reminders
from bot.delivery.actions import Turning
from bot.delivery.keys import Keys
from bot.delivery.tables import persons
from bot.features.interviews.matching import keeping, looking
from bot.features.interviews.matching.actions import actions
from bot.features.interviews.matching.codes import codes_of
from bot.features.interviews.matching.model import Codes
from bot.features.interviews.matching.ranking import ranked
from bot.features.interviews.matching.tables import candidates, occupations, refs, tongues
from bot.features.people import given, note, shared_with
from bot.features.people.erasing import erase
from bot.features.skills import Profile, records
from bot.features.skills.returning import Returning
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.people import settle
from tests.features.interviews.matching.people import BAKERY, MILL, WANTED, meet, profile, save, share
from tests.people_actions import people

DAY = 24 * 3600


def count(conn: Connection) -> list[int]:
    return [
        conn.scalar(select(func.count()).select_from(t)) or 0
        for t in (candidates, occupations, tongues, refs)
    ]


def codes(conn: Connection, person: str) -> Codes | None:
    found = keeping.of_person(conn, person)
    return None if found is None else keeping.read(conn, [found])[found]


async def test_C3_without_a_yes_to_matching_nothing_is_kept(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    def work(conn: Connection) -> None:
        person = settle(conn, keys, "anna", clock.now()).id
        note(conn, person, "profile", yes=True, version=1, lang="so", now=clock.now())
        save(conn, keys, person, profile(), clock.now())

    await store.write(work)
    assert await store.read(count) == [0, 0, 0, 0]
    await store.write(lambda conn: meet(conn, keys, "bea", clock.now()))  # the negative control
    assert await store.read(count) == [1, 1, 2, 0]


async def test_codes_follow_the_profile(store: Store, keys: Keys, clock: FakeClock) -> None:
    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    assert await store.read(lambda conn: codes(conn, anna)) == codes_of(profile())
    newer = profile("2512", travel="yes", lives="KE")
    await store.write(lambda conn: save(conn, keys, anna, newer, clock.now()))
    assert await store.read(lambda conn: codes(conn, anna)) == codes_of(newer)
    await store.write(lambda conn: save(conn, keys, anna, Profile(), clock.now()))
    assert await store.read(lambda conn: codes(conn, anna)) == Codes()


@pytest.mark.parametrize("kind", ["matching", "profile"])
async def test_C4_a_no_erases_the_codes_at_once(
    store: Store, keys: Keys, clock: FakeClock, kind: str
) -> None:
    """By the action that flows call, as the program joins it; with it goes all that rests on it."""
    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    await store.write(lambda conn: share(conn, anna, clock.now()))
    refuse = people(keys.data)["people.refuse"]
    await store.write(
        lambda conn: refuse.run(Turning(conn, anna, "so", clock.now()), {"kind": kind, "version": 1})
    )
    assert await store.read(count) == [0, 0, 0, 0]
    assert not await store.read(lambda conn: given(conn, anna, "matching"))
    assert await store.read(lambda conn: shared_with(conn, anna)) == ()
    assert await store.read(lambda conn: given(conn, anna, "profile")) == (kind == "matching")
    cipher = await store.read(lambda conn: keys.data.for_person(conn, anna))
    assert await store.read(lambda conn: reminders.of(conn, cipher, anna)) == [] or kind == "profile"


async def test_C3_a_yes_takes_in_the_profile_that_is_there(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    def work(conn: Connection) -> str:
        person = settle(conn, keys, "anna", clock.now()).id
        note(conn, person, "profile", yes=True, version=1, lang="so", now=clock.now())
        save(conn, keys, person, profile(), clock.now())
        allow = people(keys.data)["people.allow"]
        allow.run(Turning(conn, person, "so", clock.now()), {"kind": "matching", "version": 1})
        return person

    anna = await store.write(work)
    assert await store.read(lambda conn: codes(conn, anna)) == codes_of(profile())


async def test_C3_sharing_names_one_employer_and_each_has_an_answer_of_its_own(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    await store.write(lambda conn: share(conn, anna, clock.now()))
    await store.write(lambda conn: share(conn, anna, clock.now(), organisation=MILL))
    await store.write(lambda conn: share(conn, anna, clock.now(), yes=False))
    assert await store.read(lambda conn: shared_with(conn, anna)) == (MILL,)
    assert not await store.read(lambda conn: given(conn, anna, "sharing", BAKERY))
    for wrong in ({"kind": "sharing"}, {"kind": "matching", "about": BAKERY}, {"kind": "all"}):
        with pytest.raises(ValueError, match="consent"):
            await store.write(
                lambda conn: note(conn, anna, yes=True, version=1, lang="so", now=0, **wrong)  # noqa: B023
            )


async def test_D5_codes_end_with_the_profile_by_whatever_way(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    for name in ("lapses", "is deleted", "is erased"):
        await store.write(lambda conn, name=name: meet(conn, keys, name, clock.now()))  # type: ignore[misc]
    ids = await store.read(lambda conn: conn.scalars(select(candidates.c.person_id)).all())
    assert len(ids) == 3
    await store.write(lambda conn: records.forget(conn, ids[0]))
    await store.write(lambda conn: erase(conn, keys.data, ids[1]))
    assert len(await store.read(lambda conn: conn.scalars(select(candidates.c.id)).all())) == 1
    await store.write(lambda conn: records.sweep(conn, clock.now() + 182 * DAY))
    assert await store.read(count) == [0, 0, 0, 0]


async def test_C3_a_profile_brought_to_another_phone_asks_for_matching_anew(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    returning = Returning(keys.data, b"secret", saved=looking.keeper(keys.data))

    def work(conn: Connection) -> None:
        old = meet(conn, keys, "anna", clock.now())
        code = returning.code(conn, old)
        new = settle(conn, keys, "new phone", clock.now()).id
        note(conn, new, "profile", yes=True, version=1, lang="so", now=clock.now())
        assert returning.bring(conn, new, code, clock.now())

    await store.write(work)
    assert await store.read(count) == [0, 0, 0, 0]


async def test_after_90_days_she_is_asked_and_after_30_more_shown_to_nobody(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    cipher = await store.read(lambda conn: keys.data.for_person(conn, anna))

    async def asked() -> list[tuple[str, int]]:
        found = await store.read(lambda conn: reminders.of(conn, cipher, anna))
        return [(one.kind, one.due) for one in found]

    async def shown() -> bool:
        return bool(await store.read(lambda conn: ranked(conn, WANTED, clock.now())))

    assert await asked() == [("still_looking", int(clock.now()) + 90 * DAY)]
    clock.forward(119 * DAY)
    assert await shown()
    clock.forward(2 * DAY)
    assert not await shown()
    assert await store.read(lambda conn: keeping.paused(conn, anna, clock.now()))
    assert await store.write(lambda conn: looking.answer(conn, keys.data, anna, clock.now(), "yes"))
    assert await shown()
    assert await asked() == [("still_looking", int(clock.now()) + 90 * DAY)]
    assert await store.write(lambda conn: looking.answer(conn, keys.data, anna, clock.now(), "pause"))
    assert not await shown()
    assert await asked() == [("still_looking", int(clock.now()) + 90 * DAY)]
    assert await store.write(lambda conn: looking.answer(conn, keys.data, anna, clock.now(), "no"))
    assert not await shown()
    assert await asked() == []


async def test_D2_the_row_does_not_show_at_what_hour_she_was_here(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    assert (await store.read(lambda conn: conn.scalar(select(candidates.c.active_until))) or 1) % DAY == 0


async def test_C9_who_says_they_are_a_child_is_shown_to_nobody(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    child = next(action for action in actions(keys.data) if action.name == "matching.child")
    assert await store.read(lambda conn: ranked(conn, WANTED, clock.now()))
    await store.write(lambda conn: child.run(Turning(conn, anna, "so", clock.now()), {}))
    assert await store.read(lambda conn: ranked(conn, WANTED, clock.now())) == []
    await store.write(lambda conn: save(conn, keys, anna, profile(travel="yes"), clock.now()))
    assert await store.read(lambda conn: ranked(conn, WANTED, clock.now())) == []
    assert (await store.read(lambda conn: codes(conn, anna))) is not None  # C10: nothing is lost


async def test_the_state_of_matching_is_told_to_flows(store: Store, keys: Keys, clock: FakeClock) -> None:
    state = next(action for action in actions(keys.data) if action.name == "matching.state")

    async def now_is(person: str) -> str:
        return (await store.read(lambda conn: state.run(Turning(conn, person, "so", clock.now()), {}))).name

    anna = await store.write(lambda conn: meet(conn, keys, "anna", clock.now()))
    other = (await store.write(lambda conn: settle(conn, keys, "other", clock.now()))).id
    assert (await now_is(anna), await now_is(other)) == ("on", "none")
    await store.write(lambda conn: conn.execute(update(candidates).values(active_until=0)))
    assert await now_is(anna) == "paused"
    await store.write(lambda conn: note(conn, anna, "matching", yes=False, version=1, lang="so", now=0))
    assert await now_is(anna) == "off"
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(persons))) == 2
