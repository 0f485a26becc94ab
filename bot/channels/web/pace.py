"""Slowing down who writes too fast, without ever locking a real person out (I13)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

KEPT = 20_000


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
        wait = max(0.0, due - now)
        if wait <= patience:
            self._due[key] = due
            self._due.move_to_end(key)
            if len(self._due) > KEPT:
                self._due.popitem(last=False)
        return wait
