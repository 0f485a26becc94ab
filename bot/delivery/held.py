"""What a process holds in its hands: messages whose lease it has, and the states that they go through."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.messages import Outgoing

LEASE = 30
"""Seconds that a claim holds. With one sweep more a stuck message is free again within 60 s (M6)."""

OPEN = ("waiting", "sending", "unknown")
"""States of a message still to be sent. `unknown`: it may have been shown, one more try is due (M9)."""


@dataclass(frozen=True, slots=True)
class Held:
    """One message that this process alone may send, while its lease lasts."""

    ref: str
    lease: int
    until: int
    person: str
    channel: str
    message: Outgoing
    tries: int = 0
    resends: int = 0
