"""The runner: brings what comes in into the inbox, has the turns taken, and has the answers sent."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.conversation.messages import Incoming, Outgoing
from bot.delivery import inbox
from bot.delivery.bells import Wakeups
from bot.delivery.broadcasts import Words
from bot.delivery.broadcasts.lane import BulkLane
from bot.delivery.broadcasts.texts import Texts
from bot.delivery.broadcasts.waiting import Shelf
from bot.delivery.fetching import Fetching
from bot.delivery.keys import Keys
from bot.delivery.pace import Pace
from bot.delivery.ports import Apology, Clock, Find, Turn
from bot.delivery.sender import Sender
from bot.delivery.sweep import Sweep
from bot.delivery.turning import Turner
from bot.delivery.workers import Job, Workers
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("delivery")

STOP_WITHIN = 30.0
"""Seconds in which a process stops cleanly (O3)."""
_PAGE = 500


@dataclass(slots=True)
class _Queue:
    """Updates of one address that are being accepted, first come first served."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Runner:
    """Implements Reception (ports.py). `words` knows what broadcasts say, `stars` may be spent on them in a
    day; `pause` waits for seconds, tests hand in one that need not."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        sender: Sender,
        *,
        turn: Turn,
        find: Find,
        apology: Apology,
        words: Words | None = None,
        stars: int = 0,
        pace: Pace | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        wakeups: Wakeups | None = None,
    ) -> None:
        self.sender = sender
        self.pace = pace or Pace()
        self._store = store
        self._keys = keys
        self._clock = clock
        self.wakeups = wakeups or Wakeups.alone()
        shelf = None if words is None else Shelf(Texts(words))
        self._fetching = Fetching(store, keys, clock, shelf, self.wakeups)
        self.bulk = None if words is None else BulkLane(store, keys, clock, sender, words, stars=stars)
        """Sends what is told to many; None in a process that does not know what to tell."""
        self.workers = Workers(
            store,
            clock,
            sender,
            self._fetching,
            Turner(keys, turn, sender.holder, sender.pushes),
            find=find,
            apology=apology,
            pace=self.pace,
            pause=pause,
            wakeups=self.wakeups,
        )
        self.sweep = Sweep(store, keys, clock, sender, self._fetching, self.find_open, self.pace)
        self._heard = ExitStack()
        self._arriving: dict[tuple[str, str], _Queue] = {}
        self.stopping = False

    async def start(self) -> None:
        """Begin to look for what nobody is at: first of all what a crash may have left."""
        for channel in self.sender.channels:
            self._heard.enter_context(self.wakeups.on_sending(channel, self.sender.more.set))
        self._heard.enter_context(self.wakeups.on_due(self.sweep.hurry))
        self.sweep.start()
        if self.bulk is not None:
            self.bulk.start()

    async def stop(self, within: float = STOP_WITHIN) -> bool:
        """Refuse what comes, finish turns and sends, put back what was not begun (O3).

        False if time ran out; nothing is lost then either, but sends may be made once more.
        """
        self.stopping = True
        self._heard.close()
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        in_time = True
        bulk = [] if self.bulk is None else [self.bulk.stop]
        for finish in (self.sweep.stop, *bulk, self.workers.stop, self.sender.drain):
            in_time &= await finish(max(0.0, end - loop.time()))
        return in_time

    def hurry_bulk(self) -> None:
        """There is something new to tell to many: look for it now."""
        if self.bulk is not None:
            self.bulk.hurry()

    @property
    def idle(self) -> bool:
        """True while this process is at nobody's turn."""
        return self.workers.idle

    # What channels call

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        """See Reception. One person's updates are committed in the order in which they are brought."""
        self._refuse_when_stopping()
        queue = self._arriving.setdefault((channel, address), _Queue())
        queue.waiting += 1
        try:
            async with queue.turn:
                accepted = await self._accept(channel, external_id, address, incoming)
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                del self._arriving[channel, address]
        if accepted is None:
            return False
        self.workers.schedule(accepted.person, Job(accepted.inbox_id, incoming, accepted.lang))
        return True

    async def _accept(
        self, channel: str, external_id: str, address: str, incoming: Incoming
    ) -> inbox.Accepted | None:
        now = self._clock.now()

        def work(conn: Connection) -> inbox.Accepted | None:
            return inbox.accept(conn, self._keys, channel, external_id, address, incoming, now)

        try:
            return await self._store.write(work)
        except (IntegrityError, sqlite3.IntegrityError):
            # She was erased between the look-up and the insert: now she is met as someone new.
            return await self._store.write(work)

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        """See Reception."""
        self._refuse_when_stopping()
        now = self._clock.now()
        await self._store.write(lambda conn: inbox.reject(conn, channel, external_id, length, reason, now))
        log.warning("inbox.rejected", channel=channel, length=length, reason=reason)

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        """See Reception."""
        return await self._fetching.waiting(channel, address)

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        """See Reception."""
        await self._fetching.shown(channel, address, ids)

    def listen(self, channel: str, address: str) -> AbstractContextManager[asyncio.Event]:
        """See Reception."""
        return self._fetching.listen(channel, address)

    def _refuse_when_stopping(self) -> None:
        if self.stopping:
            raise StoreUnavailable("stopping")

    # What the sweep calls

    async def find_open(self, received_before: float) -> None:
        """Take the turns of people whose messages nobody is at: after a crash, or of a process that died."""
        after = ""
        while not self.stopping:
            page = await self._open_page(received_before, after)
            for person in page:
                if not self.workers.busy_with(person):
                    self.workers.schedule(person, Job(None))
            if len(page) < _PAGE:
                break
            after = page[-1]

    async def _open_page(self, received_before: float, after: str) -> list[str]:
        return await self._store.read(lambda conn: inbox.open_persons(conn, received_before, after, _PAGE))
