"""Danger told in one sentence of a long story is heard as though it stood alone."""

from __future__ import annotations

import pytest

from bot.features.library import urgent, urgent_likeness
from bot.features.library.stretches import stretches
from bot.features.library.urgent import Spoken, UrgentWords
from bot.language.normal import fold
from tests.features.library.articles import shipped

STORY = (
    "We came to Athens in spring with my two sons and a lot of luggage. "
    "The office for papers is slow and the school has no place for the older one. "
)
DANGER = "We are sixty people locked in a hangar near the coast, they beat us and want money from home. "


def test_stretches_leave_no_word_out_and_the_last_is_full() -> None:
    words = [str(number) for number in range(23)]
    found = list(stretches(words, 10, 4))
    assert [part[0] for part in found] == ["0", "4", "8", "12", "13"]
    assert {len(part) for part in found} == {10}
    assert {word for part in found for word in part} == set(words)
    assert list(stretches(words[:10], 10, 4)) == [words[:10]]
    assert list(stretches([], 10, 4)) == [[]]


@pytest.mark.parametrize("before", [0, 1, 2, 4])
def test_likeness_hears_one_sentence_among_calm_ones(before: int, monkeypatch: pytest.MonkeyPatch) -> None:
    likeness = shipped()._finder._hearing.likeness("en")
    told = fold(STORY * before + DANGER + STORY * (4 - before))
    assert likeness.find(told) is not None
    assert likeness.find(fold(STORY * 4)) is None
    monkeypatch.setattr(urgent_likeness, "PIECE", 1000)
    monkeypatch.setattr(urgent_likeness, "STRETCH", 1000)
    assert likeness.find(told) is None  # the negative control: the whole drowns it


@pytest.mark.parametrize("first", [True, False])
def test_likeness_hears_a_few_words_of_danger_that_no_stop_parts_from_a_question(
    first: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    likeness = shipped()._finder._hearing.likeness("en")
    parts = [
        "they closed us in a cellar without food since monday and they want money",
        "how do i get the card for the bus to the language course",
    ]
    text = " ".join(parts if first else parts[::-1])
    assert likeness.find(text) is not None
    assert likeness.find(parts[1]) is None
    monkeypatch.setattr(urgent_likeness, "ALONE", 10_000.0)
    monkeypatch.setattr(urgent_likeness, "STRETCH", 1000)
    assert likeness.find(text) is None  # the negative control


@pytest.mark.parametrize("row", ["he beats me", "~ beats he me"])
def test_rows_are_looked_for_in_the_middle_of_a_long_text_too(row: str) -> None:
    words = UrgentWords({"en": Spoken((("violence", row),), ("not",))})
    for before in range(0, 140, 7):
        text = " ".join(["word"] * before + ["he beats me"] + ["word"] * (140 - before))
        assert words.find(text, "en") is not None, before
    assert words.find(" ".join(["word"] * 60 + ["he does not beat me"] + ["word"] * 60), "en") is None


def test_a_row_at_the_seam_of_two_stretches_is_whole_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    words = UrgentWords({"en": Spoken((("violence", "he beats me"),))})
    text = " ".join(["word"] * 59 + ["he beats me"] + ["word"] * 59)
    assert words.find(text, "en") is not None
    monkeypatch.setattr(urgent, "_STEP", 60)
    assert words.find(text, "en") is None  # the negative control
