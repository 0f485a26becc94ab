"""Clients that come over HTTP: employers who move interviews of theirs, by the page and by the API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import httpx

from bot.features.interviews.slots import Slot
from bot.features.staff.api import SCOPES
from bot.portal.api.resources import bookings
from bot.portal.pages import interviews
from bot.portal.table import Page
from bot.store.database import Store
from bot.store.keyring import Keyring
from tests.clock import FakeClock
from tests.features.interviews.slots.office import NOON_BEFORE, TOMORROW_TEN, VACANCY, Office, wall_after
from tests.portal import samples
from tests.portal.api.programs import Program, api_of, key_of, mounted
from tests.portal.world import World, hold, new_world, send

SEATS = 50
"""People at one time, so that few times are enough to begin with."""
_REFUSED = re.compile(r"This time is taken meanwhile\.")
_FREE = re.compile(r'<option value="([A-Za-z0-9_-]{22})"')


@dataclass
class Outsiders:
    """One employer on each store, with a browser and a program; `held`: its interviews, by the person."""

    world: World
    browsers: list[httpx.AsyncClient]
    programs: list[Program]
    held: dict[str, str] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """Whose times they are."""
        return self.world.employer

    async def by_page(self, number: int, person: str, slot: Slot) -> tuple[str, int]:
        """The outcome, and how many other times were offered. Raises AssertionError for any other answer."""
        browser = self.browsers[number % len(self.browsers)]
        answer = await send(browser, f"/interviews/{self.held[person]}/move", slot=slot.id)
        if answer.status_code == 303:
            self.held[person] = answer.headers["location"].rpartition("/")[2]
            return "done", 0
        assert answer.status_code == 422 and _REFUSED.search(answer.text), answer.text
        return "taken", len(_FREE.findall(answer.text))

    async def by_api(self, number: int, person: str, slot: Slot) -> tuple[str, int]:
        """The same for a program."""
        program = self.programs[number % len(self.programs)]
        answer = await program.post(f"/bookings/{self.held[person]}/move", {"slot": slot.id})
        said = answer.json()
        if answer.status_code == 200:
            self.held[person] = said["id"]
            return "done", 0
        assert (answer.status_code, said["code"]) == (409, "taken"), said
        return "taken", len(said["alternatives"])


async def outsiders(office: Office, stores: Sequence[Store], keyring: Keyring) -> Outsiders:
    """An admitted employer, whose clock stands where the office's does."""
    world = await new_world(office.store, keyring, office.keys.data, FakeClock(NOON_BEFORE))
    await world.store.write(lambda conn: samples.employer(conn, world, world.employer))
    key = await key_of(world, scopes=SCOPES)
    browsers, programs = [], []
    rows: tuple[Page, ...] = interviews.ROWS
    for store in stores:
        own = replace(world, store=store)
        browser = world.browser(own.app(rows))
        hold(browser, await world.session(world.people["employer"]))
        browsers.append(browser)
        programs.append(Program(mounted(api_of(own, calls=bookings.ROWS)), key.token))
    return Outsiders(world, browsers, programs)


async def with_interviews(office: Office, those: Outsiders, people: Sequence[str]) -> None:
    """Each of these people has an interview with that employer, a day after all others."""
    for at in range(0, len(people), SEATS):
        wall = wall_after(TOMORROW_TEN, 24 * 60 + at // SEATS * 15)
        (slot,) = await office.opened(
            wall, organisation=those.organisation, minutes=15, capacity=SEATS, vacancy=VACANCY
        )
        for person in people[at : at + SEATS]:
            those.held[person] = (await office.booked(person, slot)).id
