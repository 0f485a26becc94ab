"""Whole numbers in any digits; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.formatting import fill
from bot.language.languages import TAGS
from bot.language.reading import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        (" 5 ", 5),
        ("٥", 5),
        ("۱۲۳", 123),
        ("২০২৬", 2026),
        ("၁၂", 12),
        ("-3", -3),
        ("−3", -3),
        ("+4", 4),
        ("1,000", 1000),
        ("1 000", 1000),
        ("1.000", 1000),
        ("1٬234", 1234),
        ("1\u202f234", 1234),
        ("12’345", 12345),
        ("1,234,567", 1234567),
        ("about 5 years", 5),
        ("٣سنوات", 3),
        ("5ans", 5),
        ("room-3", 3),
        ("5.", 5),
        ("50%", 50),
    ],
)
def test_one_whole_number_is_read(text: str, number: int) -> None:
    assert read_number(text, "en") == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "5-6",
        "5 or 6",
        "3.5",
        "3,5",
        "۳٫۵",
        "10k",
        "5 m",
        "10:30",
        "2019 2020",
        "1,00",
        "1,000.000",
        "9" * 16,
        "½",
        "²",
        "21/11/2026",
        "1,000 000",
    ],
)
def test_all_else_is_asked_again(text: str) -> None:
    assert read_number(text, "en") is None


@given(st.integers(-(10**14), 10**14), st.sampled_from(TAGS))
def test_what_is_shown_is_read_back(number: int, lang: str) -> None:
    assert read_number(fill("{n}", {"n": number}, lang), lang) == number


@given(st.text(max_size=60), st.sampled_from(TAGS))
def test_it_never_raises(text: str, lang: str) -> None:
    read_number(text, lang)
