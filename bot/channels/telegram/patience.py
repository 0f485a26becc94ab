"""How long to wait before the Bot API is asked again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

FIRST_SECONDS = 1.0
MOST_SECONDS = 60.0

Pause = Callable[[float], Awaitable[None]]


class Patience:
    """Waits 1, 2, 4, ... 60 seconds, each up to a quarter longer, until it is told of a success.

    The chance keeps many bots that lost the same server from coming back together.
    """

    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._next = FIRST_SECONDS

    def succeeded(self) -> None:
        self._next = FIRST_SECONDS

    async def wait(self, at_least: float = 0.0) -> None:
        """Wait the next step, or `at_least` seconds where the platform named a time."""
        seconds = max(self._next * random.uniform(1.0, 1.25), at_least)
        self._next = min(self._next * 2, MOST_SECONDS)
        await self._pause(seconds)
