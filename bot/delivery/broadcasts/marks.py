"""What came of the sends of a broadcast, written down: many people's in one transaction.

As in bot.delivery.marks every mark names the lease under which the send was made; `held.ref` is the number of
the row.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, Connection, String, bindparam, column, func, null, update

from bot.delivery import hiding, marks
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.hot import Hot
from bot.delivery.marks import Dead, Gone, Later, Mark, Sent, Shut

_sends = broadcast_sends.c
_DONE = {"state": "sent", "closed": bindparam("b_now"), "lease_until": null(), "holder": null()}
_SENT = Hot(
    update(broadcast_sends)
    .where(_sends.id == bindparam("b_id"), _sends.lease == bindparam("b_lease"))
    .values(**_DONE, shown=bindparam("b_shown"))
)
# On PostgreSQL one statement for all, as each would be a way to the server and back.
_rows = (
    func.unnest(bindparam("b_ids", type_=ARRAY(BigInteger)), bindparam("b_shown", type_=ARRAY(String)))
    .table_valued(column("id", BigInteger), column("shown", String))
    .render_derived("told")
)
_ALL_SENT = (
    update(broadcast_sends)
    .where(_sends.id == _rows.c.id, _sends.lease == bindparam("b_lease"))
    .values(**_DONE, shown=_rows.c.shown)
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
    sent: defaultdict[int, list[Sent]] = defaultdict(list)
    changed = []
    for mark in found:
        match mark:
            case Sent(held):
                sent[held.lease].append(mark)
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
    for lease, marks_of_lease in sent.items():
        _sent(conn, lease, marks_of_lease, now)
    if changed:
        conn.execute(_CHANGE, changed)


def _sent(conn: Connection, lease: int, sent: Sequence[Sent], now: float) -> None:
    shown = {int(mark.held.ref): hiding.kept(mark.shown, hiding.OF_BROADCAST) for mark in sent}
    if conn.dialect.name == "sqlite":
        each = {"b_lease": lease, "b_now": int(now)}
        _SENT.run_each(conn, [each | {"b_id": id_, "b_shown": numbers} for id_, numbers in shown.items()])
        return
    values = {"b_ids": list(shown), "b_shown": list(shown.values()), "b_lease": lease, "b_now": int(now)}
    conn.execute(_ALL_SENT, values)


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
