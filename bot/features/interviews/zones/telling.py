"""At a start after a change of zone rules: coming bookings recomputed once, everyone touched told (B8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import Connection, select

from bot.delivery.sql import PerEngine
from bot.features.interviews.zones.changes import Booked, Shift, recompute
from bot.features.interviews.zones.tables import zone_rules
from bot.language.zone_data import fingerprint

Coming = Callable[[Connection], Iterable[Booked]]
"""All bookings and open slots that have not begun."""
Tell = Callable[[Connection, Shift, float], None]
"""Store the new moment and write the messages to both sides, at that second."""

_PUT = PerEngine(
    zone_rules,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["id"],
        set_={"fingerprint": insert.excluded.fingerprint, "since": insert.excluded.since},
    ),
)


def retell(conn: Connection, coming: Coming, tell: Tell, now: float) -> int:
    """Tell of every booking that shifts under the rules in use; how many those were.

    Does nothing where the rules are those of the last time. All of it is one transaction with the note of
    the rules: a crash in the middle leaves nothing half told, and the next start does it again.
    """
    if not rules_changed(conn, now):
        return 0
    shifts = recompute(coming(conn))
    for shift in shifts:
        tell(conn, shift, now)
    return len(shifts)


def rules_changed(conn: Connection, now: float) -> bool:
    """Are the rules in use others than those of the last time? Notes them down, in the transaction that then
    has to bring all times to them."""
    rules = fingerprint()
    if conn.scalar(select(zone_rules.c.fingerprint).with_for_update()) == rules:
        return False
    conn.execute(_PUT.of(conn), {"id": 1, "fingerprint": rules, "since": int(now)})
    return True
