"""Work that a fleet does once: by whichever process holds its lease, and by another when that one is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.delivery.fleet import leases
from bot.delivery.ports import Clock
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("fleet")

RENEW = 10.0
"""Seconds between two renewals of a lease: three in the time that it holds."""
ASK = 5.0
"""Seconds between two looks of those who would take it over."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to be done every so many seconds, by one process of the fleet."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]


class Alone:
    """One process's part in what only one may do."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        holder: str,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`holder`: at most 22 letters that no other process has. `pause` waits for seconds."""
        self._store = store
        self._clock = clock
        self._holder = holder
        self._pause = pause

    async def take(self, name: str, seconds: float = leases.SECONDS) -> bool:
        """Take or keep a lease; False while another has it, or the database cannot be used."""
        now, length = self._clock.now(), int(seconds)
        try:
            if not await self._store.read(lambda conn: leases.is_free(conn, name, self._holder, now)):
                return False
            return await self._store.write(lambda conn: leases.take(conn, name, self._holder, now, length))
        except StoreUnavailable as error:
            log.warning("lease.store_unavailable", reason=error.reason)
            return False

    async def let_go(self, name: str) -> None:
        """Give it back; where that cannot be written it ends by itself."""
        with suppress(StoreUnavailable):
            await self._store.write(lambda conn: leases.let_go(conn, name, self._holder))

    async def regularly(self, job: Job) -> None:
        """Do a job at its times, until cancelled: one round of the whole fleet in `every` seconds."""
        name = f"job.{job.name}"
        try:
            while True:
                if await self._taken_whole(name, max(job.every, leases.SECONDS)):
                    await _safely(job)
                    await self._pause(job.every)
                else:
                    await self._pause(min(job.every, leases.SECONDS))
        finally:
            await asyncio.shield(self.let_go(name))

    async def hold(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do something that lasts, while this process has the lease; until cancelled, or the work ends.

        A lease that cannot be renewed is given up before another process can have it.
        """
        while True:
            while not await self._taken_whole(name):
                await self._pause(ASK)
            log.info("lease.taken", code=name)
            working = asyncio.ensure_future(work())
            try:
                await self._keep(name, working)
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
                await asyncio.shield(self.let_go(name))
            if not working.cancelled():
                working.result()  # raises what it raised
                return
            log.warning("lease.lost", code=name)

    async def _taken_whole(self, name: str, seconds: float = leases.SECONDS) -> bool:
        """As `take`. Cancelled meanwhile, it gives back what it was about to have: else nobody would have the
        lease until its end."""
        taking = asyncio.ensure_future(self.take(name, seconds))
        try:
            return await asyncio.shield(taking)
        except asyncio.CancelledError:
            await asyncio.gather(taking, return_exceptions=True)
            await asyncio.shield(self.let_go(name))
            raise

    async def _keep(self, name: str, working: asyncio.Future[object]) -> None:
        """Until the work ends, or the lease is lost: taken by another, or nearly over and not renewed."""
        until = self._clock.now() + leases.SECONDS
        while not working.done():
            renewing: asyncio.Future[object] = asyncio.ensure_future(self._pause(RENEW))
            await asyncio.wait([working, renewing], return_when=asyncio.FIRST_COMPLETED)
            renewing.cancel()
            if working.done():
                return
            if await self.take(name):
                until = self._clock.now() + leases.SECONDS
            elif self._clock.now() + RENEW >= until or await self._taken(name):
                return

    async def _taken(self, name: str) -> bool:
        now = self._clock.now()
        try:
            return not await self._store.read(lambda conn: leases.is_free(conn, name, self._holder, now))
        except StoreUnavailable:
            return False


async def _safely(job: Job) -> None:
    """A job outlives whatever goes wrong in one round: the next one tries again."""
    try:
        await job.work()
    except StoreUnavailable as error:
        log.error("job.store_unavailable", code=job.name, reason=error.reason)
    except Exception as error:
        log.error("job.failed", code=job.name, reason=type(error).__name__, alarm=True)
