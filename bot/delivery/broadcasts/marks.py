"""What came of the sends of a broadcast, written down: many people's in one transaction.

As in bot.delivery.marks every mark names the lease under which the send was made; `held.ref` is the number of
the row.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, null, update

from bot.delivery import marks
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.marks import Dead, Gone, Later, Mark, Sent, Shut

_sends = broadcast_sends.c
_SENT = (
    update(broadcast_sends)
    .where(_sends.id.in_(bindparam("b_ids", expanding=True)), _sends.lease == bindparam("b_lease"))
    .values(state="sent", closed=bindparam("b_now"), lease_until=null(), holder=null())
)
_CHANGE = (
    update(broadcast_sends)
    .where(
        _sends.id == bindparam("b_id"), _sends.lease == bindparam("b_lease"), _sends.state == "leased"
    )
    .values(
        state=bindparam("b_state"),
        due=bindparam("b_due"),
        tries=bindparam("b_tries"),
        reason=func.coalesce(bindparam("b_reason"), _sends.reason),
        closed=bindparam("b_closed"),
        lease_until=null(),
        holder=null(),
    )
)  # fmt: skip
_CLOSE_ALL = (
    update(broadcast_sends)
    .where(_sends.person_id == bindparam("b_person"), _sends.closed.is_(None))
    .values(
        state="unreachable",
        reason=bindparam("b_reason"),
        closed=bindparam("b_now"),
        lease_until=null(),
        holder=null(),
    )
)


def apply(conn: Connection, found: Sequence[Mark], now: float) -> None:
    """Write the marks down, in one transaction with whatever else runs on this connection."""
    sent: defaultdict[int, list[int]] = defaultdict(list)
    changed = []
    for mark in found:
        match mark:
            case Sent(held):
                sent[held.lease].append(int(held.ref))
            case Later(held):
                state = "unknown" if mark.unknown else "waiting"
                changed.append(_changed(mark, state, mark.due, None))
            case Dead(held):
                changed.append(_changed(mark, "dead", now, int(now)))
            case Gone(held):
                values = {"b_person": held.person, "b_reason": mark.reason[:80], "b_now": int(now)}
                conn.execute(_CLOSE_ALL, values)
                marks.apply(conn, [mark], now)
            case Shut():
                marks.apply(conn, [mark], now)
    for lease, ids in sent.items():
        conn.execute(_SENT, {"b_ids": ids, "b_lease": lease, "b_now": int(now)})
    if changed:
        conn.execute(_CHANGE, changed)


def _changed(mark: Later | Dead, state: str, due: float, closed: int | None) -> dict[str, object]:
    return {
        "b_id": int(mark.held.ref),
        "b_lease": mark.held.lease,
        "b_state": state,
        "b_due": math.ceil(due),
        "b_tries": mark.tries,
        "b_reason": None if mark.reason is None else mark.reason[:80],
        "b_closed": closed,
    }
