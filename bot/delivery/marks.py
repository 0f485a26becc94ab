"""What came of a send, written down: many people's results in one transaction.

Every mark names the lease under which the send was made. A process that lost its lease meanwhile changes
nothing (M3): the row is another's now.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, func, null, update

from bot.delivery import hiding
from bot.delivery.gates import shut
from bot.delivery.held import Held, is_open
from bot.delivery.hot import Hot
from bot.delivery.tables import inbox, outbox, persons


@dataclass(frozen=True, slots=True)
class Sent:
    """It was shown. The text goes at once (D5).

    `shown`: the platform's numbers of what now stands in the chat, with spaces between (C12).
    """

    held: Held
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Still to be sent. `unknown` says that it may have been shown already (M9)."""

    held: Held
    due: float
    tries: int
    reason: str | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """Given up: kept, still encrypted, until a named person decides (M10)."""

    held: Held
    tries: int
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The person cannot be reached: nothing more is sent to her until she writes (M8)."""

    held: Held
    reason: str


@dataclass(frozen=True, slots=True)
class Shut:
    """The platform asked the whole bot to wait (M7)."""

    channel: str
    until: float


Mark = Sent | Later | Dead | Gone | Shut

_is_mine = (outbox.c.ref == bindparam("b_ref")) & (outbox.c.lease == bindparam("b_lease"))
_SENT = Hot(
    update(outbox)
    .where(_is_mine)
    .values(
        state="sent",
        body=null(),
        closed=bindparam("b_now"),
        lease_until=null(),
        holder=null(),
        shown=bindparam("b_shown"),
    )
)
_CHANGE = (
    update(outbox)
    .where(_is_mine, outbox.c.state == "sending")
    .values(
        state=bindparam("b_state"),
        due=bindparam("b_due"),
        tries=bindparam("b_tries"),
        reason=func.coalesce(bindparam("b_reason"), outbox.c.reason),
        closed=bindparam("b_closed"),
        lease_until=null(),
        holder=null(),
    )
)
# She may have written in the moment in which an older message of ours came back: then she is reachable.
_UNREACHABLE = (
    update(persons)
    .where(
        persons.c.id == bindparam("b_person"),
        ~exists().where(inbox.c.person_id == persons.c.id, inbox.c.state == "new"),
    )
    .values(reachable=False)
)
_CLOSE_ALL = (
    update(outbox)
    .where(outbox.c.person_id == bindparam("b_person"), is_open(outbox.c.state))
    .values(
        state="unreachable",
        body=null(),
        reason=bindparam("b_reason"),
        closed=bindparam("b_now"),
        lease_until=null(),
        holder=null(),
    )
)


def apply(conn: Connection, marks: Sequence[Mark], now: float) -> None:
    """Write the marks down, in one transaction with whatever else runs on this connection."""
    sent, changed = [], []
    for mark in marks:
        match mark:
            case Sent(held, shown):
                numbers = hiding.kept(shown, hiding.OF_REPLY)
                sent.append({"b_ref": held.ref, "b_lease": held.lease, "b_now": int(now), "b_shown": numbers})
            case Later(held):
                state = "unknown" if mark.unknown else "waiting"
                changed.append(_change(held, state, mark.due, mark.tries, mark.reason, None))
            case Dead(held):
                changed.append(_change(held, "dead", now, mark.tries, mark.reason, int(now)))
            case Gone(held):
                conn.execute(_UNREACHABLE, {"b_person": held.person})
                conn.execute(
                    _CLOSE_ALL, {"b_person": held.person, "b_reason": mark.reason[:80], "b_now": int(now)}
                )
            case Shut():
                shut(conn, mark.channel, mark.until)
    if sent:
        _SENT.run_each(conn, sent)
    if changed:
        conn.execute(_CHANGE, changed)


def _change(
    held: Held, state: str, due: float, tries: int, reason: str | None, closed: int | None
) -> dict[str, object]:
    return {
        "b_ref": held.ref,
        "b_lease": held.lease,
        "b_state": state,
        "b_due": math.ceil(due),
        "b_tries": tries,
        "b_reason": None if reason is None else reason[:80],
        "b_closed": closed,
    }
