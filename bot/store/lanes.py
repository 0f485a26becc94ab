"""Transactions shared: what waits while all lanes are busy goes together, so that it pays one commit.

A transaction costs a server three round trips beside its work, and a flush to disk. One lane is one
connection. Nothing waits for company: a free lane takes what is there at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.store.database import StoreUnavailable, Work

MOST = 16
"""Pieces of work in one transaction: more would hold too many people's rows for too long."""


class CommitUnknown(StoreUnavailable):
    """The connection was lost while the server committed: nobody can know whether it did."""


class _Job(NamedTuple):
    work: Work[Any]
    done: asyncio.Future[Any]


class Lanes:
    """`run` does one piece of work in a transaction of its own, and tries again where that helps.

    `share` is told of a connection before several pieces of work run on it.
    """

    def __init__(
        self,
        count: int,
        run: Callable[[Work[Any]], Awaitable[Any]],
        share: Callable[[Connection], None] = lambda conn: None,
    ) -> None:
        self._count = count
        self._run = run
        self._share = share
        self._waiting: deque[_Job] = deque()
        self._busy = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def write(self, work: Work[Any]) -> Any:
        """The value of `work`, once it is committed, alone or with others."""
        job = _Job(work, asyncio.get_running_loop().create_future())
        if self._busy < self._count:
            self._busy += 1
            task = asyncio.create_task(self._lane(job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self._waiting.append(job)
        return await job.done

    async def _lane(self, first: _Job) -> None:
        jobs = [first]
        try:
            while jobs:
                await self._finished(jobs)
                jobs = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        finally:
            # In the same step as the last look at what waits: else work could come in between and be left.
            self._busy -= 1

    async def _finished(self, jobs: list[_Job]) -> None:
        try:
            await self._together([job for job in jobs if not job.done.cancelled()])
        except BaseException as error:
            for job in jobs:  # nobody may wait for ever, whatever went wrong
                _fail(job, error)
            if not isinstance(error, Exception):
                raise

    async def _together(self, jobs: list[_Job]) -> None:
        """All in one transaction; if that fails, each in one of its own, and only the failing one fails."""
        if len(jobs) > 1 and await self._shared(jobs):
            return
        for job in jobs:
            await self._alone(job)

    async def _shared(self, jobs: list[_Job]) -> bool:
        """False where nothing was done, so that each may be tried alone."""
        works = [job.work for job in jobs]
        try:
            values = await self._run(lambda conn: self._all(works, conn))
        except CommitUnknown as error:
            for job in jobs:
                _fail(job, error)
            return True
        except Exception:
            return False
        for job, value in zip(jobs, values, strict=True):
            _finish(job, value)
        return True

    def _all(self, works: list[Work[Any]], conn: Connection) -> list[Any]:
        self._share(conn)
        return [work(conn) for work in works]

    async def _alone(self, job: _Job) -> None:
        try:
            _finish(job, await self._run(job.work))
        except Exception as error:
            _fail(job, error)


def _finish(job: _Job, value: Any) -> None:
    if not job.done.done():
        job.done.set_result(value)


def _fail(job: _Job, error: BaseException) -> None:
    if not job.done.done():
        if isinstance(error, asyncio.CancelledError):
            job.done.cancel()
        else:
            job.done.set_exception(error)
