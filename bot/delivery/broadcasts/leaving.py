"""Before somebody is erased: her rows go with her, and the sums stay true without them (C6, A10)."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, delete

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
    # Counted as they go: one that is marked or erased at this moment must not count as what it was before.
    hers = delete(broadcast_sends).where(_sends.person_id == person)
    gone = conn.execute(hers.returning(_sends.broadcast_id, _sends.state)).all()
    sums = Counter((broadcast, _COUNTED_AS.get(state, state)) for broadcast, state in gone)
    for (broadcast, state), count in sorted(sums.items()):
        conn.execute(_ADD.of(conn), {"broadcast_id": broadcast, "state": state, "count": count})
