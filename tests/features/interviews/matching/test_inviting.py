"""Invitations: one open at a time, answered by her alone, over after fourteen days."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.delivery.actions import Turning
from bot.features.interviews.matching import Codes, NoVacancy, inviting, openings_for, page, plant_canary
from bot.features.interviews.matching.inviting import Sent, answer, invite, of_person, of_vacancy, withdraw
from bot.features.interviews.matching.tables import invitations
from bot.store.database import Store
from tests.clock import FakeClock
from tests.features.interviews.matching.people import (
    BAKER,
    BAKERY,
    MILL,
    MILLER,
    STAFF,
    WANTED,
    World,
    meet,
    share,
)
from tests.people_actions import people

VACANCY = WANTED.vacancy_id
DAY = 24 * 3600


async def anna_listed(store: Store, world: World, now: float) -> tuple[str, str]:
    def work(conn: Connection) -> tuple[str, str]:
        anna = meet(conn, world.keys, "anna", now)
        return anna, page(conn, world.ports, BAKER, VACANCY, now).candidates[0].ref

    return await store.write(work)


async def invites(store: Store, world: World, ref: str, now: float) -> Sent:
    return await store.write(lambda conn: invite(conn, world.ports, BAKER, VACANCY, ref, now))


async def states(store: Store, person: str, now: float) -> list[str]:
    return [one.state for one in await store.read(lambda conn: of_person(conn, person, now))]


async def answers(store: Store, person: str, id_: str, now: float, *, yes: bool) -> str:
    return await store.write(lambda conn: answer(conn, person, id_, now, yes=yes))


async def test_C3_she_is_invited_once_and_accepts_with_her_yes_to_this_employer(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    assert (sent.outcome, sent.person) == ("invited", anna)
    assert (await invites(store, world, ref, clock.now())).outcome == "already"
    assert world.log[-1] == (BAKER.account, "candidate.invited", ref, {"vacancy": VACANCY})
    assert await answers(store, anna, sent.invitation, clock.now(), yes=True) == "not_released"
    await store.write(lambda conn: share(conn, anna, clock.now()))
    for _ in range(2):
        assert await answers(store, anna, sent.invitation, clock.now(), yes=True) == "accepted"
    assert await store.read(lambda conn: of_vacancy(conn, BAKER, VACANCY, clock.now())) == {ref: "accepted"}
    assert await store.read(lambda conn: of_vacancy(conn, MILLER, VACANCY, clock.now())) == {}
    assert (await invites(store, world, ref, clock.now())).outcome == "already"


async def test_a_no_is_a_no(store: Store, world: World, clock: FakeClock) -> None:
    anna, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    assert await answers(store, anna, sent.invitation, clock.now(), yes=False) == "declined"
    assert await answers(store, anna, sent.invitation, clock.now(), yes=True) == "over"
    assert (await invites(store, world, ref, clock.now())).outcome == "already"


async def test_it_lapses_after_fourteen_days_also_before_anything_sweeps(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    clock.forward(14 * DAY - 1)
    assert await states(store, anna, clock.now()) == ["invited"]
    clock.forward(1)
    assert await states(store, anna, clock.now()) == ["lapsed"]
    assert await answers(store, anna, sent.invitation, clock.now(), yes=False) == "over"
    assert (await invites(store, world, ref, clock.now())).outcome == "invited"
    assert await states(store, anna, clock.now()) == ["invited", "lapsed"]


async def test_the_employer_takes_an_unanswered_one_back(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    assert not await store.write(lambda conn: withdraw(conn, world.ports, MILLER, VACANCY, ref, clock.now()))
    assert await store.write(lambda conn: withdraw(conn, world.ports, BAKER, VACANCY, ref, clock.now()))
    assert not await store.write(lambda conn: withdraw(conn, world.ports, BAKER, VACANCY, ref, clock.now()))
    assert await answers(store, anna, sent.invitation, clock.now(), yes=False) == "over"
    assert (await invites(store, world, ref, clock.now())).outcome == "invited"


async def test_nobody_answers_for_another(store: Store, world: World, clock: FakeClock) -> None:
    _, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    bea = await store.write(lambda conn: meet(conn, world.keys, "bea", clock.now()))
    assert await answers(store, bea, sent.invitation, clock.now(), yes=False) == "over"


async def test_C4_sharing_taken_back_declines_what_she_accepted_there(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna, ref = await anna_listed(store, world, clock.now())
    sent = await invites(store, world, ref, clock.now())
    await store.write(lambda conn: share(conn, anna, clock.now()))
    await answers(store, anna, sent.invitation, clock.now(), yes=True)
    refuse = people(world.keys.data)["people.refuse"]
    for about, state in ((MILL, "accepted"), (BAKERY, "declined")):
        values = {"kind": "sharing", "about": about, "version": 1}
        await store.write(
            lambda conn: refuse.run(Turning(conn, anna, "so", clock.now()), values)  # noqa: B023
        )
        assert await states(store, anna, clock.now()) == [state]


@pytest.mark.parametrize("frozen", [False, True])
async def test_E7_a_frozen_employer_invites_nobody(
    store: Store, world: World, clock: FakeClock, frozen: bool
) -> None:
    _, ref = await anna_listed(store, world, clock.now())
    if frozen:
        world.frozen.add(BAKERY)
        with pytest.raises(NoVacancy):
            await invites(store, world, ref, clock.now())
    else:
        assert (await invites(store, world, ref, clock.now())).outcome == "invited"


async def test_E5_a_canary_is_invited_like_anybody(store: Store, world: World, clock: FakeClock) -> None:
    def work(conn: Connection) -> Sent:
        plant_canary(conn, STAFF.account, Codes(), world.ports.note, clock.now())
        [line] = page(conn, world.ports, BAKER, VACANCY, clock.now()).candidates
        return invite(conn, world.ports, BAKER, VACANCY, line.ref, clock.now())

    sent = await store.write(work)
    assert (sent.outcome, sent.person) == ("invited", None)


async def test_D5_invitations_are_swept_90_days_after_their_end(
    store: Store, world: World, clock: FakeClock
) -> None:
    _, ref = await anna_listed(store, world, clock.now())
    await invites(store, world, ref, clock.now())
    clock.forward(14 * DAY)
    swept = await store.write(lambda conn: inviting.sweep(conn, clock.now()))
    assert swept == {"invitations_lapsed": 1, "invitations": 0}
    clock.forward(90 * DAY)
    assert (await store.write(lambda conn: inviting.sweep(conn, clock.now())))["invitations"] == 1
    assert await store.read(lambda conn: conn.execute(select(invitations)).all()) == []


async def test_C8_all_openings_are_shown_to_her_the_best_fitting_first(
    store: Store, world: World, clock: FakeClock
) -> None:
    anna = await store.write(lambda conn: meet(conn, world.keys, "anna", clock.now()))
    far, near = world.offer("a far one", isco="2512"), world.offer("a near one", isco="7511")
    found = await store.read(lambda conn: openings_for(conn, anna, [far, near, WANTED]))
    assert [one.wanted for one in found] == [WANTED, near, far]
    assert found[0].match.reasons[0].code == "work.unit"
    refuse = people(world.keys.data)["people.refuse"]
    await store.write(
        lambda conn: refuse.run(Turning(conn, anna, "so", clock.now()), {"kind": "matching", "version": 1})
    )
    assert await store.read(lambda conn: openings_for(conn, anna, [WANTED])) == []
