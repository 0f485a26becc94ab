"""Days as numbers, for a plot: in the reader's order, calendar and digits."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.dates import short_date_text
from bot.language.languages import TAGS


@pytest.mark.parametrize(
    ("lang", "written"),
    [("en", "15/11"), ("fr", "15/11"), ("fa", "۸/۲۴"), ("ar", "15\u200f/11"), ("uk", "15.11")],
)
def test_a_short_day_is_in_her_calendar_and_digits(lang: str, written: str) -> None:
    assert short_date_text(date(2026, 11, 15), lang) == written


def test_a_short_day_is_short_in_every_language() -> None:
    assert max(len(short_date_text(date(2026, 12, 28), lang)) for lang in TAGS) <= 6
