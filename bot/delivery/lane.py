"""What a sender holds for one person: her messages in order, and the ticket of a turn that may add more."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from bot.delivery.held import Held


@dataclass(slots=True)
class Ticket:
    """Taken before a turn begins. It is void once an earlier message of the person had to wait: what the
    turn leased then must not overtake it."""

    person: str
    valid: bool


@dataclass(slots=True)
class Lane:
    """The messages of one person that this process holds, in order."""

    address: str
    rows: deque[Held] = field(default_factory=deque)
    halted: bool = False
    recheck: bool = False
    """True where a claim may find more of this person's messages once the lane is done."""
    task: asyncio.Task[None] | None = None

    def clear(self) -> None:
        """Everything goes from her screen (C12): of what waits here only the first stays, which may be under
        way. The turn has dropped the rest."""
        while len(self.rows) > 1:
            self.rows.pop()
