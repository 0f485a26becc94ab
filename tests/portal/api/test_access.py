"""Every row of the table of calls, by every key, on own and foreign objects (S4); when a key ends (S3)."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import update

from bot.features.interviews.employers.tables import employers as employer_rows
from bot.features.staff import StaffRefused, roles
from bot.features.staff.api import SCOPES, keys
from bot.features.staff.model import COMMAND_LINE
from bot.portal.api import ROOT, ask, door
from bot.portal.api.routes import CALLS
from bot.portal.api.table import Call
from tests.portal import samples
from tests.portal.api.programs import Program, api_of, key_of, mounted, other_employer, program, signed
from tests.portal.world import World, hold

PARAMETER = re.compile(r"\{(\w+)\}")
DOOR = ("no_key", "bad_key", "missing_scope", "not_found", "failed", "busy")


async def _call(world: World, caller: Program, row: Call, organisation: str) -> httpx.Response:
    """One call, to an object of an organisation made for it."""

    def fill(found: re.Match[str]) -> str:
        return str(world.store.write_sync(lambda conn: samples.SAMPLES[found[1]](conn, world, organisation)))

    headers = {"idempotency-key": secrets.token_urlsafe(16), "if-match": '"1-draft"'}
    body: dict[str, str] | None = {} if row.method != "GET" else None
    path = ROOT + PARAMETER.sub(fill, row.path)
    return await caller.client.request(row.method, path, headers=headers, json=body)


def _seen(answer: httpx.Response) -> str:
    """Whether the door let it in: what comes after it is another matter."""
    code = str(answer.json()["code"]) if answer.status_code >= 400 else ""
    return code if code in DOOR else "served"


async def walk(world: World, calls: Iterable[Call] = CALLS) -> list[str]:
    """Each row with each kind of key; what did not come out as the table of this program says."""
    calls = tuple(calls)
    await world.store.write(lambda conn: samples.employer(conn, world, world.employer))
    app = mounted(api_of(world, calls=calls))
    whole = Program(app, (await key_of(world)).token)
    _, account = await other_employer(world)
    foreign = Program(app, (await key_of(world, account)).token)
    lacking: dict[str, Program] = {
        scope: Program(app, (await key_of(world, scopes=set(SCOPES) - {scope})).token) for scope in SCOPES
    }
    faults = []
    for row in calls:
        original = next(one for one in CALLS if (one.method, one.path) == (row.method, row.path))
        cases: list[tuple[str, Program, str]] = [
            ("nobody", Program(app, ""), "no_key"),
            ("a wrong key", Program(app, "rfq_AAAAAAAA_" + "x" * 43), "bad_key"),
            ("its scope", whole, "served"),
        ]
        if original.scope is not None:
            cases.append(("all other scopes", lacking[original.scope], "missing_scope"))
        if original.owner is not None:
            cases.append(("another organisation", foreign, "not_found"))
        for who, caller, expected in cases:
            seen = _seen(await _call(world, caller, row, world.employer))
            if seen != expected:
                faults.append(f"{row.method} {row.path} {who}: {seen}, not {expected}")
    return faults


def _row(path: str) -> Call:
    return next(row for row in CALLS if row.path == path and row.method == "GET")


async def test_S4_every_call_by_every_key_on_own_and_foreign_objects(world: World) -> None:
    assert await walk(world) == []


async def test_S4_the_walk_finds_a_call_without_a_scope(world: World) -> None:
    open_ = replace(_row("/slots"), scope=None)
    faults = await walk(world, (open_,))
    assert [fault.split(": ")[0] for fault in faults] == ["GET /slots all other scopes"]


async def test_S4_the_walk_finds_an_object_that_strangers_reach(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (ask, door):
        monkeypatch.setattr(module, "check", lambda *_: None)
    faults = await walk(world, (_row("/slots/{slot}"),))
    assert [fault.split(": ")[0] for fault in faults] == ["GET /slots/{slot} another organisation"]


def test_S4_a_row_has_to_say_its_scope_and_whose_its_object_is() -> None:
    with pytest.raises(ValueError, match="whose it is"):
        replace(_row("/slots/{slot}"), owner=None)
    with pytest.raises(ValueError, match="needs a scope"):
        replace(next(row for row in CALLS if row.method == "POST"), scope=None)


def test_S4_every_parameter_has_a_sample() -> None:
    assert {name for row in CALLS for name in PARAMETER.findall(row.path)} <= samples.SAMPLES.keys()


async def test_S4_there_is_no_call_beside_the_table(world: World) -> None:
    """Its rows and the document are all that is answered: a route that is added elsewhere fails here."""
    routes = {(method, route.path) for route in api_of(world).routes for method in route.methods or ()}  # type: ignore[attr-defined]
    routes -= {(method, path) for method, path in routes if method in ("HEAD", "OPTIONS")}
    assert routes == {(row.method, row.path) for row in CALLS} | {("GET", "/openapi.json")}


async def test_S3_a_key_ends_with_its_account_its_role_its_day_and_by_hand(either_world: World) -> None:
    world = either_world
    caller = await program(world)
    who = world.people["employer"]
    admin = replace(COMMAND_LINE, fresh_until=world.now + 300)

    async def answered(token: str) -> int:
        return (await Program(caller.app, token).get("/organisation")).status_code

    assert await answered(caller.token) == 200
    await world.store.write(lambda conn: roles.disable(conn, admin, who, world.now))
    assert await answered(caller.token) == 401
    await world.store.write(lambda conn: roles.enable(conn, admin, who, world.now))
    assert await answered(caller.token) == 401, "it does not come back with the account"

    by_hand, by_time = await key_of(world), await key_of(world, days=1)
    me = await signed(world, who)
    assert await world.store.write(lambda conn: keys.revoke(conn, me, by_hand.id, world.now))
    assert [await answered(by_hand.token), await answered(by_time.token)] == [401, 200]
    world.clock.forward(86_400)
    assert await answered(by_time.token) == 401


async def test_S5_a_key_is_made_with_a_fresh_factor_by_an_employer(world: World) -> None:
    me = await signed(world, world.people["employer"])
    vetter = await signed(world, world.people["vetter"])
    for who, code in ((replace(me, fresh_until=0), "stale"), (vetter, "not_allowed")):
        with pytest.raises(StaffRefused) as refused:
            await world.store.write(
                lambda conn, who=who: keys.create(  # type: ignore[misc]
                    conn, world.staff, who, name="x", scopes=SCOPES, days=1, now=world.now
                )
            )
        assert refused.value.code == code


@pytest.mark.parametrize(("state", "code"), [("frozen", "frozen"), ("lapsed", "not_admitted")])
async def test_E1_E7_a_stopped_organisation_is_told_so(world: World, state: str, code: str) -> None:
    caller = await program(world)
    await world.store.write(lambda conn: conn.execute(update(employer_rows).values(state=state)))
    answer = await caller.get("/slots")
    assert (answer.status_code, answer.json()["code"]) == (403, code)
    assert (await caller.get("/organisation")).json()["state"] == state


async def test_O5_the_document_is_for_key_holders_and_employers_who_are_signed_in(world: World) -> None:
    caller = await program(world)
    browser = Program(caller.app, "")
    assert (await browser.get("/openapi.json")).status_code == 401
    assert (await browser.get("/docs")).status_code == 404
    assert (await caller.get("/openapi.json")).json()["info"]["title"]
    for role, status in (("vetter", 401), ("employer", 200)):
        hold(browser.client, await world.session(world.people[role]))
        assert (await browser.get("/openapi.json")).status_code == status


async def test_S7_a_session_is_no_key(world: World) -> None:
    caller = await program(world)
    browser = Program(caller.app, "")
    hold(browser.client, await world.session(world.people["employer"]))
    assert (await browser.get("/slots")).json()["code"] == "no_key"
    answer = await caller.client.options(f"{ROOT}/slots", headers={"origin": "https://other.example.org"})
    assert "access-control-allow-origin" not in answer.headers
    assert answer.status_code == 405


async def test_S8_every_answer_is_for_nobody_else_and_shows_nothing(world: World) -> None:
    caller = await program(world)
    for answer in (
        await caller.get("/slots"),
        await caller.get("/nothing"),
        await Program(caller.app, "").get("/slots"),
    ):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "set-cookie" not in answer.headers
