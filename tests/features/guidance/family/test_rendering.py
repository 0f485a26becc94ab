"""What is said: short, sourced, dated, in every language, and never a promise."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import product

import pytest

from bot.features.guidance.family.model import STATUSES, WHO
from bot.features.guidance.family.rendering import Namers
from bot.features.library import host_of
from bot.language.languages import LANGUAGES
from bot.mind import Mind, build
from tests.features.guidance.family.shipped import TODAY, case, rules

SINCE = [None, date(2026, 11, 30), date(2023, 5, 31)]
COUNTRIES = ["", "DE", "FR", "NL", "BE", "SE", "AT", "GB", "IE", "CA", "AU", "US", "ES", "KE"]
LONGEST = 600
"""Code points of a message that a tired reader gets through; as for a piece of an article."""


@cache
def mind() -> Mind:
    return build(today=TODAY)


@cache
def namers() -> Namers:
    return Namers(rules(), mind().wording.label)


def sentences(text: str) -> int:
    """Full stops and the like that end a sentence; not those within an address."""
    return len(re.findall(r"[.!?؟。](?=\s|$)", text))


CASES = [
    str(case(who, country, status, since))
    for who, country, status, since in product(WHO, COUNTRIES, STATUSES, SINCE)
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_is_short(lang: str) -> None:
    for asked in CASES:
        way, day, notes = (f(asked, lang).text for f in (namers().way, namers().day, namers().good_to_know))
        for said in (way, day, notes):
            assert 0 < len(said) <= LONGEST, said
            assert "…" not in said, said  # stands where a value is missing
        assert sentences(way) <= 3, way
        assert sentences(day.replace("\u202fр.", "")) <= 3, day


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_falls_back_to_another_language(lang: str) -> None:
    english = {namers().day(asked, "en").text for asked in CASES}
    if lang != "en":
        assert not english & {namers().day(asked, lang).text for asked in CASES}


def test_nothing_is_promised() -> None:
    for asked in CASES:
        said = namers().way(asked, "en").text + namers().day(asked, "en").text
        assert not re.search(r"\b([Yy]ou will|will get|guaranteed|certainly)\b", said), said


def test_every_no_names_what_is_left_to_do() -> None:
    for asked in CASES:
        said = namers().way(asked, "en").text
        if "There may be a way." not in said:
            assert re.search(r"\b[Aa]sk|Tell|Come back|prepare|adviser\b", said), said


def test_the_last_day_has_its_weekday_and_an_open_one_before_a_weekend() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 11, 30))), "en").text
    assert "Sunday, 28 February 2027" in said
    assert "Friday, 26 February 2027" in said


def test_a_working_day_needs_no_earlier_one() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 12, 1))), "en").text
    assert "Monday, 1 March 2027" in said
    assert "Offices" not in said
    assert "Do not wait for the last day." in said


def test_a_near_day_says_so() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 9, 9))), "en").text
    assert "Wednesday, 9 December 2026" in said
    assert "That is soon" in said


def test_a_weekend_day_whose_friday_is_over_is_soon() -> None:
    sunday = case("both", "DE", "refugee", date(2026, 9, 6), today=date(2026, 12, 6))
    said = namers().day(str(sunday), "en").text
    assert "Sunday, 6 December 2026" in said
    assert "Offices" not in said
    assert "That is soon" in said


def test_a_late_person_hears_what_is_still_possible() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 8, 1))), "en").text
    assert "may have ended on Sunday, 1 November 2026" in said
    assert "You may still ask" in said


def test_the_reader_of_persian_sees_her_own_calendar() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 11, 30))), "fa").text
    first, last = said.splitlines()
    assert "یکشنبه ۹ اسفند ۱۴۰۵" in first
    assert "2027" not in first
    assert last == "۹ اسفند ۱۴۰۵ = \u20682027-02-28\u2069"  # as the office writes it


def test_who_reads_the_office_s_calendar_needs_no_second_day() -> None:
    said = namers().day(str(case("both", "DE", "refugee", date(2026, 11, 30))), "en").text
    assert "2027-02-28" not in said


@pytest.mark.parametrize(
    ("months", "since", "lang", "words"),
    [
        ("DE", "refugee", "ar", "3 أشهر"),
        ("BE", "refugee", "uk", "6 місяців"),
        ("BE", "subsidiary", "ar", "سنتان"),
        ("BE", "subsidiary", "uk", "2 роки"),
        ("CA", "refugee", "en", "1 year."),
        ("AU", "refugee", "uk", "5 років"),
        ("AU", "refugee", "ar", "5 سنوات"),
    ],
)
def test_lengths_are_counted_as_each_language_counts(months: str, since: str, lang: str, words: str) -> None:
    said = namers().day(str(case("both", months, since)), lang).text
    assert words in re.sub("[\u2068\u2069]", "", said)


def test_when_it_was_checked_and_by_whom_it_is_said() -> None:
    said = namers().good_to_know(str(case("both", "SE", "refugee")), "en").text
    assert said.endswith(
        "Checked on 22 November 2026. Source: Swedish Migration Agency, 2023 (www.migrationsverket.se)."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_I10_each_source_is_a_link_with_its_host_in_sight(lang: str) -> None:
    for asked in CASES:
        shown = namers().good_to_know(asked, lang)
        links = [span for span in shown.spans if span.style == "link"]
        assert links
        for span in links:
            publisher, rest = shown.text[span.start : span.end], shown.text[span.end :]
            source = next(s for rule in rules().rules for s in rule.sources if s.url == span.href)
            assert publisher == source.publisher
            assert f"({host_of(source.url)})" in rest


def test_an_overdue_check_is_told_openly() -> None:
    late = case("both", "SE", "refugee", today=date(2027, 2, 22))
    assert "Not checked since 22 November 2026" in namers().good_to_know(str(late), "en").text
    in_time = case("both", "SE", "refugee", today=date(2027, 2, 21))
    assert "Not checked since" not in namers().good_to_know(str(in_time), "en").text


def test_a_note_about_couples_is_not_shown_for_children_alone() -> None:
    assert "21 years" in namers().good_to_know(str(case("spouse", "SE", "refugee")), "en").text
    assert "21 years" not in namers().good_to_know(str(case("children", "SE", "refugee")), "en").text
    assert "under 21" in namers().good_to_know(str(case("both", "US", "refugee")), "en").text
    assert "under 21" not in namers().good_to_know(str(case("spouse", "US", "refugee")), "en").text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_shows_each_mark_and_fits_one_message(lang: str) -> None:
    for status, who in product(STATUSES, WHO):
        papers = [one.id for one in rules().papers_for(status, who)]
        marks = ["have", "missing", *[""] * (len(papers) - 2)]
        listed = ",".join(f"{id_}={mark}" for id_, mark in zip(papers, marks, strict=True))
        said = namers().papers(f"{status}/DE/{listed}", lang).text
        assert len(said) < 1000, said
        assert [line[0] for line in said.splitlines() if line[:2] in ("✓ ", "✗ ", "▢ ")][:3] == [
            "✓",
            "✗",
            "▢",
        ]


def test_only_a_refugee_in_a_bound_country_is_told_of_the_directive() -> None:
    rule = "may not be refused only because papers are missing"
    assert rule in namers().papers("refugee/DE/marriage=", "en").text
    assert rule not in namers().papers("subsidiary/DE/marriage=", "en").text
    assert rule not in namers().papers("refugee/DK/marriage=", "en").text


@pytest.mark.parametrize(
    "id_", ["", "?", "a/b/c/d/e/f", "wizard/DE/king//2026-12-01", "spouse/DE/refugee/x/y"]
)
def test_an_id_that_is_none_finds_words_all_the_same(id_: str) -> None:
    names = namers()
    for name in (names.way, names.good_to_know, names.day, names.paper, names.instead, names.papers):
        assert name(id_, "en").text
