"""Dates in figures, with month names, in two calendars; nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.formatting import fill
from bot.language.languages import TAGS
from bot.language.reading import read_date
from bot.language.reading.dates import _fillers
from bot.language.reading.month_names import month_names

TODAY = date(2026, 11, 21)
SPRING = date(2027, 3, 21)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "21/3/2027"),
        ("en", "2027-03-21"),
        ("en", "21.03.2027"),
        ("en", "21 3 2027"),
        ("en", "3/21/2027"),
        ("en", "21 March 2027"),
        ("en", "March 21st, 2027"),
        ("en", "Sunday the 21st of March 2027"),
        ("fr", "21 mars 2027"),
        ("fr", "le dimanche 21 mars 2027"),
        ("es", "21 de marzo de 2027"),
        ("uk", "21 березня 2027 р."),
        ("uk", "21 березень 2027"),
        ("sw", "Jumapili, tarehe 21 Machi 2027"),
        ("so", "21 Maarso 2027"),
        ("ar", "٢١ آذار ٢٠٢٧"),
        ("ar", "21 مارس 2027"),
        ("ar", "الأحد 21 آذار/مارس 2027"),
        ("ar", "٢١/٣/٢٠٢٧"),
        ("fa", "۱ فروردین ۱۴۰۶"),
        ("fa", "1406/1/1"),
        ("fa", "۱/۱/۱۴۰۶"),
        ("fa", "۱ حمل ۱۴۰۶"),
        ("fa", "یکشنبه ۱ فروردین سال ۱۴۰۶"),
        ("fa", "21 مارچ 2027"),
        ("fa", "2027-03-21"),
        ("en", "1 فروردین 1406"),
        ("sw", "21 mars 2027"),
        ("en", "۲۱ مارس ۲۰۲۷"),
    ],
)
def test_one_day_in_many_ways(lang: str, text: str) -> None:
    assert read_date(text, lang, TODAY) == SPRING


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("كانون الثاني", 1),
        ("كانون ثاني", 1),
        ("شباط", 2),
        ("نيسان", 4),
        ("أيار", 5),
        ("حزيران", 6),
        ("تموز", 7),
        ("آب", 8),
        ("أيلول", 9),
        ("تشرين الأول", 10),
        ("تشرين اول", 10),
        ("كانون الأول", 12),
        ("يناير", 1),
        ("ابريل", 4),
        ("اغسطس", 8),
        ("ديسمبر", 12),
        ("جانفي", 1),
        ("جويلية", 7),
        ("أوت", 8),
        ("غشت", 8),
        ("دجنبر", 12),
    ],
)
def test_arabic_months_of_all_kinds(text: str, month: int) -> None:
    assert read_date(f"5 {text} 2027", "ar", TODAY) == date(2027, month, 5)


@pytest.mark.parametrize(
    ("lang", "text", "when"),
    [
        ("en", "today", TODAY),
        ("fr", "Aujourd’hui", TODAY),
        ("ar", "غداً", date(2026, 11, 22)),
        ("fa", "فردا", date(2026, 11, 22)),
        ("sw", "jana", date(2026, 11, 20)),
        ("es", "mañana", date(2026, 11, 22)),
    ],
)
def test_days_near_today(lang: str, text: str, when: date) -> None:
    assert read_date(text, lang, TODAY) == when


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", ""),
        ("en", "soon"),
        ("en", "2027"),
        ("en", "March 2027"),
        ("en", "21 March"),
        ("en", "21.03.27"),
        ("en", "31/2/2027"),
        ("en", "29/2/2027"),
        ("en", "32/1/2027"),
        ("en", "0/1/2027"),
        ("en", "13/13/2027"),
        ("en", "21/3/1027"),
        ("en", "1/1/1406"),
        ("ar", "1/1/1448"),
        ("fa", "30/12/1404"),
        ("fa", "۳۱ مهر ۱۴۰۵"),
        ("fa", "۱ فروردین ۲۰۲۷"),
        ("en", "21 march 22 2027"),
        ("en", "2027 2028 march"),
        ("en", "1 2 3 2027"),
        ("en", "2027-03-21T10:00"),
        ("en", "21 marchh 2027"),
        ("en", "call me 21 3 2027"),
        ("en", "9" * 70),
    ],
)
def test_the_ambiguous_and_the_impossible_are_asked_again(lang: str, text: str) -> None:
    assert read_date(text, lang, TODAY) is None


def test_a_leap_day_is_a_day() -> None:
    assert read_date("29/2/2028", "en", TODAY) == date(2028, 2, 29)
    assert read_date("30/12/1403", "fa", TODAY) == date(2025, 3, 20)


def test_the_readers_own_months_go_first_and_no_filler_eats_one() -> None:
    for lang in TAGS:
        names = month_names(lang)
        assert not {name for name in names if set(name.split()) & _fillers()}
        assert {number for persian, number in names.values() if not persian} == set(range(1, 13))
        assert {number for persian, number in names.values() if persian} == set(range(1, 13))


@given(st.dates(date(1950, 1, 1), date(2110, 1, 1)), st.sampled_from(TAGS), st.sampled_from(["date", "day"]))
def test_what_is_shown_is_read_back(when: date, lang: str, kind: str) -> None:
    assert read_date(fill(f"{{x:{kind}}}", {"x": when}, lang), lang, TODAY) == when


@given(st.text(max_size=70), st.sampled_from(TAGS))
def test_it_never_raises(text: str, lang: str) -> None:
    read_date(text, lang, TODAY)
