"""What paid broadcasts may cost in a day: reserved before the send, so that no crash spends more.

Telegram takes a tenth of a Star for each message with `allow_paid_broadcast` (Bot API, sendMessage).
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.delivery.broadcasts.tables import broadcast_spending
from bot.delivery.sql import PerEngine

MESSAGES_A_STAR = 10
DAY = 86_400

_ADD = PerEngine(
    broadcast_spending,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["channel", "day"]),
)


def reserve(conn: Connection, channel: str, count: int, stars: int, now: float) -> int:
    """Of `count` messages: how many may be paid for today (UTC), where `stars` may be spent in a day.

    Two processes that reserve at once wait for each other, so together they never go beyond it.
    """
    if count <= 0 or stars <= 0:
        return 0
    day = int(now) // DAY
    conn.execute(_ADD.of(conn), {"channel": channel, "day": day, "messages": 0})
    today = (broadcast_spending.c.channel == channel) & (broadcast_spending.c.day == day)
    spent = conn.scalar(select(broadcast_spending.c.messages).where(today).with_for_update()) or 0
    granted = max(0, min(count, stars * MESSAGES_A_STAR - spent))
    if granted:
        conn.execute(update(broadcast_spending).where(today).values(messages=spent + granted))
    return granted
