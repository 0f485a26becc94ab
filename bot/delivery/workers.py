"""Each person's turns, one after the other, many people's side by side (M3)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from sqlalchemy import Connection

from bot.conversation.messages import Incoming
from bot.delivery import inbox
from bot.delivery.backoff import MAX_TRIES
from bot.delivery.bells import Wakeups
from bot.delivery.fetching import Fetching
from bot.delivery.pace import Pace
from bot.delivery.ports import Apology, Clock, Find
from bot.delivery.sender import Sender
from bot.delivery.turning import Busy, Cursor, Done, Prepared, Turner, Unprepared
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("delivery")

AT_ONCE = 64
"""Turns offered to the database at once."""
BUSY_PAUSE = 0.05
"""Seconds until a person is looked at again whose turn another process is taking."""
UNAVAILABLE_PAUSE = 1.0
"""Seconds until a turn is tried again that the database could not take."""
FIRST_RETRY = 0.2
"""Seconds until a turn that raised is tried again: four times as long after each failure."""

Outcome = Done | Unprepared | Busy | None


@dataclass(frozen=True, slots=True)
class Job:
    """A message that waits for its turn; without a number: whatever of hers is open."""

    inbox_id: int | None
    incoming: Incoming | None = None
    lang: str | None = None


@dataclass(slots=True)
class _Worker:
    jobs: deque[Job] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    resting: bool = False


class Workers:
    """At most one worker a person in this process; between processes the lock of her row decides."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        sender: Sender,
        fetching: Fetching,
        turner: Turner,
        *,
        find: Find,
        apology: Apology,
        pace: Pace,
        pause: Callable[[float], Awaitable[None]],
        wakeups: Wakeups,
    ) -> None:
        self._store = store
        self._wakeups = wakeups
        self._clock = clock
        self._sender = sender
        self._fetching = fetching
        self._turner = turner
        self._find = find
        self._apology = apology
        self._pace = pace
        self._pause = pause
        self._workers: dict[str, _Worker] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopping = False

    @property
    def idle(self) -> bool:
        """True while nobody's turn is being taken."""
        return not self._workers

    def busy_with(self, person: str) -> bool:
        """True while this process is at the messages of this person."""
        return person in self._workers

    def schedule(self, person: str, job: Job) -> None:
        """Take this person's turn as soon as those before it are taken."""
        worker = self._workers.get(person)
        if worker is None:
            worker = self._workers[person] = _Worker()
            worker.task = asyncio.create_task(self._work(person, worker))
        worker.jobs.append(job)

    async def stop(self, within: float) -> bool:
        """Finish the turns that are being taken, begin no other; False if time ran out (O3)."""
        self._stopping = True
        for worker in self._workers.values():
            if worker.resting and worker.task is not None:
                worker.task.cancel()  # everything of it is in the inbox
        tasks = [worker.task for worker in self._workers.values() if worker.task is not None]
        if not tasks:
            return True
        _, late = await asyncio.wait(tasks, timeout=within)
        for task in late:
            task.cancel()
        return not late

    async def _work(self, person: str, worker: _Worker) -> None:
        try:
            while worker.jobs and not self._stopping:
                await self._rest(worker, self._pace.delay(person, self._clock.now()))
                if await self._take(person, worker):
                    worker.jobs.popleft()
        finally:
            del self._workers[person]

    async def _rest(self, worker: _Worker, seconds: float) -> None:
        if seconds > 0:
            worker.resting = True
            await self._pause(seconds)
            worker.resting = False

    async def _take(self, person: str, worker: _Worker) -> bool:
        """Take one turn; True once the worker's first job is dealt with."""
        job = worker.jobs[0]
        prepared = self._prepare(job.inbox_id, job.incoming, job.lang)
        while not self._stopping:
            cursor = Cursor()
            try:
                outcome = await self._try(person, prepared, cursor)
            except StoreUnavailable as error:
                log.error("turn.store_unavailable", reason=error.reason)
                await self._rest(worker, UNAVAILABLE_PAUSE)
                continue
            except Exception as error:
                await self._failed(person, worker, cursor.inbox_id, error)
                continue
            match outcome:
                case None:
                    return True
                case Busy():
                    await self._rest(worker, BUSY_PAUSE)
                case Unprepared():
                    prepared = self._prepare(outcome.inbox_id, outcome.incoming, outcome.lang)
                case Done():
                    return job.inbox_id is not None and outcome.inbox_id >= job.inbox_id
        return False

    def _prepare(self, inbox_id: int | None, incoming: Incoming | None, lang: str | None) -> Prepared | None:
        """Search before the transaction, so that the writer never waits for it."""
        if inbox_id is None or incoming is None or incoming.kind != "text":
            return None
        return Prepared(inbox_id, lang, self._find(incoming, lang))

    async def _try(self, person: str, prepared: Prepared | None, cursor: Cursor) -> Outcome:
        now = self._clock.now()

        def work(conn: Connection) -> Outcome:
            return self._turner.take(conn, person, prepared, now, cursor)

        return await self._commit(person, work)

    async def _commit(self, person: str, work: Callable[[Connection], Outcome]) -> Outcome:
        """Run work that may say something to this person, and send that once it is on disk."""
        ticket = self._sender.ticket(person)
        outcome: Outcome = None
        try:
            async with self._slots:
                outcome = await self._store.write(work)
        finally:
            if isinstance(outcome, Done):
                self._sender.offer(ticket, outcome.address, outcome.held)
            else:
                self._sender.offer(ticket, "", [])
        if isinstance(outcome, Done):
            await self._announce(outcome)
        return outcome

    async def _announce(self, done: Done) -> None:
        if not self._sender.pushes(done.channel):
            self._fetching.notify(done.channel, done.address)
            self._fetching.say_once(done.channel, done.address, done.farewell)
            return
        if done.waits:
            self._sender.hurry()
            self._wakeups.ring_sending(done.channel)
        for message in done.farewell:
            await self._sender.say_once(done.channel, done.address, message)

    async def _failed(self, person: str, worker: _Worker, inbox_id: int | None, error: Exception) -> None:
        """Count the failure and wait longer each time. What the person wrote next waits too (M3)."""
        if inbox_id is None:
            log.error("turn.fault", reason=type(error).__name__, alarm=True)
            return await self._rest(worker, UNAVAILABLE_PAUSE)
        tries = await self._count(person, inbox_id, type(error).__name__)
        log.error("turn.failed", reason=type(error).__name__, tries=tries, alarm=tries >= MAX_TRIES)
        if tries < MAX_TRIES:
            await self._rest(worker, FIRST_RETRY * 4.0 ** (tries - 1))
        return None

    async def _count(self, person: str, inbox_id: int, reason: str) -> int:
        """Write the failure down; how many there were."""
        now = self._clock.now()
        tries = 0

        def work(conn: Connection) -> Outcome:
            nonlocal tries
            failure, told = self._turner.count_failure(conn, person, inbox_id, reason, self._apology, now)
            tries = failure.tries
            return told

        try:
            await self._commit(person, work)
        except StoreUnavailable:
            return 1
        except Exception as error:
            # Not even the apology can be made: count the failure alone.
            log.error("turn.apology_failed", reason=type(error).__name__, alarm=True)
            failure = await self._store.write(lambda conn: inbox.failed(conn, inbox_id, reason))
            return failure.tries
        return tries
