"""What a process holds in its hands: messages whose lease it has, and the states that they go through."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from bot.conversation.messages import Outgoing

LEASE = 30
"""Seconds that a claim holds. With one sweep more a stuck message is free again within 60 s (M6)."""

OPEN = ("waiting", "sending", "unknown")
"""States of a message still to be sent. `unknown`: it may have been shown, one more try is due (M9)."""


def is_open(state: ColumnElement[str]) -> ColumnElement[bool]:
    """True for the states above. An IN of values would be written out anew at each use of the statement."""
    return or_(*(state == name for name in OPEN))


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
