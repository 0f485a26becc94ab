"""A reception in memory that behaves like the real one: it commits, drops repeats, answers, remembers."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.conversation.messages import Incoming, Outgoing
from bot.store.database import StoreUnavailable

Answer = Callable[[Incoming], list[Outgoing]]


@dataclass
class Row:
    id: int
    address: str
    message: Outgoing
    shown: bool = False


@dataclass
class MemoryReception:
    """`down` makes it refuse to commit, `mute` makes it answer later, when `speak` is called."""

    answer: Answer
    down: bool = False
    mute: bool = False
    dies_after_commit: bool = False
    inbox: list[tuple[str, Incoming]] = field(default_factory=list)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    marks: list[list[int]] = field(default_factory=list)
    repeats: int = 0
    most: int = 100
    _farewells: dict[str, list[Outgoing]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _bells: defaultdict[str, set[asyncio.Event]] = field(default_factory=lambda: defaultdict(set))
    _held: list[tuple[str, Incoming]] = field(default_factory=list)

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        self._check()
        assert channel in ("web", "console")
        assert len(external_id) <= 64
        if (channel, external_id) in self._seen:
            self.repeats += 1
            return False
        self._seen.add((channel, external_id))
        self.inbox.append((address, incoming))
        if self.mute:
            self._held.append((address, incoming))
        else:  # the real one answers after the commit, too
            asyncio.get_running_loop().call_soon(self._reply, address, incoming)
        if self.dies_after_commit:
            raise RuntimeError("the process died here")
        return True

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        self._check()
        self.rejected.append((external_id, length, reason))

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        self._check()
        rows = [(row.id, row.message) for row in self.rows if row.address == address and not row.shown]
        spoken = self._farewells.get(address, [])
        return rows[: self.most] + [(-number, message) for number, message in enumerate(spoken, start=1)]

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        self._check()
        self.marks.append(ids)
        if any(number < 0 for number in ids):
            self._farewells.pop(address, None)
        for row in self.rows:
            if row.address == address and row.id in ids:
                row.shown = True

    @contextmanager
    def listen(self, channel: str, address: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            yield bell
        finally:
            self._bells[address].discard(bell)

    def push(self, address: str, *messages: Outgoing) -> None:
        """Something to say that nobody asked for just now."""
        for message in messages:
            self.rows.append(Row(1000 + 7 * len(self.rows), address, message))
        for bell in self._bells[address]:
            bell.set()

    def say_once(self, address: str, message: Outgoing) -> None:
        """A farewell: shown to who listens now, and no row anywhere."""
        self._farewells.setdefault(address, []).append(message)
        for bell in self._bells[address]:
            bell.set()

    def speak(self) -> None:
        """Answer what came in while it was mute."""
        held, self._held = self._held, []
        for address, incoming in held:
            self._reply(address, incoming)

    @property
    def addresses(self) -> set[str]:
        return {address for address, _ in self.inbox}

    @property
    def said(self) -> list[str]:
        """What people typed, in the order in which it was taken in."""
        return [incoming.text for _, incoming in self.inbox if incoming.kind == "text"]

    def unshown(self) -> list[str]:
        return [row.message.text for row in self.rows if not row.shown]

    def _reply(self, address: str, incoming: Incoming) -> None:
        self.push(address, *self.answer(incoming))

    def _check(self) -> None:
        if self.down:
            raise StoreUnavailable("test")
