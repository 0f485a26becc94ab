"""Templates filled in: numbers, dates, names and lists in the reader's way, strings isolated."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.formatting import fill, fill_anyhow
from bot.language.languages import TAGS
from bot.language.templates import KINDS, Placeholder, TemplateError, parse, placeholders

FSI, PDI = "\u2068", "\u2069"
VALUES: dict[str, Any] = {
    "name": "Amal",
    "n": 3,
    "when": "2026-11-21",
    "moment": (1795264200, "Asia/Amman"),
    "land": "JO",
    "lands": ["JO", "LB"],
    "tongue": "so",
    "things": ["a", "b"],
    "year": 2024,
}


def test_a_template_is_its_texts_and_its_places() -> None:
    assert parse("Hi {name}, {{you}} {when:date}") == (
        "Hi ",
        Placeholder("name", ""),
        ", ",
        "{",
        "you",
        "}",
        " ",
        Placeholder("when", "date"),
    )
    assert placeholders("{a} {a} {b:day}") == {Placeholder("a", ""), Placeholder("b", "day")}


@pytest.mark.parametrize(
    "template", ["{", "}", "{}", "{Name}", "{n:}", "{n:dates}", "{n!r}", "{a.b}", "{a[0]}", "{0}"]
)
def test_a_malformed_template_is_refused_and_shown_anyhow(template: str) -> None:
    with pytest.raises(TemplateError):
        parse(template)
    assert fill_anyhow(template, VALUES, "en") == template


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{x}", True),
        ("{x}", None),
        ("{x}", 1.5),
        ("{x}", ["a"]),
        ("{x:date}", "21/11/2026"),
        ("{x:date}", 5),
        ("{x:datetime}", 5),
        ("{x:datetime}", (1, "Nowhere/Land")),
        ("{x:datetime}", (10**30, "UTC")),
        ("{x:datetime}", (1, "../etc/passwd")),
        ("{x:country}", "ZZ"),
        ("{x:country}", 5),
        ("{x:language}", "qqq"),
        ("{x:list}", "abc"),
        ("{x:list}", [None]),
        ("{x:countries}", ["XX"]),
        ("{x:year}", "2024"),
        ("{y}", "a"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_a_value_that_does_not_fit_is_refused_and_left_out_anyhow(
    template: str, value: object, lang: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        fill(template, {"x": value}, lang)
    assert repr(value) not in str(caught.value) or value is None
    assert fill_anyhow(f"a {template} b", {"x": value}, lang) == "a … b"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "12,345"),
        ("ar", "12,345"),
        ("fr", "12\u202f345"),
        ("fa", "۱۲٬۳۴۵"),
        ("so", "12,345"),
        ("sw", "12,345"),
        ("uk", "12\u00a0345"),
        ("es", "12.345"),
    ],
)
def test_numbers_in_the_readers_digits(lang: str, text: str) -> None:
    assert fill("{x}", {"x": 12345}, lang) == text


def test_small_negative_and_unhyphenated_numbers() -> None:
    assert fill("{x}", {"x": 0}, "fa") == "۰"
    assert fill("{x}", {"x": -5}, "en") == "-5"
    assert fill("{x}", {"x": -5}, "fa") == f"{FSI}-۵{PDI}"
    assert fill("{x:year}", {"x": 2024}, "en") == "2024"
    assert fill("{x:year}", {"x": 2024}, "fa") == "۲۰۲۴"


@pytest.mark.parametrize(
    ("lang", "plain", "day"),
    [
        ("en", "21 November 2026", "Saturday, 21 November 2026"),
        ("ar", "21 تشرين الثاني/نوفمبر 2026", "السبت، 21 تشرين الثاني/نوفمبر 2026"),
        ("fr", "21 novembre 2026", "samedi 21 novembre 2026"),
        ("fa", "۳۰ آبان ۱۴۰۵", "شنبه ۳۰ آبان ۱۴۰۵"),
        ("so", "21 Noofeembar 2026", "Sabti, 21 Noofeembar 2026"),
        ("sw", "21 Novemba 2026", "Jumamosi, 21 Novemba 2026"),
        ("uk", "21 листопада 2026\u202fр.", "субота, 21 листопада 2026\u202fр."),
        ("es", "21 de noviembre de 2026", "sábado, 21 de noviembre de 2026"),
    ],
)
def test_dates_in_the_readers_calendar(lang: str, plain: str, day: str) -> None:
    assert fill("{x:date}", {"x": "2026-11-21"}, lang) == plain
    assert fill("{x:day}", {"x": date(2026, 11, 21)}, lang) == day


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Saturday, 21 November 2026 at 15:30 (Jordan Time, UTC+3)"),
        ("ar", f"السبت، 21 تشرين الثاني/نوفمبر 2026، الساعة 15:30 (توقيت الأردن، {FSI}UTC+3{PDI})"),
        ("fa", f"شنبه ۳۰ آبان ۱۴۰۵، ساعت ۱۵:۳۰ (وقت اردن، {FSI}UTC+3{PDI})"),
        ("sw", "Jumamosi, 21 Novemba 2026, 15:30, yaani saa 9:30 mchana (Saa za Jordan, UTC+3)"),
        ("es", "sábado, 21 de noviembre de 2026, a las 15:30 (hora de Jordania, UTC+3)"),
    ],
)
def test_B7_moments_name_weekday_zone_and_offset(lang: str, text: str) -> None:
    assert fill("{x:datetime}", {"x": [1795264200, "Asia/Amman"]}, lang) == text


def test_B7_zones_behind_utc_between_hours_and_without_a_country() -> None:
    assert "(UTC)" in fill("{x:datetime}", {"x": (0, "Etc/UTC")}, "en")
    assert "UTC+5:30)" in fill("{x:datetime}", {"x": (0, "Asia/Kolkata")}, "en")
    assert "UTC-3:30)" in fill("{x:datetime}", {"x": (0, "America/St_Johns")}, "en")


def test_B7_the_offset_is_that_of_the_day() -> None:
    assert "UTC+1)" in fill("{x:datetime}", {"x": (1795264200, "Europe/Berlin")}, "en")
    assert "UTC+2)" in fill("{x:datetime}", {"x": (1782864000, "Europe/Berlin")}, "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Jordan, Lebanon and Palestine; Somali"),
        ("ar", "الأردن ولبنان وفلسطين; الصومالية"),
        ("fr", "Jordanie, Liban et Palestine; somali"),
        ("sw", "Jordan, Lebanon na Palestina; Kisomali"),
        ("uk", "Йорданія, Ліван і Палестина; сомалі"),
    ],
)
def test_names_of_countries_and_languages(lang: str, text: str) -> None:
    values = {"lands": ["JO", "LB", "PS"], "tongue": "so"}
    assert fill("{lands:countries}; {tongue:language}", values, lang) == text


@pytest.mark.parametrize(
    ("lang", "value", "text"),
    [
        ("en", "Amal", "Amal"),
        ("en", "أمل", f"{FSI}أمل{PDI}"),
        ("fr", "José", "José"),
        ("uk", "Amal שלום", f"{FSI}Amal שלום{PDI}"),
        ("ar", "Amal", f"{FSI}Amal{PDI}"),
        ("ar", "أمل", f"{FSI}أمل{PDI}"),
        ("fa", "C++", f"{FSI}C++{PDI}"),
        ("ar", "", ""),
        ("ar", "one\ntwo", f"{FSI}one{PDI}\n{FSI}two{PDI}"),
        ("ar", f"evil{PDI}{FSI}", f"{FSI}evil{PDI}"),
        ("ar", "over\u202eride", f"{FSI}override{PDI}"),
    ],
)
def test_inserted_strings_are_isolated(lang: str, value: str, text: str) -> None:
    assert fill("{x}", {"x": value}, lang) == text


@given(st.text(max_size=40), st.sampled_from(TAGS))
def test_no_inserted_string_breaks_its_isolate(value: str, lang: str) -> None:
    for line in fill("{x}", {"x": value}, lang).split("\n"):
        if lang in ("ar", "fa"):
            depth = 0
            for char in line:
                depth += ("\u2066" <= char <= "\u2068") - (char == PDI)
                assert depth >= 0
            assert depth == 0
            assert not line or (line.startswith(FSI) and line.endswith(PDI))


@pytest.mark.parametrize("lang", TAGS)
def test_every_kind_is_written_in_every_language(lang: str) -> None:
    template = (
        "{name} {n} {year:year} {when:date} {when:day} {moment:datetime} {land:country} {lands:countries} "
    )
    template += "{tongue:language} {things:list}"
    assert {place.kind for place in placeholders(template)} == KINDS
    assert "…" not in fill_anyhow(template, VALUES, lang)
    assert fill(template, VALUES, lang) == fill_anyhow(template, VALUES, lang)


@given(st.text(st.sampled_from("{}:abn date"), max_size=30), st.sampled_from(TAGS))
def test_filling_anyhow_never_raises(template: str, lang: str) -> None:
    fill_anyhow(template, {"a": 1, "b": "x", "n": object()}, lang)
