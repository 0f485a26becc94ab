"""A call that is sent again has no second effect (M11), also where two arrive at the same moment."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, func, select

from bot.features.interviews.slots.tables import bookings, cells
from bot.features.interviews.vacancies.tables import vacancies
from bot.features.staff.api import answers
from bot.features.staff.api.tables import api_answers
from bot.portal.api import ROOT
from tests.features.interviews.matching.people import share
from tests.portal import meetings, samples
from tests.portal.api.programs import program
from tests.portal.world import World


async def _adverts(world: World) -> int:
    return await world.store.read(lambda conn: conn.scalar(select(func.count()).select_from(vacancies))) or 0


async def test_M11_the_same_call_gets_the_same_answer_and_is_done_once(either_world: World) -> None:
    world = either_world
    caller = await program(world)
    first = await caller.post("/vacancies", {"occupation": "baker", "town": "Nakuru"}, name="one")
    again = await caller.post("/vacancies", {"town": "Nakuru", "occupation": "baker"}, name="one")
    assert (again.status_code, again.content) == (201, first.content), "the order of fields does not matter"
    assert again.headers["etag"] == first.headers["etag"]
    assert await _adverts(world) == 1


async def test_M11_another_call_under_the_same_name_is_refused(either_world: World) -> None:
    world = either_world
    caller = await program(world)
    made = (await caller.post("/vacancies", {"occupation": "baker"}, name="one")).json()
    for path, body in (("/vacancies", {"occupation": "cook"}), (f"/vacancies/{made['id']}/close", None)):
        other = await caller.post(path, body, name="one")
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert await _adverts(world) == 1


@pytest.mark.parametrize("clients", [12])
async def test_M11_many_at_once_under_one_name_have_one_effect(either_world: World, clients: int) -> None:
    world = either_world
    caller = await program(world)
    calls = (caller.post("/vacancies", {"occupation": "baker"}, name="one") for _ in range(clients))
    answered = await asyncio.gather(*calls)
    assert {(one.status_code, one.content) for one in answered} == {(201, answered[0].content)}
    assert await _adverts(world) == 1


async def test_M11_without_the_claim_they_have_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    caller = await program(world)
    claimed = answers.Claimed(world.people["employer"], b"x" * 32)
    monkeypatch.setattr(answers, "claim", lambda *_: claimed)
    calls = (caller.post("/vacancies", {"occupation": "baker"}, name="one") for _ in range(4))
    await asyncio.gather(*calls)
    assert await _adverts(world) == 4


async def test_M11_a_name_is_kept_for_a_day(world: World) -> None:
    caller = await program(world)
    await caller.post("/vacancies", {"occupation": "baker"}, name="one")
    world.clock.forward(answers.KEPT - 1)
    await caller.post("/vacancies", {"occupation": "baker"}, name="one")
    assert await _adverts(world) == 1
    world.clock.forward(1)
    await caller.post("/vacancies", {"occupation": "baker"}, name="one")
    assert await _adverts(world) == 2


async def test_M11_every_post_has_a_name(world: World) -> None:
    caller = await program(world)
    for headers in ({}, {"idempotency-key": ""}, {"idempotency-key": "x" * 129}, {"idempotency-key": "a b"}):
        answer = await caller.client.post(f"{ROOT}/vacancies", json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "no_idempotency_key")


async def test_M11_a_refused_call_can_be_tried_again_under_its_name(world: World) -> None:
    caller = await program(world)
    made = (await caller.post("/vacancies", {"occupation": "baker"})).json()
    path = f"/vacancies/{made['id']}/submit"
    assert (await caller.post(path, name="one")).status_code == 409
    assert (
        await world.store.read(lambda conn: conn.scalar(select(func.count()).select_from(api_answers))) == 1
    ), "of the refused one nothing is kept"


async def test_C4_a_profile_that_was_taken_back_is_not_repeated(either_world: World) -> None:
    world = either_world
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[str, str, str]:
        vacancy = samples.vacancy(conn, world, world.employer, "released")
        return vacancy, *meetings.candidate(conn, world, world.employer)

    vacancy, person, ref = await world.store.write(prepare)
    path = f"/vacancies/{vacancy}/candidates/{ref}/open"
    assert (await caller.post(path, name="one")).status_code == 200
    assert (await caller.post(path, name="one")).json()["profiles_left"] == 29
    await world.store.write(
        lambda conn: share(conn, person, world.now, yes=False, organisation=world.employer)
    )
    assert (await caller.post(path, name="one")).json()["code"] == "not_shared"


async def test_K1_an_answer_is_sealed(world: World) -> None:
    caller = await program(world)
    await caller.post("/vacancies", {"occupation": "baker", "town": "Nakuru"}, name="one-visible-name")
    row = await world.store.read(lambda conn: conn.execute(select(api_answers)).one())
    assert not any(word in bytes(column) for word in (b"Nakuru", b"one-visible") for column in row[1:4])


CLIENTS = 50


async def test_B1_B3_many_programs_move_to_one_slot_and_one_wins(either_world: World) -> None:
    """Fifty interviews at the same time of one day, each moved to the one time that is left."""
    world = either_world
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[list[str], str, str]:
        vacancy = samples.vacancy(conn, world, world.employer, "released")
        full = {"capacity": CLIENTS, "vacancy": vacancy}
        one = meetings.slot(conn, world, world.employer, **full)
        people = [meetings.candidate(conn, world, world.employer)[0] for _ in range(CLIENTS)]
        booked = [meetings.book(conn, world, one, person).id for person in people]
        wanted = meetings.slot(
            conn, world, world.employer, vacancy=vacancy, first=meetings.tomorrow(world, 15)
        )
        spare = meetings.slot(
            conn, world, world.employer, vacancy=vacancy, first=meetings.tomorrow(world, 17)
        )
        return booked, wanted.id, spare.id

    booked, wanted, spare = await world.store.write(prepare)
    moves = (caller.post(f"/bookings/{one}/move", {"slot": wanted}) for one in booked)
    answered = await asyncio.gather(*moves)
    assert sorted(one.status_code for one in answered) == [200] + [409] * (CLIENTS - 1)
    lost = [one.json() for one in answered if one.status_code == 409]
    assert {one["code"] for one in lost} == {"taken"}
    assert all(spare in {slot["id"] for slot in one["alternatives"]} for one in lost)

    def count(conn: Connection) -> tuple[int | None, int | None]:
        live = select(func.count()).select_from(bookings).where(bookings.c.state == "booked")
        seats = select(func.count(cells.c.owner.distinct())).where(cells.c.owner.startswith("p:"))
        return conn.scalar(live.where(bookings.c.slot == wanted)), conn.scalar(seats)

    assert await world.store.read(count) == (1, CLIENTS)
