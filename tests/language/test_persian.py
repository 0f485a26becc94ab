"""The Persian calendar against known days of the official one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.persian import DARI_MONTHS, MONTHS, from_gregorian, to_gregorian

LEAP_YEARS = {
    1354,
    1358,
    1362,
    1366,
    1370,
    1375,
    1379,
    1383,
    1387,
    1391,
    1395,
    1399,
    1403,
    1408,
    1412,
    1416,
    1420,
}


@pytest.mark.parametrize(
    ("when", "persian"),
    [
        (date(1979, 2, 11), (1357, 11, 22)),  # the revolution
        (date(1978, 4, 27), (1357, 2, 7)),  # the Saur revolution, 7 Saur
        (date(2001, 9, 11), (1380, 6, 20)),
        (date(2020, 3, 20), (1399, 1, 1)),
        (date(2021, 3, 20), (1399, 12, 30)),
        (date(2021, 8, 15), (1400, 5, 24)),  # the fall of Kabul
        (date(2024, 3, 20), (1403, 1, 1)),
        (date(2025, 3, 20), (1403, 12, 30)),
        (date(2025, 3, 21), (1404, 1, 1)),
        (date(2026, 11, 21), (1405, 8, 30)),
    ],
)
def test_known_days(when: date, persian: tuple[int, int, int]) -> None:
    assert from_gregorian(when) == persian
    assert to_gregorian(*persian) == when


def test_leap_years_are_those_of_the_official_calendar() -> None:
    assert {year for year in range(1354, 1421) if to_gregorian(year, 12, 30) is not None} == LEAP_YEARS


def test_every_day_follows_the_day_before() -> None:
    day = date(1950, 1, 1)
    before = from_gregorian(day)
    while day < date(2100, 1, 1):
        day += timedelta(days=1)
        after = from_gregorian(day)
        assert before is not None
        assert after is not None
        year, month, number = before
        assert after in {(year, month, number + 1), (year, month + 1, 1), (year + 1, 1, 1)}
        assert (after[2] == 1) == (number >= 29 and after != (year, month, number + 1))
        assert to_gregorian(*after) == day
        before = after


@given(st.integers(-10, 3000), st.integers(-5, 20), st.integers(-5, 40))
def test_there_is_no_day_that_is_none(year: int, month: int, day: int) -> None:
    found = to_gregorian(year, month, day)
    assert found is None or from_gregorian(found) == (year, month, day)


@given(st.dates())
def test_every_gregorian_day_is_answered(when: date) -> None:
    persian = from_gregorian(when)
    assert (persian is None) == (not date(1799, 3, 21) <= when <= date(2123, 3, 20))


def test_twelve_months_each() -> None:
    assert len(set(MONTHS)) == len(set(DARI_MONTHS)) == 12
