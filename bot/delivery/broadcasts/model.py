"""One message to many people, as delivery sees it: who, when, until when; what it says others know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, or_

from bot.conversation.messages import Outgoing
from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.delivery.sql import AnyRow

State = Literal["running", "stopped", "done"]

Words = Callable[[Connection, str, str, str], Outgoing | None]
"""Given a broadcast's id, a language and a channel: what it says there. None: nothing is to be said (any
more), and the row is closed as dead. The words of one broadcast must not change while it runs: they are
asked for once in each process and kept (A2)."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What has to be known to send it. Times in seconds since 1970.

    `urgent` goes before what is not. `before` is the id of another broadcast: whoever has an open row of that
    one gets this one only after it was closed (a correction follows its original, A9).
    """

    id: str
    starts: int
    ends: int
    urgent: bool = False
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people's rows are in which state: always sums of rows (A10).

    waiting: not begun. leased: in the hands of a process. unknown: may have been shown, nobody can tell.
    unreachable: blocked us or left. expired: the end came first. stopped: somebody stopped it first.
    dead: given up after its tries, or dropped by staff.
    """

    waiting: int = 0
    leased: int = 0
    sent: int = 0
    unreachable: int = 0
    expired: int = 0
    stopped: int = 0
    unknown: int = 0
    dead: int = 0

    @property
    def total(self) -> int:
        """Everybody whom it was meant for."""
        closed = self.sent + self.unreachable + self.expired + self.stopped + self.dead
        return self.waiting + self.leased + self.unknown + closed

    @property
    def settled(self) -> bool:
        """Nothing of it is being sent or will be."""
        return self.waiting == self.leased == 0


class NoSuchBroadcast(LookupError):
    """There is no broadcast of this id."""


class AlreadyOpen(ValueError):
    """There is a broadcast of this id already, with other dates."""


def runs(now: object) -> ColumnElement[bool]:
    """Rows of broadcasts that may be sent at this second (A8)."""
    return (broadcasts.c.state == "running") & (broadcasts.c.starts <= now) & (broadcasts.c.ends > now)


def got() -> ColumnElement[bool]:
    """Rows of people who got it, or may have: a send of hers ended unseen, in a cut connection or a crash."""
    return or_(broadcast_sends.c.state.in_(("sent", "unknown")), broadcast_sends.c.resends > 0)


def of_row(row: AnyRow) -> Broadcast:
    return Broadcast(row.id, row.starts, row.ends, row.urgent, row.before)
