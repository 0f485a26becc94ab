"""The whole program and everybody who wants the same time at the same moment, each as it comes in life.

Candidates press the time in the web chat, case workers book it for somebody on their page, programs of the
employer move an interview to it: all by HTTP on loopback, to processes of `rafiq serve` on one database.
"""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import httpx
from sqlalchemy import Connection, update

from bot.channels.web.chat import new_secret
from bot.delivery import persons
from bot.delivery.ports import TurnResult
from bot.features.interviews import vacancies
from bot.features.interviews.slots import Slot
from bot.features.interviews.vacancies import read_vacancy
from bot.features.interviews.vacancies.tables import vacancies as vacancy_rows
from bot.features.interviews.zones import local
from bot.features.people import note
from bot.features.staff import Site, Staff
from bot.portal.api import ROOT
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring, dump
from tests.clock import FakeClock
from tests.features.interviews.matching.people import profile, save, share
from tests.features.interviews.slots.comers import Comer, OnAPage, OnPhone, Program
from tests.features.interviews.vacancies.forms import FORM as ADVERT
from tests.features.interviews.vacancies.forms import knows
from tests.forks import CommandFork
from tests.portal import meetings, samples
from tests.portal.api.programs import key_of
from tests.portal.world import Posted, World
from tests.program import answers, environment, process

T = TypeVar("T")
SEATS = 50
"""People at one time, so that few times are enough for interviews that are to be moved."""
EACH = 25
"""Clients of one account: tabs in the browser of a case worker, workers of a program with one key."""
AT_ONCE = 50
"""Comers who arrive together."""
LENGTH = 20
"""Minutes from one time to the next."""


@dataclass(frozen=True)
class Many:
    """How many come by each way."""

    chats: int
    pages: int
    programs: int


@dataclass
class Arena:
    """`urls`: of the processes; `times`: of the employer, the next one first."""

    store: Store
    world: World
    urls: tuple[str, ...]
    vacancy: str = ""
    times: list[Slot] = field(default_factory=list)
    comers: list[Comer] = field(default_factory=list)
    processes: list[CommandFork] = field(default_factory=list)

    def url(self, number: int) -> str:
        return self.urls[number % len(self.urls)]

    @property
    def printed(self) -> str:
        """What the processes said on standard error."""
        return "".join(one.stderr for one in self.processes)


@asynccontextmanager
async def arena(
    store: Store, ring: Keyring, folder: Path, many: Many, times: int, servers: Sequence[dict[str, str]]
) -> AsyncIterator[Arena]:
    """Everybody is where they can take a time. `servers`: the settings of each process."""
    keys_file = folder / "keys.json"
    keys_file.touch(mode=0o600)
    keys_file.write_text(dump(ring))
    _allow_connections()
    envs = [environment(folder, **settings) for settings in servers]
    urls = tuple(f"http://127.0.0.1:{env['RAFIQ_PORT']}" for env in envs)
    staff = Staff.of(ring, DataKeys(ring), Site.of("", 8000))
    made = Arena(store, World(store, staff, FakeClock(time.time()), Posted()), urls)
    async with AsyncExitStack() as stack:
        made.processes = [stack.enter_context(process(env)) for env in envs]
        await store.write(lambda conn: _offer(conn, made, times))
        await _people(made, many, stack)
        for url in urls:
            await answers(url)
        for one in made.comers:
            stack.push_async_callback(one.leave)
        for some in bites(made.comers, AT_ONCE):
            await asyncio.gather(*(one.arrive() for one in some))
        yield made


def _allow_connections() -> None:
    """As many open ones as the system lets a process have: by itself often 1,024, and each comer has one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _offer(conn: Connection, made: Arena, times: int) -> None:
    """An admitted employer, one advert, and its times of the day after tomorrow."""
    world = made.world
    world.ngo, world.employer = world.organisation(conn), world.organisation(conn, "employer")
    world.people["employer"] = world.account(conn, world.employer, "employer")
    samples.employer(conn, world, world.employer)
    begins = local(world.now, "UTC").date() + timedelta(days=60)
    draft = read_vacancy({**ADVERT, "start": (begins.isoformat(),)}, "en", knows(), world.now)
    assert draft.vacancy is not None, draft.problems
    writer = samples.Writer(world.employer)
    made.vacancy = str(vacancies.create(conn, world.hiring.desk, writer, draft, "en", world.now))
    now, this = int(world.now), vacancy_rows.c.id == made.vacancy
    conn.execute(
        update(vacancy_rows).where(this).values(state="released", released=now, until=now + 60 * meetings.DAY)
    )
    first = meetings.tomorrow(world, 8, 2)
    for number in range(times):
        at = first + timedelta(minutes=LENGTH * number)
        made.times.append(
            meetings.slot(conn, world, world.employer, vacancy=made.vacancy, first=at, minutes=15)
        )


async def _people(made: Arena, many: Many, stack: AsyncExitStack) -> None:
    world, store = made.world, made.store
    count = many.chats + many.pages + many.programs
    candidates = await store.write(lambda conn: [_candidate(conn, made) for _ in range(count)])
    chats, rest = candidates[: many.chats], candidates[many.chats :]
    pages, programs = rest[: many.pages], rest[many.pages :]
    made.comers += [OnPhone(made.url(number), one.secret) for number, one in enumerate(chats)]
    for number, some in enumerate(bites(pages, EACH)):
        account = await store.write(lambda conn: world.account(conn, world.ngo, "case_worker"))
        session, url = await world.session(account), made.url(number)
        browser = await stack.enter_async_context(_client(url, cookie=f"rafiq-staff={session}"))
        made.comers += [OnAPage(browser, made.vacancy, one.reference) for one in some]
    booked = await store.write(lambda conn: _interviews(conn, made, [one.person for one in programs]))
    for number, some_booked in enumerate(bites(booked, EACH)):
        account = await store.write(lambda conn: world.account(conn, world.employer, "employer"))
        key, url = await key_of(world, account), made.url(number)
        client = await stack.enter_async_context(_client(url + ROOT, authorization=f"Bearer {key.token}"))
        made.comers += [Program(client, booking) for booking in some_booked]


def bites(all_: Sequence[T], size: int) -> list[Sequence[T]]:
    """All of them in order, so many at a time."""
    return [all_[at : at + size] for at in range(0, len(all_), size)]


def _client(url: str, **headers: str) -> httpx.AsyncClient:
    """Of a browser or a program; passkeys and so the pages of staff belong to the name localhost."""
    host = f"localhost:{httpx.URL(url).port}"
    limits = httpx.Limits(max_connections=EACH, max_keepalive_connections=EACH)
    return httpx.AsyncClient(base_url=url, headers={"host": host, **headers}, limits=limits, timeout=120)


@dataclass(frozen=True)
class _Candidate:
    """`secret`: of her web chat. `reference`: what the employer, and staff who book for her, call her."""

    person: str
    secret: str
    reference: str


def _candidate(conn: Connection, made: Arena) -> _Candidate:
    """Somebody with a profile, who allows matching and this employer, and has told where her clock is."""
    world, secret = made.world, new_secret()
    keys, now = world.staff.keys, world.now
    person = persons.find_or_add(conn, keys, "web", secret, keys.address_hash("web", secret)).id
    cipher = keys.data.for_person(conn, person)
    persons.leave(conn, cipher, person, TurnResult(None, None, "en", []), now)
    for kind in ("profile", "matching"):
        note(conn, person, kind, yes=True, version=1, lang="en", now=now)
    save(conn, keys, person, profile(zone=meetings.ZONE), now)
    share(conn, person, now, organisation=world.employer)
    return _Candidate(person, secret, world.hiring.reference(conn, person, world.employer))


def _interviews(conn: Connection, made: Arena, people: Sequence[str]) -> list[str]:
    """Each of these people has an interview with the employer already, on a later day."""
    world, found = made.world, []
    for number, some in enumerate(bites(people, SEATS)):
        at = meetings.tomorrow(world, 8, 4) + timedelta(minutes=LENGTH * number)
        values = {"vacancy": made.vacancy, "first": at, "minutes": 15, "capacity": len(some)}
        one = meetings.slot(conn, world, world.employer, **values)
        found += [meetings.book(conn, world, one, person).id for person in some]
    return found
