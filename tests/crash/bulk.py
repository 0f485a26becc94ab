"""A broadcast through kills: the process that is killed, the platform that remembers, and the verdict.

Smaller than trial.py, whose places before the commit do not exist here: nobody writes to us.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp
import structlog
from aiohttp import web
from sqlalchemy import Connection, literal, select

from bot.conversation.messages import Outgoing
from bot.delivery import broadcasts, persons
from bot.delivery.broadcasts import Broadcast, Counts
from bot.delivery.broadcasts.claims import Bulk
from bot.delivery.broadcasts.flow import Flow
from bot.delivery.broadcasts.lane import BulkLane
from bot.delivery.keys import Keys
from bot.delivery.marks import Sent
from bot.delivery.ports import SendError, Uncertain
from bot.delivery.sender import Sender
from bot.delivery.tables import persons as people
from bot.store import keyring
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import load
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from tests.crash.child import LaterClock
from tests.crash.phases import IDLE, SENDING, SENT, Phases
from tests.forks import FORKS

ID = "broadcast"
CHANNEL = "crash"
YEAR = 365 * 86_400
LONGEST_LIFE = 20.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process is told when it is started."""

    data_dir: Path
    keys_file: Path
    database: str | None
    platform: str
    phases: Path
    chats: int
    life: int
    marks_too_early: bool = False
    """The negative control: a row is marked as sent before it is."""

    def store(self) -> Store:
        return PostgresStore(self.database) if self.database else open_sqlite(self.data_dir)

    def keys(self) -> Keys:
        ring = load(self.keys_file, self.data_dir)
        return Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))


class _Channel:
    name = CHANNEL

    def __init__(self, session: aiohttp.ClientSession, setup: Setup, phases: Phases) -> None:
        self._session, self._setup, self._phases = session, setup, phases

    async def send(self, address: str, message: Outgoing) -> str:
        self._phases.send(int(address), SENDING)
        body = {"chat": int(address), "life": self._setup.life}
        try:
            async with self._session.post(f"{self._setup.platform}/send", json=body) as answer:
                answer.raise_for_status()
        except aiohttp.ClientError as error:
            raise Uncertain("cut") from error
        self._phases.send(int(address), SENT)
        return "1"


class _Lane(BulkLane):
    """The lane, with a word on how far it is."""

    phases: Phases
    setup: Setup

    async def _try(self, flow: Flow, bulk: Bulk, looked: float) -> str | SendError | None:
        if self.setup.marks_too_early:
            await self._write(bulk.held.until, Sent(bulk.held))
        return await super()._try(flow, bulk, looked)

    async def _send(self, flow: Flow, bulk: Bulk, looked: float) -> None:
        await super()._send(flow, bulk, looked)
        self.phases.send(int(bulk.address), IDLE)


def main(setup: Setup) -> None:
    """One life of the process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_live(setup))


async def _live(setup: Setup) -> None:
    store, keys, clock = setup.store(), setup.keys(), LaterClock(setup.life)
    phases = Phases(setup.phases, setup.chats)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        sender = Sender(store, keys, clock, [_Channel(session, setup, phases)])
        lane = _Lane(store, keys, clock, sender, lambda conn, id_, lang, channel: Outgoing("Gate 3", lang))
        lane.phases, lane.setup = phases, setup
        lane.start()
        while not (await store.read(lambda conn: broadcasts.counts(conn, ID, clock.now()))).settled:
            await asyncio.sleep(0.05)
        assert await lane.stop(10)
    await store.close()


@dataclass(slots=True)
class Platform:
    """Shows what is sent, and remembers in which life of the process that was."""

    seed: int
    shown: list[tuple[int, int]] = field(default_factory=list)

    def app(self) -> web.Application:
        chance = random.Random(self.seed)

        async def send(request: web.Request) -> web.Response:
            body = await request.json()
            self.shown.append((body["chat"], body["life"]))
            await asyncio.sleep(chance.uniform(0.01, 0.06))
            return web.Response()

        app = web.Application()
        app.router.add_post("/send", send)
        return app


@dataclass(slots=True)
class Result:
    """What came of it. `in_flight`: at each kill the sends that may have been shown and were not marked."""

    missed: list[int]
    repeats_of: dict[int, int]
    in_flight: list[int]
    counts: Counts
    shown: int

    @property
    def repeats(self) -> int:
        return sum(self.repeats_of.values())

    @property
    def clean(self) -> bool:
        """Nobody was missed, and after each kill nothing was repeated but what was in flight."""
        within = all(self.repeats_of.get(life, 0) <= most for life, most in enumerate(self.in_flight))
        return (
            not self.missed and within and len(self.repeats_of.keys() - set(range(len(self.in_flight)))) == 0
        )


class Trial:
    """So many people, so many kills at random points, one life to the end, a verdict."""

    def __init__(
        self, folder: Path, database: str | None = None, *, chats: int, seed: int = 1, too_early: bool = False
    ) -> None:
        keys_file = folder / "keys.json"
        keyring.create(keys_file, folder / "data")
        self._setup = Setup(
            folder / "data", keys_file, database, "", folder / "phases", chats, 0, too_early
        )  # fmt: skip
        self._phases = Phases(self._setup.phases, chats)
        self._platform = Platform(seed)
        self._chance = random.Random(seed)

    async def run(self, kills: int) -> Result:
        await self._fill()
        server = web.AppRunner(self._platform.app(), access_log=None)
        await server.setup()
        site = web.TCPSite(server, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        self._setup = replace(self._setup, platform=f"http://127.0.0.1:{port}")
        in_flight = []
        try:
            for life in range(kills):
                in_flight.append(await self._live_and_die(life))
            await self._live_to_the_end(kills)
        finally:
            await server.cleanup()
        return await self._judge(in_flight)

    async def _fill(self) -> None:
        store, keys = self._setup.store(), self._setup.keys()
        now = LaterClock(0).now()

        def meet(conn: Connection) -> None:
            for chat in range(self._setup.chats):
                persons.find_or_add(conn, keys, CHANNEL, str(chat), keys.address_hash(CHANNEL, str(chat)))

        def fill(conn: Connection) -> None:
            audience = select(
                people.c.id.label("person_id"),
                literal("en").label("lang"),
                people.c.channel.label("channel"),
                literal(int(now)).label("due"),
            )
            broadcasts.open_(conn, Broadcast(ID, int(now), int(now) + YEAR), now)
            while broadcasts.enqueue(conn, ID, audience, now).more:
                pass

        await store.write(meet)
        await store.write(fill)
        await store.close()

    async def _live_and_die(self, life: int) -> int:
        before = len(self._platform.shown)
        process = FORKS.Process(target=main, args=(replace(self._setup, life=life),))
        process.start()
        async with asyncio.timeout(LONGEST_LIFE):
            while len(self._platform.shown) == before and process.is_alive():
                await asyncio.sleep(0.002)
        await asyncio.sleep(self._chance.uniform(0, 0.12))
        process.kill()
        await asyncio.to_thread(process.join)
        in_flight = self._phases.sends_in_flight()
        self._phases.clear()
        return in_flight

    async def _live_to_the_end(self, life: int) -> None:
        process = FORKS.Process(target=main, args=(replace(self._setup, life=life),))
        process.start()
        await asyncio.to_thread(process.join, 120)
        assert process.exitcode == 0, f"the last process ended with {process.exitcode}"

    async def _judge(self, in_flight: list[int]) -> Result:
        lives: dict[int, list[int]] = {}
        for chat, life in self._platform.shown:
            lives.setdefault(chat, []).append(life)
        missed = sorted(set(range(self._setup.chats)) - lives.keys())
        # A repeat is put down to the life whose send it repeats.
        repeats = Counter(life for own in lives.values() for life in own[:-1])
        store = self._setup.store()
        counts = await store.read(lambda conn: broadcasts.counts(conn, ID, LaterClock(0).now()))
        await store.close()
        return Result(missed, dict(repeats), in_flight, counts, len(self._platform.shown))
