"""Problems are said in the language that is asked for; their codes are the same in all of them (RFC 9457)."""

from __future__ import annotations

import json

import pytest

from bot.language.languages import LANGUAGES
from bot.portal.api import ROOT
from bot.portal.api.resources import slots
from tests.portal.api.programs import api_of, mounted, program
from tests.portal.world import World

NOWHERE = f"{ROOT}/slots/AAAAAAAAAAAAAAAAAAAAAA"


async def test_a_problem_is_said_in_each_of_our_languages_with_one_code(world: World) -> None:
    caller = await program(world, app=mounted(api_of(world, calls=slots.ROWS)))
    said = {}
    for tag in LANGUAGES:
        answer = await caller.client.get(NOWHERE, headers={"accept-language": f"{tag}-ZZ, en;q=0.5"})
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["type"]) == (404, "not_found", "about:blank")
        assert (answer.headers["content-language"], answer.headers["vary"]) == (tag, "Accept-Language")
        said[tag] = (problem["title"], problem["detail"])
    assert len(set(said.values())) == len(LANGUAGES) == 8
    assert said["en"][0] == "Not found"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (None, "en"),
        ("de, ja;q=0.8", "en"),
        ("*", "en"),
        ("", "en"),
        ("en;q=0.3, es;q=0.9", "es"),
        ("fr;q=0", "en"),
        ("\u00e9" * 3, "en"),
        ("x" * 5_000 + ", uk", "en"),
    ],
)
async def test_the_header_decides_by_its_weights_and_english_is_left(
    world: World, asked: str | None, found: str
) -> None:
    caller = await program(world, app=mounted(api_of(world, calls=slots.ROWS)))
    headers = [] if asked is None else [(b"accept-language", asked.encode("latin-1"))]
    answer = await caller.client.get(NOWHERE, headers=headers)
    assert (answer.status_code, answer.headers["content-language"]) == (404, found)


async def test_what_is_wrong_with_a_field_is_said_too_and_at_every_door(world: World) -> None:
    caller = await program(world, app=mounted(api_of(world, calls=slots.ROWS)))
    headers = {"accept-language": "es", "idempotency-key": "a", "content-type": "application/json"}
    body = json.dumps({"vacancy": "short", "minutes": "x", "repeat": "hourly", "more": 1})
    answer = await caller.client.post(f"{ROOT}/slots", content=body, headers=headers)
    told = {one["pointer"]: one["detail"] for one in answer.json()["errors"]}
    assert answer.status_code == 422
    assert told["/zone"] == "Esto es necesario."
    assert told["/minutes"] == "Tiene que ser un número entero."
    assert told["/repeat"] == "No es ninguno de los valores posibles: once, daily, weekdays, weekly"
    assert told["/more"] == "Este campo no se conoce aquí. No lo envíe."
    assert told["/vacancy"].startswith("No tiene la forma necesaria.")
    unknown = await caller.client.get(f"{ROOT}/slots?colour=red", headers=headers)
    assert unknown.json()["errors"][0]["detail"] == "Este parámetro no se conoce aquí. No lo envíe."
    nobody = await caller.client.get(f"{ROOT}/slots", headers=headers | {"authorization": ""})
    assert (nobody.status_code, nobody.headers["content-language"]) == (401, "es")
    assert (await caller.client.get(f"{ROOT}/x", headers=headers)).headers["content-language"] == "es"
