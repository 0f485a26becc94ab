"""How surely a text asks for one of ours: the same rule for all languages."""

from __future__ import annotations

import pytest

from bench.learning import fit, score
from bot.features.library import sureness as module
from bot.features.library.finding import THRESHOLDS
from bot.features.library.search import Ranking, rank
from bot.features.library.sureness import FEATURES, LEAST, WEIGHTS, features, sureness
from bot.language.languages import LANGUAGES
from tests.features.library.articles import shipped

OURS = "can my employer keep my passport"
SMALL_TALK = "which is the biggest planet and how far away is it"


def found(text: str) -> Ranking:
    return rank(shipped()._finder._index("en"), text)


def test_each_feature_has_a_weight() -> None:
    assert len(FEATURES) == len(WEIGHTS) == len(features(found(OURS)) or ())


def test_a_text_without_any_of_our_words_is_surest_of_all_to_be_refused() -> None:
    assert features(Ranking((), False)) is None
    assert sureness(Ranking((), False)) == LEAST < min(row.choices for row in THRESHOLDS.values())


def test_every_language_has_thresholds_of_its_own() -> None:
    assert set(THRESHOLDS) == set(LANGUAGES)
    assert all(row.near < row.choices < row.answer for row in THRESHOLDS.values())


def test_ours_are_surer_than_small_talk() -> None:
    assert sureness(found(OURS)) > THRESHOLDS["en"].choices > sureness(found(SMALL_TALK))


def test_without_the_weights_nothing_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(module, "WEIGHTS", (0.0,) * len(FEATURES))
    assert sureness(found(OURS)) == sureness(found(SMALL_TALK)) == 0.0


def test_words_of_ours_lean_towards_us_and_small_talk_does_not() -> None:
    assert found("passport").leaning > 0 > found("recipe").leaning
    assert found("gibberish qwrtz").unknown > found(OURS).unknown == 0.0


def test_a_regression_finds_what_tells_two_kinds_apart() -> None:
    rows = [((1.0, at / 10), at > 10) for at in range(20)]
    weights = fit(rows)
    assert score(weights, (1.0, 1.9)) > 0 > score(weights, (1.0, 0.1))
