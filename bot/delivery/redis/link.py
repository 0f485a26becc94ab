"""The connection to Redis (or Valkey): short limits, and a breaker, for it may be gone or frozen (M5)."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = structlog.get_logger("fleet")

TIMEOUT = 0.5
"""Seconds that a command may take: on one network it takes less than a hundredth of that."""
REST = 3.0
"""Seconds for which Redis is left alone after it failed, so that a frozen one is not waited for again."""
CONNECTIONS = 8
"""Commands under way at once; further ones wait for those, not for a connection of their own."""

T = TypeVar("T")
TROUBLE = (RedisError, OSError, TimeoutError, asyncio.TimeoutError)


def connect(url: str, timeout: float = TIMEOUT) -> Redis:
    """A client that gives up soon and never tries again by itself. Connects at its first command."""
    options: dict[str, Any] = {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
        "client_name": "rafiq",
    }
    if url.startswith("rediss://"):
        options["ssl_min_version"] = ssl.TLSVersion.TLSv1_2  # K8; certificates are checked unless told not to
    return Redis.from_url(url, **options)


class Link:
    """Runs commands while Redis answers; while it does not, they fail at once and cost nothing. `timeout`:
    seconds that a command may take."""

    def __init__(
        self, url: str, tick: Callable[[], float] = time.monotonic, timeout: float = TIMEOUT
    ) -> None:
        self.redis = connect(url, timeout)
        self._timeout = timeout
        self._tick = tick
        self._rests_until = 0.0
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._running: set[asyncio.Future[Any]] = set()
        self.up = True
        """False from a failure until the next success."""

    @property
    def resting(self) -> bool:
        """True while Redis is left alone."""
        return self._tick() < self._rests_until

    async def run(self, command: Callable[[Redis], Awaitable[T]], default: T) -> T:
        """The outcome of a command, or `default` where Redis cannot be used now: within two timeouts."""
        async with self._slots:
            if self.resting:
                return default
            # Not cancelled with its caller: the library would lose the connection that it is opening.
            task = asyncio.ensure_future(self._try(command, default))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            return await asyncio.shield(task)

    async def _try(self, command: Callable[[Redis], Awaitable[T]], default: T) -> T:
        try:
            outcome = await command(self.redis)
        except TROUBLE as error:
            self._fell(error)
            return default
        if not self.up:
            log.info("redis.back")
            self.up = True
        return outcome

    def _fell(self, error: BaseException) -> None:
        self._rests_until = self._tick() + REST
        if self.up:
            log.warning("redis.away", reason=type(error).__name__)
            self.up = False

    async def close(self) -> None:
        """Let go of all connections; a silent server is waited for no longer than a command may take."""
        if self._running:
            await asyncio.wait(self._running, timeout=2 * self._timeout)
        try:
            async with asyncio.timeout(self._timeout):
                await self.redis.aclose()
        except TROUBLE:
            return
