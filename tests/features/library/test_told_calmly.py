"""A row is no proof: where the words around what it matched speak clearly for calm, they are calm."""

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
    ("en", "they lost my child's photos at registration"),
    ("en", "my son didnt come on the list of resettlement"),
]


@pytest.mark.parametrize(("lang", "text"), CALM)
def test_a_row_in_calm_words_raises_no_alarm(lang: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shipped().danger(text, lang) is None
    monkeypatch.setattr(urgent_likeness, "CALM", {})
    monkeypatch.setattr(urgent_likeness, "CALM_ELSE", (8, -10_000.0))
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


CALM_QUESTION = "Which papers do we need for the library card of our school?"


@pytest.mark.parametrize("before", [0, 3])
def test_a_row_counts_however_calm_the_other_sentences_are(before: int) -> None:
    text = " ".join([CALM_QUESTION] * before + ["My son did not come back."] + [CALM_QUESTION] * 3)
    assert shipped().danger(text, "en") is not None
    assert shipped().danger(" ".join([CALM_QUESTION] * (before + 3)), "en") is None


def test_the_negative_control_without_its_stop_the_calm_question_takes_it_back() -> None:
    assert shipped().danger(f"my son did not come back {CALM_QUESTION}", "en") is None
    assert shipped().danger(f"my son did not come back. {CALM_QUESTION}", "en") is not None


def test_a_sentence_that_is_likely_of_danger_is_not_taken_back_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "My son did not come back. We want to be allowed to send money"
    monkeypatch.setattr(Likeness, "find", lambda *_: None)
    assert shipped().danger(text, "en") is not None
    monkeypatch.setattr(Likeness, "likely", lambda *_: False)
    assert shipped().danger(text, "en") is None  # the negative control


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "my husband beats me, what are my rights"),
        ("en", "my son is missing since yesterday evening, my visa is finished"),
        ("ar", "جوزي عم يضربني، شو حقوقي"),
        ("en", "my daughter is missing her phone is off"),
        ("en", "my daughter missing a week"),
        ("en", "a man took my daughter, she has a school bag"),
    ],
)
def test_a_clause_that_is_likely_of_danger_is_heard_whatever_follows(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is not None


def test_of_a_missing_child_people_speak_in_words_that_all_use() -> None:
    """So with less calm a row of that kind is not believed."""
    likeness = shipped()._finder._hearing.likeness("en")
    words = ["my", "daughter", "did", "not", "return", "the", "library", "book"]
    assert likeness.calm("child", words, 1, 5, close=False)
    assert not likeness.calm("held", words, 1, 5, close=False)


SHORT = [
    ("en", "my son is lost"),
    ("en", "where is my daughter"),
    ("ar", "ابني ضاع"),
    ("ar", "بنتي ضايعة"),
    ("fr", "mon fils est perdu"),
    ("fa", "پسرم گم شده"),
    ("so", "wiilkaygii waa la waayay"),
    ("sw", "mtoto wangu amepotea"),
    ("uk", "мій син зник"),
    ("es", "se perdió mi hijo"),
]


@pytest.mark.parametrize(("lang", "text"), SHORT)
def test_words_that_say_all_there_is_are_believed(lang: str, text: str) -> None:
    assert shipped().danger(text, lang) is not None


def test_the_negative_control_by_its_own_words_alone_a_short_cry_may_be_calm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(urgent_likeness, "CALM", {})
    monkeypatch.setattr(urgent_likeness, "CALM_ELSE", (10, 10_000.0))
    monkeypatch.setattr(Likeness, "find", lambda *_: None)
    assert any(shipped().danger(text, lang) is not None for lang, text in SHORT)
    monkeypatch.setattr(urgent_likeness, "CALM_BESIDE", 10_000.0)
    assert all(shipped().danger(text, lang) is None for lang, text in SHORT)


def test_nothing_speaks_for_calm_where_nothing_was_learnt() -> None:
    words = ["which", "training", "is", "there", "for", "librarians"]
    assert not Likeness((), ()).calm("child", words, 0, 2, close=False)
    assert shipped()._finder._hearing.likeness("en").calm("child", words, 0, 2, close=False)


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
