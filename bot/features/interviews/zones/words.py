"""A moment in words, for one reader or for two sides at once (B7)."""

from __future__ import annotations

from bot.language.dates import datetime_text


def said(utc: float, zone: str, lang: str) -> str:
    """Weekday, date in the reader's calendar, time, zone in words and offset. Raises KeyError or ValueError
    for a zone that is none."""
    return datetime_text(utc, zone, lang)


def both(utc: float, zone_a: str, zone_b: str, lang: str) -> str:
    """The same moment in two zones, one a line, each named; one line where both say the same."""
    return "\n".join(dict.fromkeys((said(utc, zone_a, lang), said(utc, zone_b, lang))))
