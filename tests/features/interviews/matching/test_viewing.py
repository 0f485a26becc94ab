"""What an employer sees: ten a page, by reference, what was released, thirty profiles a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import asdict

import pytest
from sqlalchemy import Connection, delete, select

from bot.delivery.keys import Keys
from bot.features.interviews.matching import (
    Codes,
    NoVacancy,
    Viewer,
    ask_staff,
    canaries,
    decide,
    left,
    limits,
    open_profile,
    open_requests,
    page,
    plant_canary,
    take_away,
    viewing,
)
from bot.features.interviews.matching.keeping import read
from bot.features.interviews.matching.model import Occupation
from bot.features.interviews.matching.tables import candidates, refs, view_days, views
from bot.features.people import note
from bot.store.database import Store
from tests.clock import FakeClock
from tests.features.interviews.matching.crowd import crowd
from tests.features.interviews.matching.crowd import store as put
from tests.features.interviews.matching.people import (
    BAKER,
    BAKERY,
    MILL,
    MILLER,
    STAFF,
    WANTED,
    World,
    meet,
    profile,
    share,
)

VACANCY = WANTED.vacancy_id


async def anna_shares(store: Store, world: World, now: float) -> tuple[str, str]:
    """Her id, and the reference by which the bakery knows her."""

    def work(conn: Connection) -> tuple[str, str]:
        anna = meet(conn, world.keys, "anna", now)
        share(conn, anna, now)
        return anna, page(conn, world.ports, BAKER, VACANCY, now).candidates[0].ref

    return await store.write(work)


async def opens(store: Store, world: World, ref: str, now: float, viewer: Viewer = BAKER) -> str:
    opened = await store.write(lambda conn: open_profile(conn, world.ports, viewer, VACANCY, ref, now))
    return opened.outcome


async def test_C4_who_leaves_while_the_page_is_made_is_not_on_it(
    store: Store, world: World, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the statement that finds her and the one that reads her codes."""
    now = clock.now()
    await anna_shares(store, world, now)
    await store.write(lambda conn: share(conn, meet(conn, world.keys, "berta", now), now))
    both = await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, now))

    def goes_first(conn: Connection, ids: Iterable[int]) -> dict[int, Codes]:
        wanted = list(ids)
        conn.execute(delete(candidates).where(candidates.c.id == wanted[0]))
        return read(conn, wanted)

    monkeypatch.setattr(viewing, "read", goes_first)
    left = await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, now))
    assert [one.ref for one in left.candidates] == [one.ref for one in both.candidates[1:]]


async def test_C8_E4_pages_of_ten_reach_everybody(store: Store, world: World, clock: FakeClock) -> None:
    await store.write(lambda conn: put(conn, crowd(3), 33, int(clock.now()) + 1))
    seen, after, sizes = [], "", []
    while True:
        found = await store.write(
            lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now(), after)  # noqa: B023
        )
        seen += [one.ref for one in found.candidates]
        sizes.append(len(found.candidates))
        after = found.next
        if not after:
            break
    assert sizes == [10, 10, 10, 3]
    assert len(set(seen)) == 33
    assert [what for _, what, _, _ in world.log] == ["candidates.listed"] * 4


async def test_paging_goes_on_where_the_last_one_has_left(
    store: Store, world: World, clock: FakeClock
) -> None:
    stored = await store.write(lambda conn: put(conn, crowd(3), 30, int(clock.now()) + 1))
    first = await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now()))
    last = first.candidates[-1].ref
    await store.write(lambda conn: conn.execute(refs.delete().where(refs.c.ref == last)))
    seen, after = {one.ref for one in first.candidates} - {last}, first.next
    while after:
        found = await store.write(
            lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now(), after)  # noqa: B023
        )
        seen |= {one.ref for one in found.candidates}
        after = found.next
    assert len(seen) >= len(stored) - 1


@pytest.mark.parametrize("odd", ["x", "1", "-1.x", "999.x", "٣.x", "1" * 5000, "50.", ".."])
async def test_I5_a_forged_place_is_only_a_place(
    store: Store, world: World, clock: FakeClock, odd: str
) -> None:
    await store.write(lambda conn: put(conn, crowd(3), 12, int(clock.now()) + 1))
    await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now(), odd))


async def test_E3_a_line_has_no_person_place_or_words(store: Store, world: World, clock: FakeClock) -> None:
    def work(conn: Connection) -> tuple[str, str]:
        kept = profile(lives="KE", countries="CA", alone="family", certificates="secret school")
        anna = meet(conn, world.keys, "anna", clock.now(), kept)
        share(conn, anna, clock.now())
        return anna, repr(asdict(page(conn, world.ports, BAKER, VACANCY, clock.now()).candidates[0]))

    anna, line = await store.write(work)
    assert "7512" in line
    for hidden in (anna, "KE", "CA", "secret", "family", "anna", "call me"):
        assert f"'{hidden}" not in line and f"{hidden}'" not in line


async def test_D9_two_employers_cannot_compare(store: Store, world: World, clock: FakeClock) -> None:
    world.offer("vacancy-of-the-mill", organisation=MILL)

    def work(conn: Connection) -> tuple[str, str, str]:
        meet(conn, world.keys, "anna", clock.now())
        one = page(conn, world.ports, BAKER, VACANCY, clock.now()).candidates[0].ref
        again = page(conn, world.ports, BAKER, VACANCY, clock.now()).candidates[0].ref
        return (
            one,
            again,
            page(conn, world.ports, MILLER, "vacancy-of-the-mill", clock.now()).candidates[0].ref,
        )

    one, again, other = await store.write(work)
    assert one == again
    assert one != other
    assert min(len(one), len(other)) == 22


async def test_S4_the_vacancy_and_the_reference_have_to_be_theirs(
    store: Store, world: World, clock: FakeClock
) -> None:
    _, ref = await anna_shares(store, world, clock.now())
    with pytest.raises(NoVacancy):
        await opens(store, world, ref, clock.now(), MILLER)
    world.offer(VACANCY, organisation=MILL)
    assert await opens(store, world, ref, clock.now(), MILLER) == "gone"
    with pytest.raises(NoVacancy):
        await store.write(lambda conn: page(conn, world.ports, MILLER, "never released", clock.now()))


async def test_E3_L3_a_profile_opens_only_with_her_yes_to_this_employer_and_is_noted(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna, ref = await anna_shares(store, world, clock.now())
    opened = await store.write(lambda conn: open_profile(conn, world.ports, BAKER, VACANCY, ref, clock.now()))
    assert opened.outcome == "shown"
    assert "I bake bread" in opened.document
    assert world.log[-1] == (BAKER.account, "profile.opened", ref, {"vacancy": VACANCY})
    await store.write(lambda conn: share(conn, anna, clock.now(), yes=False))
    assert await opens(store, world, ref, clock.now()) == "not_released"


async def test_C4_codes_left_behind_are_neither_listed_nor_opened(
    store: Store, world: World, clock: FakeClock
) -> None:
    """Even if the erasing were forgotten, no read gets past the newest answer."""
    anna, ref = await anna_shares(store, world, clock.now())
    await store.write(
        lambda conn: note(conn, anna, "matching", yes=False, version=1, lang="so", now=clock.now())
    )
    found = await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now()))
    assert found.candidates == ()
    assert await opens(store, world, ref, clock.now()) == "not_released"


async def everybody(store: Store, world: World, now: float, many: int) -> list[str]:
    def work(conn: Connection) -> list[str]:
        for number in range(many):
            share(conn, meet(conn, world.keys, f"person {number}", now), now)
        found, after = [], ""
        while True:
            seen = page(conn, world.ports, BAKER, VACANCY, now, after)
            found += [one.ref for one in seen.candidates]
            after = seen.next
            if not after:
                return found

    return await store.write(work)


async def test_E4_thirty_profiles_a_day_and_then_staff_are_asked(
    store: Store, world: World, clock: FakeClock
) -> None:
    people = await everybody(store, world, clock.now(), 33)
    outcomes = [await opens(store, world, ref, clock.now()) for ref in people]
    assert outcomes == ["shown"] * 30 + ["limit"] * 3
    assert await opens(store, world, people[0], clock.now()) == "shown"  # seen today: it counts once
    assert await store.read(lambda conn: left(conn, BAKER.account, clock.now())) == 0
    assert await store.write(lambda conn: ask_staff(conn, BAKER, world.ports.note, clock.now()))
    assert not await store.write(lambda conn: ask_staff(conn, BAKER, world.ports.note, clock.now()))
    [request] = await store.read(open_requests)
    assert request.organisation == BAKERY

    async def grants(who: Viewer) -> bool:
        return await store.write(
            lambda conn: decide(conn, request.id, who, world.ports.note, clock.now(), yes=True)
        )

    assert not await grants(Viewer("another baker", BAKERY))
    assert await grants(STAFF)
    assert not await grants(STAFF)
    assert await opens(store, world, people[31], clock.now()) == "shown"
    assert await store.read(lambda conn: left(conn, BAKER.account, clock.now())) == 29
    clock.forward(24 * 3600)
    assert await store.read(lambda conn: left(conn, BAKER.account, clock.now())) == 30


async def test_E4_without_the_limit_all_would_open(
    store: Store, world: World, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(limits, "MOST", 1000)
    people = await everybody(store, world, clock.now(), 31)
    assert {await opens(store, world, ref, clock.now()) for ref in people} == {"shown"}


async def test_E4_pages_opened_at_the_same_moment_do_not_pass_the_limit(
    store: Store, world: World, clock: FakeClock
) -> None:
    def count(ref: str) -> asyncio.Task[bool]:
        work = store.write(lambda conn: limits.count(conn, "account", ref, clock.now()))
        return asyncio.ensure_future(work)

    assert sum(await asyncio.gather(*(count(f"ref {n}") for n in range(50)))) == 30
    assert await store.read(lambda conn: conn.scalar(select(view_days.c.opened))) == 30


async def test_E5_a_canary_freezes_the_organisation_in_the_same_transaction(
    store: Store, world: World, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = Codes((Occupation("7512", 2, 2, 2),))

    def work(conn: Connection) -> tuple[int, str, bool]:
        handle = plant_canary(conn, STAFF.account, codes, world.ports.note, clock.now())
        [line] = page(conn, world.ports, BAKER, VACANCY, clock.now()).candidates
        return handle, line.ref, line.released

    handle, ref, released = await store.write(work)
    assert released
    assert await store.read(lambda conn: [(one.handle, one.unit) for one in canaries(conn)]) == [
        (handle, "7512")
    ]
    assert await opens(store, world, ref, clock.now()) == "frozen"
    assert world.frozen == {BAKERY}
    assert world.log[-1][1:3] == ("profile.canary_opened", ref)
    with pytest.raises(NoVacancy):
        await opens(store, world, ref, clock.now())
    assert await store.write(
        lambda conn: take_away(conn, STAFF.account, handle, world.ports.note, clock.now())
    )
    assert not await store.write(
        lambda conn: take_away(conn, STAFF.account, handle, world.ports.note, clock.now())
    )


async def test_E5_a_real_person_freezes_nobody_and_is_not_taken_away(
    store: Store, world: World, clock: FakeClock
) -> None:
    _, ref = await anna_shares(store, world, clock.now())
    assert await opens(store, world, ref, clock.now()) == "shown"
    assert world.frozen == set()
    assert not await store.write(
        lambda conn: take_away(conn, STAFF.account, 1, world.ports.note, clock.now())
    )


async def test_D5_who_opened_what_is_swept(store: Store, world: World, clock: FakeClock) -> None:
    _, ref = await anna_shares(store, world, clock.now())
    await opens(store, world, ref, clock.now())
    await store.write(lambda conn: ask_staff(conn, BAKER, world.ports.note, clock.now()))
    assert sum((await store.write(lambda conn: limits.sweep(conn, clock.now()))).values()) == 0
    clock.forward(3 * 24 * 3600)
    swept = await store.write(lambda conn: limits.sweep(conn, clock.now()))
    assert swept == {"profile_views": 1, "profile_view_days": 1, "profile_view_requests": 0}
    assert await store.read(lambda conn: conn.execute(select(views)).all()) == []
    clock.forward(90 * 24 * 3600)
    assert (await store.write(lambda conn: limits.sweep(conn, clock.now())))["profile_view_requests"] == 1


async def test_only_the_keys_of_the_page_are_needed(
    keys: Keys, store: Store, world: World, clock: FakeClock
) -> None:
    """The list decrypts nothing: it is there even for somebody whose key is gone."""
    anna, ref = await anna_shares(store, world, clock.now())
    await store.write(lambda conn: keys.data.destroy_person_key(conn, anna))
    found = await store.write(lambda conn: page(conn, world.ports, BAKER, VACANCY, clock.now()))
    assert [one.ref for one in found.candidates] == [ref]
