"""When a send may begin: the limits of a platform, kept for replies and announcements together (M7).

One Budget stands for one channel: in this process (pacing.py), or for the whole fleet. It is asked right
before a send begins and told right after it ended, because a platform counts a message when it arrives there:
some moment between the two, which we cannot see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Kind = Literal["reply", "bulk", "paid"]
"""reply: an answer, always first. bulk: an announcement. paid: one that goes beyond the free limit."""

SECOND = 1.0
"""Seconds in which a platform counts."""
PER_SECOND = 30
"""Messages that Telegram takes from a bot in any one second (Bots FAQ, 'my bot is hitting limits')."""
PAID_PER_SECOND = 1_000
"""The same with `allow_paid_broadcast` (Bot API, sendMessage)."""


@dataclass(frozen=True, slots=True)
class Permit:
    """One send may begin, now. `chat`: whose second it takes; `token`: whatever the budget knows it by."""

    kind: Kind
    chat: str
    token: str = ""


class Budget(Protocol):
    """All of it is called on the event loop. `chat` is the random id of the person, never an address (D7);
    empty for a send that belongs to nobody any more."""

    def at_once(self, chat: str, kind: Kind) -> Permit | None:
        """A permit if nothing has to be waited for, else None: then ask `begin`.

        So a reply normally costs no step of the event loop. A budget that has to ask another machine
        always answers None.
        """
        ...

    async def begin(self, chat: str, kind: Kind, within: float) -> Permit | None:
        """Wait for a permit: replies before announcements, among each in the order of asking.

        None where none came within so many seconds, or where the platform asked everybody to wait
        meanwhile (`ended` with `retry_after`): then nothing may be sent, and the message goes back.
        A caller that is cancelled while it waits holds nothing.
        """
        ...

    def ended(self, permit: Permit, retry_after: float | None = None) -> None:
        """The send has ended, however it ended; once for each permit.

        `retry_after`: the platform said that it was too much (429) and asked the whole bot to wait so many
        seconds. All who wait are sent away, no permit is given until the time has passed, and the rate is
        lower from then on until it has recovered.
        """
        ...


class Unlimited:
    """No limits: for channels whose platform sets none (mail), and for measuring."""

    def at_once(self, chat: str, kind: Kind) -> Permit | None:
        return _FREE

    async def begin(self, chat: str, kind: Kind, within: float) -> Permit | None:
        return _FREE

    def ended(self, permit: Permit, retry_after: float | None = None) -> None:
        return None


_FREE = Permit("reply", "")
