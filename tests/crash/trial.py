"""A trial: a process under load, killed again and again, judged in the end."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from aiohttp import web
from sqlalchemy import func, select

from bot.delivery.tables import dead_letter_log
from bot.store import keyring
from bot.store.database import Store
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from tests.crash import child
from tests.crash.child import Setup
from tests.crash.phases import PLACES, Phases
from tests.crash.platform import Platform
from tests.crash.verdict import Kill, Message, Verdict, judge
from tests.forks import FORKS

CHATS = 16
FEWEST_ACTIVE = 10
"""Chats that something is being done for at the moment of each kill."""
LONGEST_LIFE = 20.0
"""Seconds after which a trial gives up on a process that never gets where it should be killed."""

PATIENCE = 1.5
"""Seconds that a process may take for what the one before it left."""


# A fork of a process that has everything imported starts in a fraction of the time.
@dataclass(slots=True)
class Result:
    """The verdict with the figures behind it."""

    verdict: Verdict
    kills: list[Kill]
    messages: int
    dead_letters: int
    seconds: float

    def __str__(self) -> str:
        verdict = self.verdict
        places = ", ".join(f"{place}: {verdict.places[place]}" for place in PLACES)
        return (
            f"{len(self.kills)} kills in {self.seconds:.0f} s, {self.messages} messages accepted; {places}; "
            f"lost {len(verdict.lost)}, chats with wrong effects {len(verdict.wrong_effects)}, "
            f"out of order {len(verdict.out_of_order)}, repeated {verdict.repeats} "
            f"(more than in flight: {len(verdict.too_many_repeats)}), "
            f"dead letters sent again by hand {self.dead_letters}"
        )


class Trial:
    """Runs lives of the program against one platform. The seed chooses where and when kills fall."""

    def __init__(
        self, folder: Path, database: str | None = None, seed: int = 1, too_early: bool = False
    ) -> None:
        keys_file = folder / "keys.json"
        keyring.create(keys_file, folder / "data")
        self._setup = Setup(folder / "data", keys_file, database, "", folder / "phases", CHATS, 0, too_early)
        self._phases = Phases(self._setup.phases, CHATS)
        self._platform = Platform(CHATS, seed)
        self._chance = random.Random(seed)
        self._kills: list[Kill] = []
        self._left_over: set[Message] = set()
        self._given_up: set[Message] = set()

    async def run(self, kills: int) -> Result:
        """Kill so many times, then let one life come to its end, and judge."""
        began = time.monotonic()
        server = web.AppRunner(self._platform.app(), access_log=None)
        await server.setup()
        site = web.TCPSite(server, "127.0.0.1", 0)
        await site.start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        self._setup = replace(self._setup, platform=f"http://127.0.0.1:{port}")
        try:
            for life in range(kills):
                await self._live_and_die(life)
            await self._live_to_the_end(kills)
        finally:
            await server.cleanup()
        by_hand = await self._sent_by_hand()
        verdict = judge(self._platform, self._kills, by_hand)
        messages = len(self._platform.acknowledged)
        return Result(verdict, self._kills, messages, by_hand, time.monotonic() - began)

    async def _live_and_die(self, life: int) -> None:
        place = (*PLACES, None)[life % 4]
        process = self._start(life)
        # Every eighth process dies while it is still at what the one before it left.
        if life % 8 != 7:
            await self._recovery(process)
        await asyncio.to_thread(self._kill_at, process, place)
        await asyncio.to_thread(process.join)
        self._phases.clear()

    def _start(self, life: int) -> BaseProcess:
        # What two processes died over waits for a person: it is sent again when the next process starts.
        self._left_over = self._platform.unanswered() - self._given_up
        process = FORKS.Process(target=child.main, args=(replace(self._setup, life=life),))
        process.start()
        return process

    def _recovered(self) -> bool:
        """What was open when the process before this one died is answered."""
        return not self._left_over & self._platform.unanswered()

    async def _recovery(self, process: BaseProcess) -> None:
        """Wait until it is over; for something lost, not for ever: the verdict will tell."""
        end = time.monotonic() + PATIENCE
        while not self._recovered() and time.monotonic() < end:
            assert process.is_alive(), "the process ended by itself"
            await asyncio.sleep(0.005)
        self._given_up = self._left_over & self._platform.unanswered()

    def _kill_at(self, process: BaseProcess, place: str | None) -> None:
        """Kill with nothing in between looking and killing. Runs on a thread of its own."""
        end = time.monotonic() + LONGEST_LIFE
        moment = time.monotonic() + self._chance.uniform(0.02, 0.15)
        while True:
            now = time.monotonic()
            assert now < end, f"never {place} with {FEWEST_ACTIVE} chats active"
            loaded = self._phases.active() >= FEWEST_ACTIVE
            self._phases.aim(place if loaded else None)  # lingering anywhere else would take the load away
            there = self._phases.reached(place) if place else now > moment
            if there and loaded:
                break
            time.sleep(0.0005)
        process.kill()
        process.join()
        self._note()

    def _note(self) -> None:
        kill = Kill(
            len(self._kills),
            self._phases.active(),
            self._phases.sends_in_flight(),
            frozenset(self._phases.uncommitted()),
            frozenset(self._platform.unanswered()),
        )
        self._kills.append(kill)

    async def _live_to_the_end(self, life: int) -> None:
        self._platform.finishing = True
        process = self._start(life)
        await asyncio.to_thread(process.join, 60)
        assert process.exitcode == 0, f"the last process ended with {process.exitcode}"

    async def _sent_by_hand(self) -> int:
        database, data_dir = self._setup.database, self._setup.data_dir
        store: Store = PostgresStore(database) if database else open_sqlite(data_dir)
        count = select(func.count()).select_from(dead_letter_log)
        found = await store.read(lambda conn: conn.scalar(count))
        await store.close()
        return found or 0
