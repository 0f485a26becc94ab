"""The search on questions that nobody used to build it: no figure falls, and the questions stay honest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from bench import finding
from bench.finding import Figures, Question, fell, measure, nearly_stored, read_questions, recorded
from bot.features.library.service import Library
from bot.language.languages import LANGUAGES
from tests.features.library.articles import TODAY, say, shipped


@cache
def questions(lang: str) -> list[Question]:
    return read_questions(finding.QUESTIONS / f"{lang}.jsonl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_falls_by_more_than_two_points(lang: str) -> None:
    figures, _ = measure(shipped(), lang, questions(lang))
    assert not fell(recorded()[lang], figures)


@pytest.mark.parametrize("name", ["first", "three", "refused", "urgent", "kind"])
def test_a_figure_that_falls_is_named(name: str) -> None:
    before = Figures(80.0, 90.0, 75.0, 90.0, 97.0, 1.0, 90.0)
    assert not fell(before, replace(before, **{name: getattr(before, name) - 2}))
    assert fell(before, replace(before, **{name: getattr(before, name) - 2.1}))[0].startswith(name)


def test_more_false_alarms_are_worse() -> None:
    before = Figures(80.0, 90.0, 75.0, 90.0, 97.0, 1.0, 90.0)
    assert fell(before, replace(before, alarms=3.1))
    assert not fell(before, replace(before, alarms=0.0))


def test_without_everyday_words_the_figures_fall() -> None:
    """The negative control: what the search leans on can be taken away, and it shows."""
    whole = shipped()
    bare = Library(whole.articles, say, TODAY)
    figures, _ = measure(bare, "ar", questions("ar"))
    assert fell(recorded()["ar"], figures)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_questions_cover_every_article_and_half_of_them_are_noisy(lang: str) -> None:
    asked = questions(lang)
    kinds = Counter(question.kind for question in asked)
    assert len(asked) >= finding.FEWEST
    assert kinds["none"] >= 20
    assert kinds["urgent"] >= 20
    assert {question.articles[0] for question in asked if question.articles} == set(shipped().articles)
    assert sum(question.noisy for question in asked) >= 0.45 * len(asked)
    assert len({question.q for question in asked}) == len(asked)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_question_stands_in_an_article(lang: str) -> None:
    assert not nearly_stored(lang, questions(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_for_tuning_are_others(lang: str) -> None:
    tuning = {question.q for question in read_questions(finding.TUNING / f"{lang}.jsonl")}
    assert not tuning & {question.q for question in questions(lang)}


def test_a_question_of_an_article_would_be_noticed() -> None:
    stored = shipped().articles["rights/contract"].versions["en"].questions
    long = next(text for text in stored if len(text.split()) > 4)
    assert nearly_stored("en", [Question(long.upper() + "!", "article", ("rights/contract",))])


KEPT = sorted(file.stem for file in finding.CHECKED.glob("*.jsonl"))
"""Languages of which messages of danger, calm messages or small talk were kept out of the content."""


@pytest.mark.parametrize("lang", KEPT)
def test_what_was_kept_is_told_apart_by_what_was_written_beside_it(lang: str) -> None:
    kept = read_questions(finding.CHECKED / f"{lang}.jsonl")
    figures, _ = measure(shipped(), lang, kept)
    kinds = {question.kind for question in kept}
    assert figures.urgent >= 80 or "urgent" not in kinds
    assert figures.refused >= 89 or "none" not in kinds  # of 19 in the shortest file
    assert figures.alarms <= 11


@pytest.mark.parametrize("lang", KEPT)
def test_what_was_kept_stands_nowhere_in_the_content(lang: str) -> None:
    assert not nearly_stored(lang, read_questions(finding.CHECKED / f"{lang}.jsonl"))


def test_without_words_of_danger_what_was_kept_is_missed() -> None:
    bare = Library(shipped().articles, say, TODAY)
    figures, _ = measure(bare, "so", read_questions(finding.CHECKED / "so.jsonl"))
    assert figures.urgent < 80
