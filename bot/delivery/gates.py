"""Until when nothing may be sent over a channel, for all processes together (M7)."""

from __future__ import annotations

import math

from sqlalchemy import Connection, select

from bot.delivery.sql import PerEngine
from bot.delivery.tables import channel_gates

_SHUT = PerEngine(
    channel_gates,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["channel"],
        set_={"until": insert.excluded.until},
        # Two sends may be told to wait at once: the longer wait holds.
        where=insert.excluded.until > channel_gates.c.until,
    ),
)
_ALL = select(channel_gates.c.channel, channel_gates.c.until)


def shut(conn: Connection, channel: str, until: float) -> None:
    """Send nothing over this channel before `until` (rounded up to a second)."""
    conn.execute(_SHUT.of(conn), {"channel": channel, "until": math.ceil(until)})


def closed_until(conn: Connection) -> dict[str, int]:
    """All gates that were ever shut, by channel."""
    return {row.channel: row.until for row in conn.execute(_ALL)}
