"""A person at a terminal."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from bot.app import assistant
from bot.channels.console import BUSY, Console
from bot.conversation.messages import Incoming, Outgoing
from bot.delivery.ports import Reception
from bot.store.database import StoreUnavailable
from tests.channels.phones import Phone, Shown, working
from tests.program import settings_in

_CHOICE = re.compile(r"^  \d+\. (.*)$", re.MULTILINE)
_WAYS = re.compile(r"^  (\[.*\])$", re.MULTILINE)


class Terminal(io.StringIO):
    """Every write is a message."""

    def __init__(self, phone: ConsolePhone) -> None:
        super().__init__()
        self._phone = phone

    def write(self, lines: str) -> int:
        self._phone.takes(lines)
        return len(lines)


class Forgetful:
    """A reception that once commits and cannot say so."""

    def __init__(self, behind: Reception) -> None:
        self._behind = behind
        self.forgets = False

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        taken = await self._behind.accept(channel, external_id, address, incoming)
        if self.forgets:
            self.forgets = False
            raise StoreUnavailable("no_connection")
        return taken

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        await self._behind.reject(channel, external_id, length, reason)

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        return await self._behind.waiting(channel, address)

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        await self._behind.shown(channel, address, ids)

    def listen(self, channel: str, address: str) -> AbstractContextManager[asyncio.Event]:
        return self._behind.listen(channel, address)


class ConsolePhone(Phone):
    channel = "console"
    traces = ("amina-at-home",)

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._shown: list[Shown] = []
        self._busy = ""
        self._refused = 0

    @property
    def shown(self) -> list[Shown]:
        return self._shown

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        self._lines: asyncio.Queue[str] = asyncio.Queue()
        async with assistant(settings_in(self.folder), telegram=False) as running:
            self._busy = running.mind.say(BUSY, "en")
            self._reception = Forgetful(running.runner)
            console = Console(
                self._reception,
                "amina-at-home",
                "ar",
                Terminal(self),
                running.mind.say,
                pause=lambda seconds: asyncio.sleep(0.05),
            )
            async with working(asyncio.create_task(console.run(self._typed()))):
                yield

    def takes(self, lines: str) -> None:
        if self._busy in lines:
            self._refused += 1
        else:
            choices = _CHOICE.findall(lines)
            ways = [way for line in _WAYS.findall(lines) for way in line[1:-1].split("] [")]
            text = _WAYS.sub("", _CHOICE.sub("", lines)).strip()
            self._shown.append(Shown(text, (*choices, *ways)))
        self._noticing = asyncio.ensure_future(self._notice())

    async def begins(self) -> None:
        """A terminal opens the conversation by itself; after a farewell she asks for it."""
        if self._shown:
            await self.says("/start")

    async def says(self, text: str) -> None:
        await self._lines.put(text)

    async def says_twice(self, text: str) -> None:
        self._reception.forgets = True
        await self.says(text)

    async def presses(self, label: str) -> None:
        newest = next(shown for shown in reversed(self._shown) if label in shown.labels)
        assert newest is self._shown[-1], "a terminal takes the numbers of the newest message only"
        await self.says(str(newest.labels.index(label) + 1))

    async def was_refused(self) -> None:
        await self.until(lambda: self._refused > 0, "a word that the service is busy")

    async def _typed(self) -> AsyncIterator[str]:
        while True:
            yield await self._lines.get()
