"""Stand-ins for what delivery is given: a channel that records, a turn that counts; a desk joins them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random

from sqlalchemy import Connection, Table, func, select

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery.keys import Keys
from bot.delivery.pace import Pace
from bot.delivery.ports import Find, PersonState, SendError, Turn, TurnResult
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.delivery.workers import BUSY_PAUSE
from bot.store.database import Store
from tests.clock import FakeClock


class Phone:
    """A channel that sends by itself and remembers what was shown to whom.

    Errors that are put into `trouble` are raised by the next sends, one each. While `line` is cleared,
    sends hang; `shown_first` says whether a message is shown before an error.
    """

    name = "phone"

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.trouble: list[SendError | Exception] = []
        self.shown_first = False
        self.line = asyncio.Event()
        self.line.set()
        self.under_way = 0
        self.most_under_way: dict[str, int] = {}
        self._now: dict[str, int] = {}

    async def send(self, address: str, message: Outgoing) -> str:
        self._now[address] = self._now.get(address, 0) + 1
        self.under_way += 1
        self.most_under_way[address] = max(self._now[address], self.most_under_way.get(address, 0))
        try:
            await self.line.wait()
            await asyncio.sleep(0)
            error = self.trouble.pop(0) if self.trouble else None
            if error is None or self.shown_first:
                self.shown.append((address, message.text))
            if error is not None:
                raise error
        finally:
            self._now[address] -= 1
            self.under_way -= 1
        return str(len(self.shown))

    def texts(self, address: str) -> list[str]:
        return [text for to, text in self.shown if to == address]


def count_up(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    """A turn with an effect: it counts in the person's place, and the reply says the count."""
    count = int(state.place or b"0") + 1
    words = f"{incoming.text} is number {count}"
    return TurnResult(str(count).encode(), b"answers", state.lang, [Outgoing(words, "en")])


def find_nothing(incoming: Incoming, lang: str | None) -> Found | None:
    return Found("none")


def apologise(lang: str | None, code: str) -> Outgoing:
    return Outgoing(f"Something went wrong. The code is {code}.", lang or "en")


def text(words: str) -> Incoming:
    return Incoming("text", words)


class Desk:
    """A Runner with a phone, and short words for what tests do with it."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: FakeClock,
        turn: Turn = count_up,
        find: Find = find_nothing,
        phone: Phone | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.store = store
        self.keys = keys
        self.clock = clock
        self.phone = phone or Phone()
        self.sender = Sender(store, keys, clock, [self.phone], chance=Random(1))
        self.pauses: list[float] = []
        self.wait: Callable[[float], Awaitable[None]] = self._move_on
        self.runner = Runner(
            store,
            keys,
            clock,
            self.sender,
            turn=turn,
            find=find,
            apology=apologise,
            pace=pace,
            pause=lambda seconds: self.wait(seconds),
        )
        self._numbers = itertools.count(1)

    async def _move_on(self, seconds: float) -> None:
        """Waiting moves the clock instead, but for another desk's turn: how long that takes is chance."""
        self.pauses.append(seconds)
        if seconds != BUSY_PAUSE:
            self.clock.forward(seconds)
        await asyncio.sleep(0)

    async def says(self, address: str, words: str, external_id: str | None = None) -> bool:
        number = external_id or f"{self.sender.holder}-{next(self._numbers)}"
        return await self.runner.accept("phone", number, address, text(words))

    async def settles(self) -> None:
        """Wait until all turns are taken and all sends have ended."""
        await until(lambda: self.runner.idle and self.sender.idle)

    async def dies(self) -> None:
        """As kill -9 would end it: nothing more is marked, nothing is put back."""
        await self.runner.sweep.stop(0)
        await self.sender.drain(0)
        await self.settles()

    def stops_taking_turns(self) -> None:
        """From now on it accepts and does nothing more, as a process that dies right after the commit."""
        self.runner.workers.schedule = lambda person, job: None  # type: ignore[method-assign]

    async def sweeps(self, seconds: float = 0) -> None:
        """Let time go by, then sweep once as the loop would."""
        self.clock.forward(seconds)
        await self.runner.sweep.once()
        await self.settles()


async def until(holds: Callable[[], bool], within: float = 60.0) -> None:
    """Let the loop run until something holds; fails where it never does."""
    async with asyncio.timeout(within):
        while not holds():
            await asyncio.sleep(0.001)


@asynccontextmanager
async def running(desk: Desk) -> AsyncIterator[Desk]:
    """A desk whose loops run, stopped in the end."""
    await desk.runner.start()
    try:
        yield desk
    finally:
        assert await desk.runner.stop()


async def states(store: Store, table: Table) -> list[str]:
    """The states of all rows of a table, in order."""
    return await store.read(lambda conn: list(conn.scalars(select(table.c.state).order_by(table.c.id))))


async def count(store: Store, table: Table) -> int:
    return await store.read(lambda conn: conn.scalar(select(func.count()).select_from(table)) or 0)
