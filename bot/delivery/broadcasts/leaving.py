"""Before somebody is erased: her rows go with her, and the sums stay true without them (C6, A10)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from bot.delivery.broadcasts.tables import broadcast_sends, broadcast_totals
from bot.delivery.sql import PerEngine

_sends = broadcast_sends.c
_ADD = PerEngine(
    broadcast_totals,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["broadcast_id", "state"],
        set_={"count": broadcast_totals.c.count + insert.excluded.count},
    ),
)
_COUNTED_AS = {"waiting": "unreachable", "leased": "unknown"}
"""What was not sent yet reaches her no more; what is being sent may be shown."""


def forget(conn: Connection, person: str) -> None:
    """Erase her rows, and keep how many there were of each state."""
    hers = select(_sends.broadcast_id, _sends.state, func.count()).where(_sends.person_id == person)
    for broadcast, state, count in conn.execute(hers.group_by(_sends.broadcast_id, _sends.state)).all():
        figure = {"broadcast_id": broadcast, "state": _COUNTED_AS.get(state, state), "count": count}
        conn.execute(_ADD.of(conn), figure)
    conn.execute(delete(broadcast_sends).where(_sends.person_id == person))
