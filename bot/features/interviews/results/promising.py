"""Until when an answer was promised: the days that the vacancy names, counted from the interview's end."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.features.interviews.results.model import Desk
from bot.features.interviews.slots import Booking
from bot.features.interviews.slots.ending import KEPT

DAY = 24 * 3600
LATEST = KEPT - DAY
"""Seconds after the end: with 30 days, all would be erased (D5) before anybody could ask for the answer."""


def promised_by(conn: Connection, desk: Desk, booking: Booking) -> int:
    """Seconds UTC."""
    days = desk.answer_days(conn, booking.slot.vacancy)
    return booking.slot.end + min(days * DAY, LATEST)
