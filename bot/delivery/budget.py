"""How many messages may be claimed for sending at once, so that replies are never crowded out (M7)."""

from __future__ import annotations

PER_SECOND = 25
"""Of Telegram's 30 a second for a bot; the rest is kept for replies, which are sent without being claimed."""


class Budget:
    """A second's worth of sends, refilled evenly."""

    def __init__(self, per_second: int = PER_SECOND) -> None:
        self._most = per_second
        self._left = float(per_second)
        self._at: float | None = None

    def left(self, now: float) -> int:
        """How many may be claimed now."""
        if self._at is not None:
            self._left = min(self._most, self._left + max(0.0, now - self._at) * self._most)
        self._at = now
        return int(self._left)

    def spend(self, count: int) -> None:
        """So many were claimed."""
        self._left -= count
