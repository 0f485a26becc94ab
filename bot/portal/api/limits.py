"""How fast programs may call: each key, all keys together, and those without one (I13)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.web.pace import Pace, Shared, counted
from bot.portal.api.problems import Problem

BODY = 64 * 1024
"""Bytes of one body (I3 allows up to 1 MiB)."""
DEPTH = 32
"""Levels of JSON (I3)."""


@dataclass(frozen=True)
class Limits:
    """Counted by `shared` for the whole fleet; without one, or while it is away, in this process, so that
    each takes as many (M5). `tick` does not run backwards."""

    each: Pace = field(default_factory=lambda: Pace(60, 5))
    total: Pace = field(default_factory=lambda: Pace(300, 50))
    strangers: Pace = field(default_factory=lambda: Pace(60, 5))
    tick: Callable[[], float] = time.monotonic
    shared: Shared | None = None

    async def take(self, key: str) -> None:
        """Count a call of a key. Raises Problem slow_down."""
        await self._take(self.each, f"key:{key}")
        await self._take(self.total, "all")

    async def take_stranger(self) -> None:
        """Count a call without a good key: all of them together, for there is nothing to tell them by."""
        await self._take(self.strangers, "strangers")

    async def _take(self, pace: Pace, who: str) -> None:
        wait = await counted(pace, self.shared, who, self.tick(), 0)
        if wait > 0:
            raise Problem("slow_down", headers={"Retry-After": str(math.ceil(wait))})
