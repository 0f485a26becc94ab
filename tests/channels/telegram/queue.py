"""The updates that wait for the bot, with the offsets of getUpdates and the ways in which they go wrong."""

from __future__ import annotations

import asyncio
import json
from typing import Any

Json = dict[str, Any]
FAR = 10  # an offset further ahead of the queue than this is not believed, as in the real server


class UpdateQueue:
    """Raw updates in the order in which they are delivered."""

    def __init__(self) -> None:
        self.next_id = 700_000_001
        self.waiting: list[tuple[int, bytes]] = []
        self.changed = asyncio.Condition()
        self._kicks = 0
        self.disordered = False
        self.repeats = 0
        """How many of the coming answers are given a second time, as after an answer that was lost."""

    def put(self, kind: str, content: Json) -> int:
        """Queue an update and return its id."""
        return self.put_raw(json.dumps({"update_id": self.next_id, kind: content}).encode())

    def put_raw(self, raw: bytes) -> int:
        """Queue bytes as an update: nothing checks them. They should name `next_id` as their own."""
        number = self.next_id
        self.next_id += 1
        self.waiting.append((number, raw))
        self._wake()
        return number

    def put_again(self, number: int, raw: bytes) -> None:
        """Queue an update of the past once more, under its old id."""
        self.waiting.append((number, raw))
        self._wake()

    def restart_ids(self, lower: int) -> None:
        """What happens after a week without updates."""
        self.next_id = lower

    def confirm(self, offset: int) -> None:
        """Forget what is below the offset."""
        if offset > self.next_id + FAR:
            return
        if self.repeats and self.waiting:
            self.repeats -= 1
            return
        self.waiting = [entry for entry in self.waiting if entry[0] >= offset]

    def batch(self, limit: int) -> list[bytes]:
        found = [raw for _, raw in self.waiting[:limit]]
        return found[::-1] if self.disordered else found

    async def some(self, seconds: float) -> None:
        """Return once something waits, after `seconds`, or when another asks."""
        kicks = self._kicks
        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(lambda: bool(self.waiting) or kicks != self._kicks)
        except TimeoutError:
            return

    def kick(self) -> None:
        """Send away whoever waits."""
        self._kicks += 1
        self._wake()

    def _wake(self) -> None:
        async def notify() -> None:
            async with self.changed:
                self.changed.notify_all()

        self._notifying = asyncio.ensure_future(notify())
