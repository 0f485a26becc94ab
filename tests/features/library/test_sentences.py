"""Of several sentences each is heard alone, too: a calm one hides no danger in the next."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.library import sentences, urgent_likeness
from bot.features.library.sentences import around, ends_of
from bot.language.normal import fold
from tests.features.library.articles import shipped

CALM = "How do I get the transport card for the language course? My sister wants to come to it as well"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("", [0]),
        ("one two", [2]),
        ("One two. Three!", [2, 3, 3]),
        ("one, two\nthree", [2, 3]),
        ("أين المكتب؟ أنا هنا", [2, 4]),
        ("کجاست۔ اینجا؛ آنجا", [1, 2, 3]),
        ("...", [0, 0]),
        ("at 3.30 we go", [2, 5]),
    ],
)
def test_a_sentence_ends_after_so_many_words(text: str, ends: list[int]) -> None:
    assert ends_of(text) == ends
    assert ends[-1] == len(fold(text).split())


@pytest.mark.parametrize(
    ("text", "ends"),
    [("one, two\nthree", [1, 2, 3]), ("أنا هنا، تعالوا", [2, 3]), ("one: two – three", [1, 2, 3])],
)
def test_a_clause_ends_with_a_comma_too(text: str, ends: list[int]) -> None:
    assert ends_of(text, pauses=True) == ends


@given(st.text(alphabet="aб.!?…؟۔; \n'’ا\u0301\u200c\u200d3"))
def test_sentences_have_all_words_of_a_text_and_no_others(text: str) -> None:
    assert ends_of(text)[-1] == ends_of(text, pauses=True)[-1] == len(fold(text).split())


def test_where_they_would_not_a_text_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentences, "_STOP", re.compile("n"))  # parts words
    assert ends_of("one. two and three") == [4]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 1, (0, 3)), (3, 5, (3, 6)), (2, 4, (0, 6)), (6, 7, (6, 7)), (0, 7, (0, 7))],
)
def test_the_sentences_around_some_words(start: int, end: int, found: tuple[int, int]) -> None:
    assert around([3, 3, 6, 7], start, end) == found


@pytest.mark.parametrize(
    ("lang", "danger", "calm"),
    [
        ("en", "they hold us in a cellar, no food", CALM),
        (
            "es",
            "Mi patrón cerró todo y no salimos desde el lunes",
            "¿Cómo saco la tarjeta del bus?",
        ),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_likeness_hears_a_short_sentence_beside_a_calm_one(
    lang: str, danger: str, calm: str, first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness = shipped()._finder._hearing.likeness(lang)
    monkeypatch.setattr(urgent_likeness, "PIECE", 1000)
    text = f"{danger}. {calm}" if first else f"{calm}. {danger}"
    assert likeness.find(fold(text), [ends_of(text)]) is not None
    assert likeness.find(fold(calm), [ends_of(calm)]) is None
    monkeypatch.setattr(urgent_likeness, "ALONE", 10_000.0)
    assert likeness.find(fold(text), [ends_of(text)]) is None  # the negative control
