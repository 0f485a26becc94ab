"""Every row of the route table, crossed with every role and with own and foreign objects (S4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import httpx
import pytest
from sqlalchemy import Connection, func, select
from starlette.applications import Starlette
from starlette.routing import Match, Route

from bot.features.staff.model import ROLES
from bot.portal.routes import PAGES
from bot.portal.table import PUBLIC, SIGNED_IN, Page
from bot.store.schema import metadata
from tests.portal.samples import SAMPLES
from tests.portal.world import World, hold, send

PARAMETER = re.compile(r"\{(\w+)\}")
DENIED = (401, 403, 404)
Row = tuple[str, str]


async def _call(
    world: World, app: Starlette, page: Page, role: str | None, organisation: str, session: str = ""
) -> httpx.Response:
    """One request by the person of a role (None: nobody) to an object of an organisation made for it."""

    def fill(found: re.Match[str]) -> str:
        if page.who == PUBLIC:
            return "no-such-link"
        return str(world.store.write_sync(lambda conn: SAMPLES[found[1]](conn, world, organisation)))

    path = PARAMETER.sub(fill, page.path)
    async with world.browser(app) as browser:
        if role is not None:
            hold(browser, session or await world.session(world.people[role]))
        if page.method == "GET":
            return await browser.get(f"/portal{path}")
        if role is None:
            await browser.get("/portal/sign-in")
        return await send(browser, path)


def _expected(world: World, page: Page, role: str | None, organisation: str) -> str:
    if not page.admits(None if role is None else frozenset({role})):
        return "sign-in" if role is None else "403"
    if page.owner is None or page.who == PUBLIC or role is None or role in page.across:
        return "served"
    return "served" if organisation == world.home_of(role) else "404"


def _seen(answer: httpx.Response) -> str:
    if answer.status_code == 303 and answer.headers["location"].startswith("/portal/sign-in"):
        return "sign-in"
    if answer.status_code in DENIED or answer.status_code >= 500:
        return str(answer.status_code)
    return "served"


async def walk(world: World, app: Starlette, pages: Iterable[Page] = PAGES) -> list[str]:
    """Each row by everybody; what did not come out as the table of this program says."""
    faults = []
    open_: dict[str, str] = {}
    for page in pages:
        for role in (None, "administrator", "employer") if page.who == PUBLIC else (None, *ROLES):
            own = world.home_of(role) if role else world.ngo
            sides = [own]
            if PARAMETER.search(page.path) and page.who != PUBLIC:
                sides.append(await world.store.write(world.organisation))
            for organisation in sides:
                expected = _expected(world, page, role, organisation)
                if page.path == "/sign-out" and role:
                    continue  # leads to the sign-in page by itself
                if role and role not in open_:
                    open_[role] = await world.session(world.people[role])
                seen = _seen(await _call(world, app, page, role, organisation, open_.get(role or "", "")))
                if page.method == "POST" and seen == "served":
                    open_.pop(role or "", None)  # it may have ended with what was done
                if seen != expected:
                    side = "own" if organisation == own else "foreign"
                    faults.append(f"{page.method} {page.path} {role} {side}: {seen}, not {expected}")
    return faults


def _row(path: str) -> Page:
    return next(page for page in PAGES if page.path == path and page.method == "GET")


async def test_S4_every_route_by_every_role_on_own_and_foreign_objects(world: World) -> None:
    assert await walk(world, world.app()) == []


async def test_S4_the_walk_finds_a_door_that_is_open(world: World) -> None:
    page = _row("/audit/check")
    faults = await walk(world, world.app((replace(page, who=SIGNED_IN),)), [page])
    assert len(faults) == len(ROLES) - 1


async def test_S4_the_walk_finds_an_object_that_strangers_reach(world: World) -> None:
    page = _row("/people/{account}")
    faults = await walk(world, world.app((replace(page, across=frozenset(ROLES)),)), [page])
    assert [fault.split(":")[0] for fault in faults] == ["GET /people/{account} manager foreign"]


def test_S4_every_row_can_be_reached_by_its_own_path() -> None:
    routes = [Route(page.path, lambda request: None, methods=[page.method]) for page in PAGES]
    for page, own in zip(PAGES, routes, strict=True):
        scope = {"type": "http", "method": page.method, "path": page.path.replace("{", "").replace("}", "")}
        first = next(route for route in routes if route.matches(scope)[0] == Match.FULL)
        assert first is own, page.path


def test_S4_a_row_with_an_object_has_to_say_whose_it_is() -> None:
    page = _row("/people/{account}")
    with pytest.raises(ValueError, match="whose it is"):
        replace(page, owner=None)


def test_S4_every_parameter_has_a_sample() -> None:
    asked = {name for page in PAGES if page.who != PUBLIC for name in PARAMETER.findall(page.path)}
    assert asked <= SAMPLES.keys()


def test_S5_what_changes_rights_or_sends_needs_a_fresh_factor() -> None:
    needs = ("/roles", "/disable", "/enable", "/recover", "/link", "/retry", "/discard", "/invite", "/close")
    rows = [
        page for page in PAGES if page.method == "POST" and page.path.endswith(needs) and page.who != PUBLIC
    ]
    sends = ("/release", "/hand-back", "/correct", "/announcements/{announcement}/submit")
    rows += [page for page in PAGES if page.method == "POST" and page.path.endswith(sends)]
    assert len(rows) >= len(needs) + len(sends)
    assert [page.path for page in rows if not page.fresh] == []


def _count(conn: Connection) -> dict[str, int]:
    return {
        table.name: conn.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name != "staff_sessions"
    }


async def test_S7_no_page_writes_by_get(world: World) -> None:
    """Every page is looked at; afterwards the database is as it was, but for sessions in use."""
    app = world.app()
    before = await world.store.read(_count)
    for page in PAGES:
        if page.method == "GET" and "{" not in page.path:
            for role in ("administrator", "manager", "employer"):
                await _call(world, app, page, role, world.ngo)
    assert await world.store.read(_count) == before
