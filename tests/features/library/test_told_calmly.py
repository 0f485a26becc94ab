"""A row is no proof: where a short text and the very words it matched speak clearly for calm, it is calm."""

from __future__ import annotations

import pytest

from bot.features.library import urgent_likeness
from bot.features.library.urgent_likeness import Likeness
from bot.features.library.urgent_rows import Row
from tests.features.library.articles import shipped

CALM = [
    (
        "en",
        "I volunteer in a shelter. What training is there about how to talk with people who had "
        "suicidal thoughts?",
    ),
    ("sw", "huyu mwalimu wa hesabu atatumaliza na mitihani, kuna tuition ya bure?"),
    ("es", "En 2016 estuve secuestrado en México, cómo pruebo eso en mi caso"),
]


@pytest.mark.parametrize(("lang", "text"), CALM)
def test_a_row_in_calm_words_raises_no_alarm(lang: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped().danger(text, lang) is None
    monkeypatch.setattr(urgent_likeness, "CALM", -10_000.0)
    assert shipped().danger(text, lang) is not None  # the negative control: a row does hear it


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I volunteer in a shelter. What training is there? My husband beats me every night"),
        ("sw", "hawa watu wenye bunduki watatumaliza usiku huu"),
        ("es", "estoy secuestrado en México, cómo pruebo eso"),
    ],
)
def test_a_calm_sentence_beside_hides_no_danger(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is not None


def test_in_a_long_text_a_row_counts_however_calm_the_rest_is() -> None:
    lang, text = CALM[0]
    assert shipped().danger(f"{text} I ask for the library of our school, thank you", lang) is not None


def test_nothing_speaks_for_calm_where_nothing_was_learnt() -> None:
    assert not Likeness((), ()).calm(["where", "is", "the", "library"])
    assert (
        shipped()
        ._finder._hearing.likeness("en")
        .calm(["which", "training", "is", "there", "for", "librarians"])
    )


@pytest.mark.parametrize(
    ("row", "text", "span"),
    [
        ("beats me", "every night he beats me again here", (3, 5)),
        ("he beats me", "he says he often beats me again", (2, 6)),
        ("~ me beats", "again he beats poor me here", (2, 5)),
        ("beats me !chess", "beats me", (0, 2)),
    ],
)
def test_a_row_tells_which_words_say_it(row: str, text: str, span: tuple[int, int]) -> None:
    words = text.split()
    found = Row(row, frozenset()).span(words, frozenset())
    assert found == span
    assert Row(row, frozenset()).said(words[slice(*found)], frozenset())
