"""Ways in which the stand-in can go wrong, asked for one request at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """Another answer than the right one; nothing is done."""

    status: int
    description: str = "Trouble"
    retry_after: int = 0
    body: bytes | None = None
    """Instead of the JSON of a Bot API answer."""


@dataclass(frozen=True)
class Cut:
    """The connection is cut, before or after the request took effect."""

    after: bool


@dataclass(frozen=True)
class Held:
    """The request waits until the event is set, then is answered as it should be."""

    until: asyncio.Event


Trouble = Answer | Cut | Held


class Troubles:
    """Queues of trouble by method: each request to the method meets the next one."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Trouble]] = defaultdict(deque)

    def plan(self, method: str, *troubles: Trouble) -> None:
        self._planned[method].extend(troubles)

    def next(self, method: str) -> Trouble | None:
        return self._planned[method].popleft() if self._planned[method] else None

    def left(self, method: str) -> int:
        return len(self._planned[method])
