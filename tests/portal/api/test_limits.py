"""Bodies, fields, pace and views: what a call may bring, and how many there may be (I3, I13, I14, E4)."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection

from bot.channels.web.pace import Pace
from bot.features.interviews.matching import limits as views
from bot.portal.api import ROOT, Limits
from bot.portal.api.door import depth_of
from tests.portal import meetings, samples
from tests.portal.api.programs import LOOSE, Program, api_of, mounted, program
from tests.portal.world import World, send

HEADERS = {"idempotency-key": "a", "content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b'{"tasks": "' + b"x" * 70_000 + b'"}', "application/json", 413, "too_large"),
        (b"[" * 40 + b"]" * 40, "application/json", 400, "too_deep"),
        (b"[" * 60_000, "application/json", 400, "too_deep"),
        (b'{"tasks": ', "application/json", 400, "bad_json"),
        (b'{"places": NaN}', "application/json", 400, "bad_json"),
        (b'{"tasks": "\xff"}', "application/json", 400, "bad_json"),
        (b"tasks=x", "application/x-www-form-urlencoded", 415, "bad_type"),
        (b'{"name": "x"}', "application/json", 422, "invalid"),
        (b'{"tasks": "\\ud800"}', "application/json", 422, "invalid"),
        (b"", "application/json", 422, "invalid"),
    ],
)
async def test_I3_I14_a_body_is_read_within_limits(
    world: World, body: bytes, kind: str, status: int, code: str
) -> None:
    caller = await program(world)
    headers = HEADERS | {"content-type": kind}
    answer = await caller.client.post(f"{ROOT}/vacancies", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert b"x" * 20 not in answer.content


def test_I3_signs_within_texts_are_no_levels() -> None:
    assert depth_of(json.dumps({"a": "[[[[{{{", "b": ['"[']}).encode()) == 2


@pytest.mark.parametrize("wrong", ["%00", "x", "%C3%A9" * 11, "x" * 23, "..%2f..", "%22%3B--" + "x" * 18])
async def test_I5_what_is_no_id_is_nothing_of_ours(world: World, wrong: str) -> None:
    caller = await program(world)
    answer = await caller.client.get(f"{ROOT}/slots/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_I14_a_field_that_nobody_asked_for_is_named(world: World) -> None:
    caller = await program(world)
    answer = (await caller.post("/vacancies", {"state": "released"})).json()
    assert answer["errors"][0]["pointer"] == "/state"
    query = (await caller.get("/slots", organisation=world.ngo)).json()
    assert query["errors"][0]["parameter"] == "organisation"


async def test_I13_a_key_is_slowed_down_and_told_for_how_long(world: World) -> None:
    ticks = [0.0]
    limits = Limits(Pace(3, 0.5), Pace(LOOSE, LOOSE), Pace(1, 1), lambda: ticks[0])
    caller = await program(world, app=mounted(api_of(world, limits)))
    seen = [await caller.get("/organisation") for _ in range(4)]
    assert [one.status_code for one in seen] == [200, 200, 200, 429]
    assert seen[-1].json()["code"] == "slow_down"
    ticks[0] += float(seen[-1].headers["retry-after"])
    assert (await caller.get("/organisation")).status_code == 200
    stranger = Program(caller.app, "")
    assert [(await stranger.get("/slots")).status_code for _ in range(2)] == [401, 429]


async def test_I13_all_keys_together_have_a_limit_too(world: World) -> None:
    limits = Limits(Pace(LOOSE, LOOSE), Pace(2, 0.1), Pace(1, 1), lambda: 0.0)
    caller = await program(world, app=mounted(api_of(world, limits)))
    assert [(await caller.get("/organisation")).status_code for _ in range(3)] == [200, 200, 429]


async def test_E4_profiles_of_pages_and_of_the_api_are_counted_together(
    either_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = either_world
    monkeypatch.setattr(views, "MOST", 3)
    caller = await program(world)

    def prepare(conn: Connection) -> tuple[str, list[str]]:
        vacancy = samples.vacancy(conn, world, world.employer, "released")
        return vacancy, [meetings.candidate(conn, world, world.employer)[1] for _ in range(4)]

    vacancy, refs = await world.store.write(prepare)
    browser = await world.signed_in("employer")
    for ref in refs[:2]:
        assert (await send(browser, f"/candidates/{vacancy}/{ref}/open")).status_code == 200
    opened = [await caller.post(f"/vacancies/{vacancy}/candidates/{ref}/open") for ref in refs]
    assert [one.status_code for one in opened] == [200, 200, 200, 429], "two of them were open already"
    assert opened[-1].json()["code"] == "profile_limit"
    assert (await send(browser, f"/candidates/{vacancy}/{refs[3]}/open")).status_code == 422
