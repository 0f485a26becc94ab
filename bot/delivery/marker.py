"""Writing marks down in batches: whatever is known by now goes into one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from bot.delivery import marks
from bot.delivery.marks import Mark
from bot.delivery.ports import Clock
from bot.store.database import Store

Apply = Callable[[Connection, Sequence[Mark], float], None]
_Waiting = tuple[Sequence[Mark], "asyncio.Future[None]"]


class Marker:
    """While one batch is being committed the next one gathers; nobody waits for a batch to fill.

    `apply` writes marks down, of replies or of broadcasts.
    """

    def __init__(self, store: Store, clock: Clock, apply: Apply = marks.apply) -> None:
        self._store = store
        self._apply = apply
        self._clock = clock
        self._waiting: list[_Waiting] = []
        self._flushing: asyncio.Task[None] | None = None

    async def write(self, *of_one_send: Mark) -> None:
        """Return once these marks are on disk; raises what the store raised."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((of_one_send, future))
        if self._flushing is None:
            self._flushing = asyncio.create_task(self._flush())
        await future

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                await self._commit(batch)
        finally:
            self._flushing = None

    async def _commit(self, batch: list[_Waiting]) -> None:
        together = [mark for some, _ in batch for mark in some]
        now = self._clock.now()

        def work(conn: Connection) -> None:
            self._apply(conn, together, now)

        try:
            await self._store.write(work)
        except Exception as error:
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        else:
            for _, future in batch:
                if not future.done():
                    future.set_result(None)
