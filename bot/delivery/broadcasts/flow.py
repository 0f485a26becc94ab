"""How far ahead of the sends a lane claims: just enough that the budget never waits for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

FRESH = 1.0
"""Seconds after the look at stop and end within which a send may begin: with it a stop takes at most as many
(A9 allows 2)."""
AT_ONCE = 64
"""Sends of broadcasts under way at once in this process, over each channel."""
_SHORT, _LONG = 0.25 * FRESH, 0.5 * FRESH


@dataclass(slots=True)
class Flow:
    """What one channel has in hand, and how much it should claim ahead of what the budget lets begin."""

    ahead: int = 4
    not_begun: int = 0
    under_way: int = 0
    wanted: asyncio.Event = field(default_factory=asyncio.Event)
    left_behind_at: float = 0.0
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """By broadcast: how far claims have come."""
    from_start_at: float = 0.0
    resting: bool = True
    """Nothing was found the last time: ask first whether anything runs, which costs less than a claim."""

    def room(self) -> int:
        """Rows to claim now."""
        return min(self.ahead - self.not_begun, AT_ONCE - self.not_begun - self.under_way)

    def waited(self, seconds: float) -> None:
        """A row began, or could not, so long after it was looked at: claim further ahead, or less far."""
        if seconds < _SHORT:
            self.ahead = min(AT_ONCE, self.ahead + 1)
        elif seconds > _LONG:
            self.ahead = max(1, self.ahead // 2)

    def moved(self) -> None:
        """Something began or ended."""
        if 2 * self.room() >= min(self.ahead, AT_ONCE):
            self.wanted.set()
