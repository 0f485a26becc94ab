"""A place with readers, and people who write and approve, for the pages of announcements."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import Connection, insert

from bot.delivery.tables import persons
from bot.features import places
from tests.portal.world import World, hold, send

HOUR = 3_600
ENGLISH = "Food distribution moves to Gate 3.\nSee https://help.unhcr.org/kenya/ for more."
CORRECTION = "Food distribution stays at Gate 1."


@dataclass
class Town:
    """An NGO's own place; `approver` has had her right for a day, `writer` has another account."""

    world: World
    place: str
    writer: str
    approver: str

    def fields(self, **changes: str | list[str]) -> dict[str, str | list[str]]:
        """What a writer types: everything that is needed for readers of English and Arabic."""
        end = datetime.fromtimestamp(self.world.now, UTC) + timedelta(hours=9)
        typed: dict[str, str | list[str]] = {
            "title": "Gate 3",
            "kind": "new",
            "text_en": ENGLISH,
            "correction_en": CORRECTION,
            "fallback_ar": "en",
            "places": [self.place],
            "end_day": end.strftime("%Y-%m-%d"),
            "end_time": end.strftime("%H:%M"),
            "zone": "UTC",
        }
        return typed | changes

    async def browser(self, account: str) -> httpx.AsyncClient:
        """A browser of somebody whose factor was just checked."""
        browser = self.world.browser()
        hold(browser, await self.world.session(account))
        return browser

    async def step(self) -> None:
        """What the job does: start what is due, and give everybody a row."""
        await self.world.announcing.step(self.world.store, self.world.clock.now)


def _readers(conn: Connection, place: str, lang: str, number: int) -> None:
    ids = [secrets.token_urlsafe(16) for _ in range(number)]
    row = {"channel": "web", "address": b"-", "lang": lang, "reachable": True}
    people = [{**row, "id": id_, "address_hash": secrets.token_bytes(32)} for id_ in ids]
    conn.execute(insert(persons), people)
    chosen = [{"person_id": id_, "place_id": place, "since": 0} for id_ in ids]
    conn.execute(insert(places.person_places), chosen)


async def new_town(world: World, readers: int = 25) -> Town:
    """Readers of English, and as many less twelve of Arabic."""

    def fill(conn: Connection) -> Town:
        names = {"en": "Example town", "ar": "مدينة المثال"}
        draft = places.Draft("example-town", "town", "", "KE", "Africa/Nairobi", names, world.ngo)
        place = places.add(conn, draft, world.now).id
        _readers(conn, place, "en", readers)
        _readers(conn, place, "ar", readers - 10)
        other = world.account(conn, world.ngo, "approver")
        return Town(world, place, world.people["announcer"], other)

    town = await world.store.write(fill)
    world.clock.forward(24 * HOUR)
    return town


def id_in(answer: httpx.Response) -> str:
    """The announcement that a form led to."""
    found = re.match(r"/portal/announcements/([\w-]{22})", answer.headers.get("location", ""))
    assert found is not None, (answer.status_code, answer.text[:3_000])
    return found[1]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


async def submitted(town: Town, **changes: str | list[str]) -> str:
    """Written and submitted through the pages."""
    browser = await town.browser(town.writer)
    made = await send(browser, "/announcements/new", **town.fields(**changes))
    id_ = id_in(made)
    assert made.headers["location"].endswith(id_), made.headers["location"]
    answer = await send(browser, f"/announcements/{id_}/submit")
    assert answer.status_code == 303, answer.text
    return id_


async def released(town: Town, **changes: str | list[str]) -> str:
    """Submitted, and released as the page of the approver asks."""
    id_ = await submitted(town, **changes)
    browser = await town.browser(town.approver)
    page = (await browser.get(f"/portal/announcements/{id_}")).text
    shown = hidden(page, "shown")
    fields = {"digest": hidden(page, "digest"), "shown": shown, "count": shown}
    answer = await send(browser, f"/announcements/{id_}/release", **fields)
    assert answer.status_code == 303, answer.text
    return id_
