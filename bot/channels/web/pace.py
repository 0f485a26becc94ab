"""Slowing down who writes too fast, without ever locking a real person out (I13).

Counted in this process, and where the installation has a fleet, for all its processes together.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol

KEPT = 20_000
_ROUNDING = 1e-6
"""Seconds: more than a sum of fractions loses on a clock that has run for years."""


class Pace:
    """Token buckets, one a key: `burst` calls pass at once, then `rate` a second.

    Only the most recently seen keys are kept, so memory is bounded; a forgotten key begins afresh.
    """

    def __init__(self, burst: float, rate: float) -> None:
        self.burst = burst
        self.rate = rate
        self._due: OrderedDict[Hashable, float] = OrderedDict()

    def wait(self, key: Hashable, now: float, patience: float) -> float:
        """Seconds to hold this call back; more than `patience` means refused, and it is not counted.

        `now` is any clock that does not run backwards, in seconds.
        """
        room = self.burst / self.rate
        due = max(self._due.get(key, now - room), now - room) + 1 / self.rate
        wait = due - now if due - now > _ROUNDING else 0.0
        if wait <= patience:
            self._due[key] = due
            self._due.move_to_end(key)
            if len(self._due) > KEPT:
                self._due.popitem(last=False)
        return wait


class Shared(Protocol):
    """Counts for all processes of an installation (bot/delivery/redis/pace.py)."""

    async def wait(self, key: str, burst: float, rate: float, patience: float = 0.0) -> float | None:
        """Seconds until this call may be made, 0: now; up to `patience` it is counted. None: nobody can be
        asked now."""
        ...

    def secret(self, purpose: str) -> bytes:
        """The same in every process, and known to nobody else."""
        ...


async def counted(pace: Pace, shared: Shared | None, key: str, now: float, patience: float) -> float:
    """As `Pace.wait`, for the whole fleet. While nobody can be asked each process counts alone: whoever
    writes is never refused because something of ours is away (M5)."""
    wait = None if shared is None else await shared.wait(key, pace.burst, pace.rate, patience)
    if wait is None:
        return pace.wait(key, now, patience)
    if wait <= patience:
        # Counted here as well: whoever loses the others gives nobody a second burst.
        pace.wait(key, now, math.inf)
    return wait


class Limit:
    """A pace under a name of its own, so that two limits never count in one bucket."""

    def __init__(
        self, name: str, pace: Pace, shared: Shared | None, tick: Callable[[], float] = time.monotonic
    ) -> None:
        """`tick`: seconds of a clock that does not run backwards."""
        self._name, self._pace, self._shared, self._tick = name, pace, shared, tick

    async def wait(self, key: str, patience: float) -> float:
        """Seconds to hold this call back; more than `patience` means refused, and it is not counted."""
        return await counted(self._pace, self._shared, f"{self._name}:{key}", self._tick(), patience)
