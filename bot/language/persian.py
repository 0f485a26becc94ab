"""The Persian (Solar Hijri) calendar, by the rule of 33 years that ICU uses too.

Eight leap years in 33: right for 1178 to 1501 (March 1799 to March 2123), checked in
tests/language/test_persian.py against the leap years of the official calendar.
"""

from __future__ import annotations

from datetime import date

FIRST_YEAR, LAST_YEAR = 1178, 1501
_EPOCH = 226895
"""What date.toordinal() says of 1 Farvardin of year 1, by the same rule."""

MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
DARI_MONTHS = (
    "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
)  # fmt: skip
"""Afghan names of the same months: understood when typed."""


def _new_year(year: int) -> int:
    """The ordinal of 1 Farvardin."""
    return _EPOCH + 365 * (year - 1) + (8 * year + 21) // 33


def from_gregorian(when: date) -> tuple[int, int, int] | None:
    """Year, month and day, or None outside the years the rule is right for."""
    ordinal = when.toordinal()
    year = when.year - 621
    if ordinal < _new_year(year):
        year -= 1
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    day = ordinal - _new_year(year)
    if day < 186:
        return year, day // 31 + 1, day % 31 + 1
    return year, (day - 186) // 30 + 7, (day - 186) % 30 + 1


def to_gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian date, or None where there is no such day."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    ordinal = _new_year(year) + before + day - 1
    return (
        date.fromordinal(ordinal) if from_gregorian(date.fromordinal(ordinal)) == (year, month, day) else None
    )
