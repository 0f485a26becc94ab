"""Last days are counted as the law counts them, and shown in the reader's own calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.guidance.family.deadlines import months_later, working_day_before
from bot.language.dates import date_text

DAYS = st.dates(date(1950, 1, 1), date(2200, 12, 31))
MONTHS = st.integers(0, 120)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-11-30", 3, "2027-02-28"),  # no 30 February
        ("2027-11-30", 3, "2028-02-29"),  # nor in a leap year
        ("2026-11-28", 3, "2027-02-28"),
        ("2026-11-29", 3, "2027-02-28"),
        ("2027-11-29", 3, "2028-02-29"),
        ("2026-12-31", 3, "2027-03-31"),
        ("2027-01-31", 3, "2027-04-30"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 60, "2033-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2027-02-28", 3, "2027-05-28"),  # the last day of a month is no rule of its own
        ("2026-10-15", 3, "2027-01-15"),
        ("2026-12-01", 0, "2026-12-01"),
        ("2099-11-30", 3, "2100-02-28"),  # 2100 is no leap year
    ],
)
def test_a_last_day_by_hand(start: str, months: int, last: str) -> None:
    assert months_later(date.fromisoformat(start), months).isoformat() == last


@given(DAYS, MONTHS)
def test_the_day_has_the_same_number_or_is_the_last_of_its_month(start: date, months: int) -> None:
    last = months_later(start, months)
    length = monthrange(last.year, last.month)[1]
    assert last.day == start.day or (last.day == length < start.day)


@given(DAYS, MONTHS)
def test_exactly_so_many_months_pass(start: date, months: int) -> None:
    last = months_later(start, months)
    assert (last.year - start.year) * 12 + last.month - start.month == months


@given(DAYS, DAYS, MONTHS)
def test_who_began_later_never_has_to_be_earlier(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))
    assert months_later(early, months) <= months_later(late, months)


@given(DAYS, MONTHS, MONTHS)
def test_a_longer_time_never_ends_earlier(start: date, one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert months_later(start, short) <= months_later(start, long)


@given(DAYS)
def test_three_months_are_89_to_92_days(start: date) -> None:
    """The shortest are February, March and April (28 + 31 + 30), the longest three with two of 31 days."""
    assert timedelta(89) <= months_later(start, 3) - start <= timedelta(92)


def test_beyond_the_calendar_is_told() -> None:
    with pytest.raises(OverflowError, match="10000"):
        months_later(date(9999, 12, 1), 1)


@given(DAYS)
def test_the_safe_day_is_a_working_day_at_most_two_days_before(day: date) -> None:
    safe = working_day_before(day)
    assert safe.weekday() < 5
    assert timedelta(0) <= day - safe <= timedelta(2)
    assert (safe == day) == (day.weekday() < 5)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Sunday, 28 February 2027"),
        ("fa", "یکشنبه ۹ اسفند ۱۴۰۵"),
        ("fr", "dimanche 28 février 2027"),
        ("uk", "неділя, 28 лютого 2027\u202fр."),
    ],
)
def test_the_day_is_shown_in_the_reader_s_calendar_with_its_weekday(lang: str, words: str) -> None:
    shown = date_text(months_later(date(2026, 11, 30), 3), lang, weekday=True)
    assert shown == words


def test_a_leap_day_keeps_its_place_in_the_persian_calendar() -> None:
    """The law counts Gregorian months: 9 Azar and three months is 10 Esfand in a leap year."""
    assert date_text(date(2027, 11, 30), "fa") == "۹ آذر ۱۴۰۶"
    assert date_text(months_later(date(2027, 11, 30), 3), "fa") == "۱۰ اسفند ۱۴۰۶"
