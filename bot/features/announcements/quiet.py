"""Quiet hours: nothing is sent in them, by the clock where the reader is."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.features.announcements.model import Draft


def due_in(zone: str, draft: Draft, now: float) -> int:
    """When a reader in a zone (IANA) gets it: at its start, or when her quiet hours are over.

    Seconds since 1970 UTC, never before `now`. What is urgent waits for nothing.
    """
    due = max(math.ceil(now), draft.starts)
    if draft.urgent or not draft.quiet:
        return due
    begins, ends = draft.quiet
    local = datetime.fromtimestamp(due, ZoneInfo(zone))
    minute = 60 * local.hour + local.minute
    if not _within(minute, begins, ends):
        return due
    day = local.date() + timedelta(days=1 if minute >= ends else 0)
    over = datetime(day.year, day.month, day.day, ends // 60, ends % 60, tzinfo=ZoneInfo(zone))
    return math.ceil(over.timestamp())


def _within(minute: int, begins: int, ends: int) -> bool:
    if begins <= ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends
