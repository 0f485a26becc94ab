"""Brings updates to a webhook, as Telegram does: again and again until it is answered 2xx."""

from __future__ import annotations

import asyncio

import aiohttp

from tests.channels.telegram.queue import UpdateQueue

AGAIN_SECONDS = 0.05


class Pusher:
    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self.url = ""
        self.secret = ""
        self.delivered: list[tuple[int, int]] = []
        """Update ids and the status of each try; 0 where there was no answer."""
        self._task: asyncio.Task[None] | None = None

    def use(self, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        if self._task is None:
            self._task = asyncio.create_task(self._push())

    async def stop(self) -> None:
        self.url = ""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _push(self) -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                await self._updates.some(60.0)
                if not self._updates.waiting:
                    continue
                number, raw = self._updates.waiting[0]
                status = await self._post(session, raw)
                self.delivered.append((number, status))
                if 200 <= status < 300:
                    self._updates.waiting.remove((number, raw))
                else:
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _post(self, session: aiohttp.ClientSession, raw: bytes) -> int:
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        try:
            async with session.post(self.url, data=raw, headers=headers) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0
