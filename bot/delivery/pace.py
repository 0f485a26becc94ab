"""How fast one person's messages are worked through (I13): slowed down, never lost, never locked out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Pace:
    """A bucket of turns for each person: `burst` at once, refilled evenly over `window` seconds."""

    def __init__(self, burst: int = 30, window: float = 60.0) -> None:
        self._burst = burst
        self._rate = burst / window
        self._window = window
        self._buckets: dict[str, _Bucket] = {}

    def delay(self, person: str, now: float) -> float:
        """Take one turn's place and return the seconds to wait before it; 0.0 for anybody at a human pace."""
        bucket = self._buckets.get(person)
        if bucket is None:
            self._buckets[person] = _Bucket(self._burst - 1.0, now)
            return 0.0
        bucket.left = min(self._burst, bucket.left + max(0.0, now - bucket.at) * self._rate) - 1.0
        bucket.at = now
        return 0.0 if bucket.left >= 0 else -bucket.left / self._rate

    def forget_idle(self, now: float) -> None:
        """Drop everybody whose bucket is full again."""
        idle = [person for person, bucket in self._buckets.items() if now - bucket.at > 2 * self._window]
        for person in idle:
            del self._buckets[person]
