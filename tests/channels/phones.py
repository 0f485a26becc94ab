"""A person with a phone: tests of every channel are written in the same words."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 60.0
"""Seconds to wait for an answer on a machine that is busy with other tests."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on the phone."""

    text: str
    labels: tuple[str, ...]


class Phone(ABC):
    """Her phone asks for Arabic. The program keeps everything below `folder`."""

    channel: str
    traces: tuple[str, ...]
    """What the platform or the connection tells of her, that must be nowhere afterwards (D2)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._changed = asyncio.Condition()

    @abstractmethod
    def connected(self) -> AbstractAsyncContextManager[None]:
        """The program runs and she can reach it. Entered again: both were away for a while."""

    @abstractmethod
    async def begins(self) -> None:
        """What a person does first: opens the chat, presses start."""

    @abstractmethod
    async def says(self, text: str) -> None:
        """She types."""

    @abstractmethod
    async def says_twice(self, text: str) -> None:
        """She types once, and the update comes twice because its acknowledgement was lost (M2)."""

    @abstractmethod
    async def presses(self, label: str) -> None:
        """She presses the newest button that is called so."""

    async def gives_herself_away(self) -> None:  # noqa: B027 - most platforms have no buttons for it
        """She sends her number or her place, where the platform has buttons for it."""

    @abstractmethod
    async def was_refused(self) -> None:
        """Wait until the program had to refuse something that she brought, and had told so."""

    @property
    @abstractmethod
    def shown(self) -> list[Shown]:
        """Everything that stands on the phone, oldest first."""

    async def sees(self, words: str) -> Shown:
        """Wait until the newest message says so."""
        await self.until(lambda: bool(self.shown) and words in self.shown[-1].text, words)
        return self.shown[-1]

    def times(self, words: str) -> int:
        """In how many messages the words stand."""
        return sum(words in shown.text for shown in self.shown)

    async def until(self, happened: Callable[[], bool], wanted: str = "") -> None:
        try:
            async with asyncio.timeout(PATIENCE), self._changed:
                await self._changed.wait_for(happened)
        except TimeoutError:
            raise AssertionError(f"waited for {wanted!r}; the phone shows {self.shown[-3:]}") from None

    async def _notice(self) -> None:
        async with self._changed:
            self._changed.notify_all()


@asynccontextmanager
async def working(job: asyncio.Task[None]) -> AsyncIterator[None]:
    """A job runs while the block does; one that dies by itself fails the test."""
    try:
        yield
    finally:
        if job.done():
            job.result()
        job.cancel()
        await asyncio.gather(job, return_exceptions=True)
