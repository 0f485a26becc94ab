"""What delivery needs of others: a clock, channels that can send, and the turn itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from sqlalchemy import Connection

from bot.conversation.messages import Found, Incoming, Outgoing


class Clock(Protocol):
    """The one clock of the program. Tests hand in one that they can move."""

    def now(self) -> float:
        """Seconds since 1970-01-01 00:00 UTC."""
        ...


class Channel(Protocol):
    """A way to reach people that sends by itself (Telegram).

    Channels that people fetch from (web chat, terminal) do not implement this: their rows wait in the
    outbox until the phone has shown them.
    """

    name: str

    async def send(self, address: str, message: Outgoing) -> str:
        """Send one message and return the channel's id of it; of several that it made all, the last being the
        one with the buttons, with spaces between. Before a message that `clears`, those in its `cleared` go.

        Raises one of the errors below.
        """
        ...


@runtime_checkable
class PaidChannel(Protocol):
    """A channel whose platform takes more messages a second for money (Telegram's paid broadcasts)."""

    async def send_paid(self, address: str, message: Outgoing) -> str:
        """As Channel.send, beyond the free limit and at a cost."""
        ...


class SendError(Exception):
    """A message could not be sent. `reason` is a short code without personal data, safe to store."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(SendError):
    """The platform asks to wait. `after` is in seconds; it holds for the whole bot, not one chat (M7)."""

    def __init__(self, reason: str, after: float, everyone: bool = True) -> None:
        super().__init__(reason)
        self.after = after
        self.everyone = everyone


class Failed(SendError):
    """The platform said no for now (a 5xx, no connection was made): nothing was shown, try again."""


class Unreachable(SendError):
    """The person cannot be reached (blocked, deactivated, chat not found): stop until she writes (M8)."""


class Uncertain(SendError):
    """The connection was cut after the request left: it may have been shown. Resend at most once (M9)."""


class Refused(SendError):
    """The platform will never take this message (a parse error of ours): raise an alarm, keep it (M9)."""


class Reception(Protocol):
    """Where channels bring what people did, and where people fetch what waits for them."""

    async def accept(self, channel: str, external_id: str, address: str, incoming: Incoming) -> bool:
        """Commit one update to the inbox, then return: only now may the platform be told 'received' (M1).

        False where this (channel, external_id) was seen before: nothing happens (M2).
        Raises StoreUnavailable where it could not be committed; the caller answers 503.
        """
        ...

    async def reject(self, channel: str, external_id: str, length: int, reason: str) -> None:
        """Keep id, length in bytes and a short reason code of an update that nobody understands (I4)."""
        ...

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        """The messages not yet shown to this person, oldest first, with their outbox ids."""
        ...

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        """Mark messages as shown by the phone; safe to say twice. They are never given out again (C13)."""
        ...

    def listen(self, channel: str, address: str) -> AbstractContextManager[asyncio.Event]:
        """While open, the event is set whenever something may be waiting for this person."""
        ...


@dataclass(frozen=True, slots=True)
class PersonState:
    """Where a person is, as a turn finds it. What is past its end date is already gone (D5)."""

    id: str
    channel: str
    lang: str | None
    place: bytes | None
    answers: bytes | None
    seen: int | None = None
    """When she last did something, in seconds; None where that was forgotten, days ago."""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What a turn leaves: all of it is stored in the turn's own transaction, or none (M4)."""

    place: bytes | None
    answers: bytes | None
    lang: str | None
    messages: list[Outgoing]
    clears: bool = False
    """True where everything goes from the screen (C12): nothing that waits for her is shown any more."""
    erased: bool = False
    """True where the turn deleted the person: nothing is stored, the messages are said once and forgotten."""


Turn = Callable[[Connection, PersonState, Incoming, Found | None, float], TurnResult]
"""Synchronous, on the transaction's connection. May be run again where a group of turns was rolled back,
so it keeps nothing outside the database."""

Find = Callable[[Incoming, str | None], Found | None]
"""The search, run before the transaction, with the person's language (None before she chose)."""

Apology = Callable[[str | None, str], Outgoing]
"""The plain message after a turn was given up: (language, short code) -> message (L6)."""
