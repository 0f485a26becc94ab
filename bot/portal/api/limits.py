"""How fast programs may call: each key, all keys together, and those without one (I13)."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.web.pace import Pace
from bot.portal.api.problems import Problem

BODY = 64 * 1024
"""Bytes of one body (I3 allows up to 1 MiB)."""
DEPTH = 32
"""Levels of JSON (I3)."""


@dataclass(frozen=True)
class Limits:
    """Counted in this process: with several, each takes as many. `tick` does not run backwards."""

    each: Pace = field(default_factory=lambda: Pace(60, 5))
    total: Pace = field(default_factory=lambda: Pace(300, 50))
    strangers: Pace = field(default_factory=lambda: Pace(60, 5))
    tick: Callable[[], float] = time.monotonic

    def take(self, key: str) -> None:
        """Count a call of a key. Raises Problem slow_down."""
        self._take(self.each, key)
        self._take(self.total, "all")

    def take_stranger(self) -> None:
        """Count a call without a good key: all of them together, for there is nothing to tell them by."""
        self._take(self.strangers, "all")

    def _take(self, pace: Pace, key: str) -> None:
        wait = pace.wait(key, self.tick(), 0)
        if wait > 0:
            raise Problem("slow_down", headers={"Retry-After": str(math.ceil(wait))})
