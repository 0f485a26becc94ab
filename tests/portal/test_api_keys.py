"""Keys for programs on their page: shown once, listed with their last day, ended at once; and long lists."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Connection, select

from bot.features.staff.api import keys
from bot.features.staff.api.tables import api_keys
from bot.features.staff.retention import sweeper
from bot.portal import paging
from bot.portal.pages import vacancies
from tests.portal import samples
from tests.portal.world import World, send

TOKEN = re.compile(r"rfq_\w{8}_[\w-]{43}")
FIELDS: dict[str, str | list[str]] = {
    "name": "Payroll program",
    "scopes": ["slots:read", "bookings:read"],
    "days": "30",
}


async def _rows(world: World) -> list[tuple[object, ...]]:
    found = await world.store.read(lambda conn: conn.execute(select(api_keys)).all())
    return [tuple(row) for row in found]


async def test_K2_a_key_is_shown_once_and_only_its_hash_is_kept(either_world: World) -> None:
    world = either_world
    browser = await world.signed_in("employer")
    page = (await send(browser, "/api", **FIELDS)).text
    (token,) = TOKEN.findall(page)
    again = (await browser.get("/portal/api")).text
    assert not TOKEN.findall(again)
    assert token[:12] in again and "Payroll program" in again and "Never" in again
    kept = repr(await _rows(world))
    assert token not in kept and token[13:] not in kept and "Payroll" not in kept
    caller = await world.store.read(lambda conn: keys.caller(conn, world.staff, token, world.now))
    assert caller is not None and caller.scopes == {"slots:read", "bookings:read"}

    end = re.search(r'action="/portal(/api/[\w-]{22}/end)"', again)
    assert end is not None
    assert (await send(browser, end[1])).status_code == 303
    assert await world.store.read(lambda conn: keys.caller(conn, world.staff, token, world.now)) is None
    assert (await send(browser, end[1])).status_code == 404
    assert "Ended" in (await browser.get("/portal/api")).text
    world.clock.forward(keys.KEPT)
    await world.store.write(lambda conn: sweeper(world.staff)(conn, world.now))
    assert await _rows(world) == []


async def test_S5_without_a_fresh_factor_no_key_is_made(world: World) -> None:
    browser = await world.signed_in("employer")
    world.clock.forward(301)
    answer = await send(browser, "/api", **FIELDS)
    assert not TOKEN.findall(answer.text)
    assert await _rows(world) == []


@pytest.mark.parametrize(("name", "value"), [("scopes", []), ("name", ""), ("days", "999")])
async def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, name: str, value: str | list[str]
) -> None:
    browser = await world.signed_in("employer")
    answer = await send(browser, "/api", **(FIELDS | {name: value}))
    assert answer.status_code == 422 and 'class="problem"' in answer.text
    assert name == "name" or "Payroll program" in answer.text
    assert await _rows(world) == []


async def test_lists_of_more_than_a_page_go_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vacancies, "PAGE", 2)
    monkeypatch.setattr(paging, "PAGE", 2)

    def fill(conn: Connection) -> None:
        for _ in range(3):
            samples.vacancy(conn, world, world.employer)

    await world.store.write(fill)
    for role, path, kind in (
        ("employer", "/vacancies", r"/portal/vacancies/[\w-]{22}\""),
        ("administrator", "/organisations", r"/portal/organisations/[\w-]{22}\""),
    ):
        browser, seen, at = await world.signed_in(role), set[str](), path
        for _ in range(5):
            page = (await browser.get(f"/portal{at}")).text
            found = set(re.findall(kind, page))
            assert len(found) <= 2 and not seen & found
            seen |= found
            more = re.search(r'id="rows-more"><a class="button" href="/portal([^"]+)"', page)
            if more is None:
                break
            at = more[1].replace("&amp;", "&")
        assert len(seen) == 3, path
