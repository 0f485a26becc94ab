"""Figures of the database, read at most so often, however many ask how often.

Counting the rows of an announcement to a million people takes a while, and Prometheus asks every process of a
fleet every few seconds. What was read stands for FRESH seconds, and longer where reading takes long: then at
most a twentieth of the time goes into it. So figures may be that old, which
`rafiq_figures_age_seconds` tells, and nothing is made up between two readings.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from prometheus_client.core import GaugeMetricFamily, Metric

FRESH = 10.0
"""Seconds for which figures stand."""
SHARE = 20.0
"""So many times as long as reading took, they stand at least,"""
LONGEST = 60.0
"""but no longer: an alarm on a figure comes at most so many seconds late."""


class Kept:
    """Calls as `read` does; raises what it raises, and then keeps nothing."""

    def __init__(
        self,
        read: Callable[[], Awaitable[list[Metric]]],
        now: Callable[[], float],
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """`now`: seconds since 1970, by which figures grow old; `tick` measures how long reading takes."""
        self._read, self._now, self._tick = read, now, tick
        self._one = asyncio.Lock()
        self._figures: list[Metric] | None = None
        self._at = self._until = 0.0

    async def __call__(self) -> list[Metric]:
        async with self._one:  # who comes meanwhile waits for the same figures
            now = self._now()
            if self._figures is None or not self._at <= now < self._until:  # a clock may be set back
                self._figures = None
                began = self._tick()
                self._figures = await self._read()
                self._at, self._until = now, now + min(LONGEST, max(FRESH, SHARE * (self._tick() - began)))
            age = max(0.0, now - self._at)
            return [*self._figures, _age(age)]


def _age(seconds: float) -> Metric:
    words = "How long ago the figures of the database were read."
    return GaugeMetricFamily("rafiq_figures_age_seconds", words, value=seconds)
