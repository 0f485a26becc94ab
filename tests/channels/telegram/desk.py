"""A reception in memory that keeps the promises of the real one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from random import Random

from bot.conversation.messages import Incoming, Outgoing
from bot.store.database import StoreUnavailable


class Desk:
    """Keeps what was accepted and rejected, each (channel, id) once. `break_for` makes commits fail."""

    def __init__(self) -> None:
        self.accepted: dict[tuple[str, str], tuple[str, Incoming]] = {}
        self.rejected: dict[tuple[str, str], tuple[int, str]] = {}
        self.offered: list[str] = []
        """The ids of all updates offered, refused and repeated ones too, in their order."""
        self._failures = 0
        self._chance = Random(1)
        self.poison: set[str] = set()
        self.changed = asyncio.Condition()

    def break_for(self, offers: int) -> None:
        """The next so many commits fail as on a full disk."""
        self._failures = offers

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        async with self._commit(external_id):
            if (channel, external_id) in self.accepted:
                return False
            self.accepted[channel, external_id] = (address, incoming)
            return True

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        self.poison.discard(external_id)
        async with self._commit(external_id):
            self.rejected.setdefault((channel, external_id), (length, reason))

    @asynccontextmanager
    async def _commit(self, external_id: str) -> AsyncIterator[None]:
        for _ in range(self._chance.randrange(4)):  # a commit gives way to others, and not all take as long
            await asyncio.sleep(0)
        self.offered.append(external_id)
        if self._failures:
            self._failures -= 1
            raise StoreUnavailable("disk full")
        if external_id in self.poison:
            raise RuntimeError("a fault of ours, with her words in it")
        try:
            yield
        finally:
            async with self.changed:
                self.changed.notify_all()

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        """Nobody fetches from Telegram's inbox: it sends by itself."""
        return []

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        """Nothing is fetched, so nothing is marked."""

    @contextmanager
    def listen(self, channel: str, address: str) -> Iterator[asyncio.Event]:
        yield asyncio.Event()

    # For tests

    def heard(self, address: str) -> list[Incoming]:
        return [incoming for whose, incoming in self.accepted.values() if whose == address]

    async def has(self, accepted: int = 0, rejected: int = 0, within: float = 60.0) -> None:
        """Wait until so many updates stand in the inbox."""
        async with asyncio.timeout(within), self.changed:
            await self.changed.wait_for(
                lambda: len(self.accepted) >= accepted and len(self.rejected) >= rejected
            )
