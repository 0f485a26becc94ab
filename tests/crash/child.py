"""The process that is killed: the real store, runner and sender, and a channel over real HTTP."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import aiohttp
import structlog
from sqlalchemy import Connection, func, select

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import dead_letters
from bot.delivery.held import OPEN, Held
from bot.delivery.keys import Keys
from bot.delivery.lane import Ticket
from bot.delivery.pace import Pace
from bot.delivery.ports import PersonState, SendError, TurnResult, Uncertain
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.delivery.tables import inbox, outbox
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import load
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from tests.crash.phases import (
    ACCEPTING,
    BEFORE_COMMIT,
    BEFORE_MARK,
    BEFORE_SEND,
    COMMITTED,
    IDLE,
    SENDING,
    SENT,
    TURNING,
    Phases,
)

GAP = 61.0
"""Seconds that go by, by the program's own clock, between a death and the next start: leases have lapsed."""


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
    acknowledges_too_early: bool = False
    """The negative control: 'received' is said before the commit."""


class LaterClock:
    """Real time, and a minute more for every life."""

    def __init__(self, life: int) -> None:
        self._ahead = GAP * life

    def now(self) -> float:
        return time.time() + self._ahead


class HttpChannel:
    """A platform over the network. It does what a real channel does, and reports how far it is."""

    name = "crash"

    def __init__(self, session: aiohttp.ClientSession, setup: Setup, phases: Phases) -> None:
        self._session = session
        self._setup = setup
        self._phases = phases

    async def send(self, address: str, message: Outgoing) -> str:
        chat = int(address)
        self._phases.before(chat, IDLE)
        self._phases.send(chat, SENDING)
        body = {"text": message.text, "life": self._setup.life}
        try:
            async with self._session.post(f"{self._setup.platform}/send", json=body) as answer:
                answer.raise_for_status()
        except aiohttp.ClientError as error:
            raise Uncertain("cut") from error
        self._phases.send(chat, SENT)
        if self._phases.aimed_at(BEFORE_MARK):
            await asyncio.sleep(Phases.LINGER)
        return "1"


class ReportingSender(Sender):
    """The sender, with a word on how far it is."""

    phases: Phases

    def offer(self, ticket: Ticket, address: str, rows: Sequence[Held]) -> None:
        if rows:
            self.phases.before(int(address), COMMITTED)
            if self.phases.aimed_at(BEFORE_SEND):
                time.sleep(Phases.LINGER)
        super().offer(ticket, address, rows)

    async def _ended(self, person: str, lane, held: Held, result: str | SendError) -> None:  # type: ignore[no-untyped-def]
        await super()._ended(person, lane, held, result)
        self.phases.send(int(lane.address), IDLE)


class CountingTurn:
    """A turn with an effect that can be counted: the number of turns in the person's place."""

    def __init__(self, life: int, phases: Phases) -> None:
        self._life = life
        self._phases = phases

    def __call__(
        self, conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
    ) -> TurnResult:
        chat, number = incoming.text.split(":")
        self._phases.before(int(chat), TURNING)
        if self._phases.aimed_at(BEFORE_COMMIT):
            time.sleep(Phases.LINGER)
        effect = int(state.place or b"0") + 1
        reply = Outgoing(f"{chat}:{number}:{effect}:{self._life}", "en")
        return TurnResult(str(effect).encode(), None, None, [reply])


class Child:
    """One life of the program, from its start to the kill (or to the end of the trial)."""

    def __init__(self, setup: Setup, store: Store, session: aiohttp.ClientSession) -> None:
        self._setup = setup
        self._store = store
        self._session = session
        self._phases = Phases(setup.phases, setup.chats)
        ring = load(setup.keys_file, setup.data_dir)
        keys = Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))
        self._clock = LaterClock(setup.life)
        channel = HttpChannel(session, setup, self._phases)
        sender = ReportingSender(store, keys, self._clock, [channel])
        sender.phases = self._phases
        self._runner = Runner(
            store,
            keys,
            self._clock,
            sender,
            turn=CountingTurn(setup.life, self._phases),
            find=lambda incoming, lang: None,
            apology=lambda lang, code: Outgoing(code, "en"),
            pace=Pace(burst=1_000_000),
        )
        self._behind: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        await self._retry_dead_letters()
        await self._runner.start()
        while not await self._fetch():
            pass
        await self._drained()
        await self._retry_dead_letters()
        await self._drained()
        assert await self._runner.stop()

    async def _fetch(self) -> bool:
        """Take in what people wrote and say 'received'; True once there will be nothing more."""
        async with self._session.get(f"{self._setup.platform}/updates") as answer:
            found = await answer.json()
        updates = [(int(chat), int(number)) for chat, number in found["updates"]]
        if self._setup.acknowledges_too_early:
            await self._acknowledge(updates)
            for update in updates:
                task = asyncio.create_task(self._accept(*update))
                self._behind.add(task)
                task.add_done_callback(self._behind.discard)
        else:
            await asyncio.gather(*(self._accept(*update) for update in updates))
            await self._acknowledge(updates)
        return bool(found["finishing"]) and not updates

    async def _accept(self, chat: int, number: int) -> None:
        self._phases.before(chat, ACCEPTING)
        if self._phases.aimed_at(BEFORE_COMMIT):
            await asyncio.sleep(Phases.LINGER)
        words = Incoming("text", f"{chat}:{number}")
        new = await self._runner.accept("crash", f"{chat}-{number}", str(chat), words)
        if not new:
            self._phases.before(chat, IDLE)

    async def _acknowledge(self, updates: list[tuple[int, int]]) -> None:
        if updates:
            async with self._session.post(f"{self._setup.platform}/acknowledge", json=updates) as answer:
                answer.raise_for_status()

    async def _drained(self) -> None:
        while await self._store.read(_open_rows):
            await asyncio.sleep(0.05)

    async def _retry_dead_letters(self) -> None:
        """What a member of staff would do with `rafiq outbox retry`."""
        for letter in await self._store.read(lambda conn: dead_letters.listed(conn, 10_000)):
            again = partial(_retry, letter.name, self._clock.now())
            await self._store.write(again)


def _retry(name: str, now: float, conn: Connection) -> None:
    dead_letters.retry(conn, name, "the trial", now)


def _open_rows(conn: Connection) -> int:
    new = select(func.count()).select_from(inbox).where(inbox.c.state == "new")
    open_ = select(func.count()).select_from(outbox).where(outbox.c.state.in_(OPEN))
    return (conn.scalar(new) or 0) + (conn.scalar(open_) or 0)


def main(setup: Setup) -> None:
    """The whole process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_main(setup))


async def _main(setup: Setup) -> None:
    store: Store = PostgresStore(setup.database) if setup.database else open_sqlite(setup.data_dir)
    limit = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=limit) as session:
        await Child(setup, store, session).live()
    await store.close()
