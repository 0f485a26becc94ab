"""The bell of a fleet: rings go over one publish/subscribe channel of Redis.

Publishing keeps nothing, so there is no key that would have to end (D7). What is rung within a moment goes
out together. Frozen, gone or emptied, Redis costs nobody anything: rings are dropped, and the sweeps of every
process find the work within seconds (M5).
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub

from bot.delivery.bells import LocalBell, Topics
from bot.delivery.redis.link import TIMEOUT, TROUBLE, Link, connect

log = structlog.get_logger("fleet")

SIZE = 16
"""Bytes of a topic, and of the name under which a process knows its own rings."""
MOST = 1_000
"""Topics in one message; more than that are rung as "look at everything"."""
QUIET = 5.0
"""Seconds without a word from Redis after which it is asked whether it is still there."""
AGAIN = 2.0
"""Seconds between tries to subscribe."""
EVERYTHING = bytes(SIZE)
"""Stands for all topics."""


class RedisBell(LocalBell):
    """Rings in this process at once, and in all others that have the same Redis and the same keys."""

    def __init__(self, url: str, link: Link, topics: Topics) -> None:
        super().__init__()
        self._url = url
        self.link = link
        self._channel = f"rafiq:{topics.installation()}:bell"
        self._own = secrets.token_bytes(SIZE)
        self._pending: dict[bytes, None] = {}
        self._rung = asyncio.Event()
        self._hearing = False
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def state(self) -> str:  # type: ignore[override]
        """`up` while this process hears the others, and they it."""
        return "up" if self._hearing and not self.link.resting else "down"

    def ring(self, topic: bytes) -> None:
        """Here at once; to the others by a task of its own, which nobody waits for."""
        super().ring(topic)
        if len(self._pending) < MOST:
            self._pending[topic] = None
        else:
            self._pending = {EVERYTHING: None}
        self._rung.set()

    async def start(self) -> None:
        self._tasks = [asyncio.create_task(self._publish()), asyncio.create_task(self._hear())]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _publish(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            send = partial(_publish, self._channel, self._own + b"".join(self._pending))
            self._pending.clear()
            await self.link.run(send, 0)

    async def _hear(self) -> None:
        while True:
            try:
                async with self._subscribed() as heard:
                    self._hearing = True
                    self.ring_all()  # whatever was rung while nobody listened
                    await self._listen(heard)
            except TROUBLE:
                pass
            except Exception as error:
                log.error("redis.bell_failed", reason=type(error).__name__, alarm=True)
            self._hearing = False
            await asyncio.sleep(AGAIN)

    @asynccontextmanager
    async def _subscribed(self) -> AsyncIterator[PubSub]:
        """A connection of its own: it is read all the time, so the limits of commands do not fit it."""
        redis = connect(self._url)
        try:
            heard = redis.pubsub(ignore_subscribe_messages=True)
            async with asyncio.timeout(2 * TIMEOUT):
                await heard.subscribe(self._channel)
            yield heard
        finally:
            with contextlib.suppress(*TROUBLE):
                async with asyncio.timeout(TIMEOUT):
                    await redis.aclose()

    async def _listen(self, heard: PubSub) -> None:
        """Until the connection breaks, or says nothing even when it is asked."""
        asked = False
        while True:
            message = await heard.get_message(timeout=QUIET)
            if message is None:
                if asked:
                    return
                await heard.ping()
            asked = message is None
            if message is not None and message["type"] == "message":
                self._heard(message["data"])

    def _heard(self, data: bytes) -> None:
        if data[:SIZE] == self._own or len(data) % SIZE:
            return
        for start in range(SIZE, len(data), SIZE):
            topic = data[start : start + SIZE]
            if topic == EVERYTHING:
                self.ring_all()
            else:
                super().ring(topic)


async def _publish(channel: str, message: bytes, redis: Redis) -> int:
    heard: int = await redis.publish(channel, message)
    return heard
