"""A thread that takes the work waiting for it in groups."""

from __future__ import annotations

import asyncio
import concurrent.futures
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.store.database import StoreUnavailable, Work

MOST_AT_ONCE = 64
MOST_WAITING = 10_000
"""Work beyond this is refused at once rather than kept in memory (O3)."""


@dataclass(slots=True)
class Job:
    """A piece of work and the future that waits for it (`loop` is None where a thread waits)."""

    work: Work[Any]
    future: asyncio.Future[Any] | concurrent.futures.Future[Any]
    loop: asyncio.AbstractEventLoop | None


@dataclass(slots=True)
class Outcome:
    """What came of a job: its value, or the error that it ended with."""

    value: Any = None
    error: BaseException | None = None


class Worker:
    """Runs groups of jobs on a thread of its own. There is no waiting for a group to fill."""

    def __init__(self, name: str, run: Callable[[list[Job]], list[Outcome]]) -> None:
        self._run = run
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._stopped = False
        self._gate = threading.Lock()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Work[Any]) -> asyncio.Future[Any]:
        """Queue work from a coroutine; the future belongs to the running loop."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._put(Job(work, future, loop))
        return future

    def call(self, work: Work[Any]) -> Any:
        """Queue work from a thread and wait for it."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("work cannot wait for other work of the same thread")
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()
        self._put(Job(work, future, None))
        return future.result()

    def stop(self) -> None:
        """Refuse new work, finish what was accepted, end the thread."""
        with self._gate:
            if not self._stopped:
                self._stopped = True
                self._queue.put(None)
        self._thread.join()

    def _put(self, job: Job) -> None:
        with self._gate:
            if self._stopped:
                raise StoreUnavailable("closed")
            if self._queue.qsize() >= MOST_WAITING:
                raise StoreUnavailable("too_much_work_waiting")
            self._queue.put(job)

    def _work(self) -> None:
        while group := self._next_group():
            try:
                outcomes = self._run(group)
            except BaseException as error:  # the thread must outlive whatever its work does
                outcomes = [Outcome(error=error)] * len(group)
            _deliver(group, outcomes)

    def _next_group(self) -> list[Job]:
        """The jobs that wait now, at least one; empty once the end was reached."""
        first = self._queue.get()
        if first is None:
            return []
        group = [first]
        while len(group) < MOST_AT_ONCE:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._queue.put(None)  # nothing can come after it, so it is met again next time
                break
            group.append(job)
        return group


def _deliver(group: list[Job], outcomes: list[Outcome]) -> None:
    """Wake each loop once for all of its futures."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[Job, Outcome]]] = {}
    for job, outcome in zip(group, outcomes, strict=True):
        if job.loop is None:
            _settle([(job, outcome)])
        else:
            loops.setdefault(job.loop, []).append((job, outcome))
    for loop, done in loops.items():
        try:
            loop.call_soon_threadsafe(_settle, done)
        except RuntimeError:  # the loop has ended, nobody waits any more
            continue


def _settle(done: list[tuple[Job, Outcome]]) -> None:
    for job, outcome in done:
        if job.future.done():  # its caller was cancelled
            continue
        if outcome.error is not None:
            job.future.set_exception(outcome.error)
        else:
            job.future.set_result(outcome.value)
