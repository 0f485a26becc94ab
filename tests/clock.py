"""A clock that tests move."""

from __future__ import annotations

START = 1_795_255_200.0
"""2026-11-21 10:00 UTC, a Saturday."""


class FakeClock:
    """Implements bot.delivery.ports.Clock."""

    def __init__(self, now: float = START) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def forward(self, seconds: float) -> None:
        self._now += seconds
