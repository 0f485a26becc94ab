"""Looking for what nobody is at: after a crash, after a wait, or put there by another process (M5, M6)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import structlog
from sqlalchemy import Connection

from bot.delivery import inbox, outbox, reminders
from bot.delivery.broadcasts import tidying
from bot.delivery.fetching import Fetching
from bot.delivery.held import LEASE
from bot.delivery.keys import Keys
from bot.delivery.pace import Pace
from bot.delivery.ports import Clock
from bot.delivery.sender import Sender
from bot.store.database import Store

log = structlog.get_logger("delivery")

EVERY = 3.0
"""Seconds between two sweeps."""
SHORTEST = 0.05
"""Seconds between two claims, however often the sender asks for one."""
FRESH = 5
"""Seconds for which the process that accepted a message is left alone with it."""
TIDY_BITES = 10
"""Transactions that a sweep spends at most on closing the rows of broadcasts that are over."""
LATE = 3 * LEASE
"""Seconds after which whatever is still open is an alarm, and so is a sweep that has not run (M6)."""


class Sweep:
    """The loops that find work and the one that watches them."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        sender: Sender,
        fetching: Fetching,
        find_open: Callable[[float], Awaitable[None]],
        pace: Pace,
    ) -> None:
        self._store = store
        self._keys = keys
        self._clock = clock
        self._sender = sender
        self._fetching = fetching
        self._find_open = find_open
        self._pace = pace
        self._ended = asyncio.Event()
        self._asked = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._last = clock.now()

    def start(self) -> None:
        """Begin with a sweep that takes everything, also the newest: there may have been a crash."""
        self._tasks = [
            asyncio.create_task(self._sweeps()),
            asyncio.create_task(self._claims()),
            asyncio.create_task(self._watches()),
        ]

    async def stop(self, within: float) -> bool:
        """Let what is being looked up come to its end; False if time ran out."""
        self._ended.set()
        self._asked.set()
        self._sender.more.set()
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        return not late

    def hurry(self) -> None:
        """Something is due now: the next sweep need not wait for its time."""
        self._asked.set()

    async def once(self, fresh: float = FRESH) -> None:
        """One sweep: due reminders, open messages, due sends, listeners of other processes."""
        now = self._clock.now()
        if await self._store.read(lambda conn: reminders.any_due(conn, now)):
            await self._store.write(lambda conn: reminders.wake(conn, self._keys, now))
        await self._find_open(now - fresh)
        await self._sender.claim_due()
        await self._fetching.look()
        await self._tidy(now)
        self._pace.forget_idle(now)
        self._last = now

    async def _tidy(self, now: float) -> None:
        """Close the rows of broadcasts that are over, a million in good time, none of them at once."""
        if not await self._store.read(lambda conn: tidying.anything_over(conn, now)):
            return
        for _ in range(TIDY_BITES):
            if not await self._store.write(lambda conn: tidying.close_over(conn, now)):
                return

    async def watch(self) -> int:
        """Raise an alarm on whatever is later than three leases; how many alarms there were (M6)."""
        now = self._clock.now()
        alarms = 0
        if now - self._last > LATE:
            log.error("sweep.late", seconds=int(now - self._last), alarm=True)
            alarms += 1
        late = await self._store.read(lambda conn: self._late(conn, now))
        for event, count in late:
            log.error(event, count=count, alarm=True)
        return alarms + len(late)

    def _late(self, conn: Connection, now: float) -> list[tuple[str, int]]:
        late = [
            ("outbox.late", outbox.overdue(conn, channel, now - LATE)) for channel in self._sender.channels
        ]
        late.append(("broadcast.late", tidying.late(conn, now - LATE)))
        late.append(("inbox.late", len(inbox.open_persons(conn, now - LATE, "", 100))))
        return [(event, count) for event, count in late if count]

    async def _sweeps(self) -> None:
        await self._safely(self.once(fresh=0))
        while not self._ended.is_set():
            await self._asked_within(EVERY)
            if not await self._ended_within(SHORTEST):
                self._asked.clear()
                await self._safely(self.once())

    async def _claims(self) -> None:
        while not await self._ended_within(SHORTEST):
            await self._sender.more.wait()
            if not self._ended.is_set():
                await self._safely(self._sender.claim_due())

    async def _watches(self) -> None:
        while not await self._ended_within(LEASE):
            await self._safely(self.watch())

    async def _asked_within(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._asked.wait()
        except TimeoutError:
            return

    async def _ended_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True

    async def _safely(self, work: Coroutine[object, object, object]) -> None:
        """The loops outlive whatever goes wrong in one round: the next one tries again."""
        try:
            await work
        except Exception as error:
            log.error("sweep.failed", reason=type(error).__name__)
