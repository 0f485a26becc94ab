"""The search: what it finds, what it refuses to guess, and how well it does on questions of people."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.messages import Found
from bot.features.library.finding import Thresholds, decide
from bot.features.library.search import rank
from bot.features.library.service import Library
from tests.features.library.articles import TODAY, english, library, say, shipped

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Canada"),
        ("en", "syria?"),
        ("en", "United States"),
        ("ar", "كندا"),
        ("ar", "سوريا"),
        ("en", "I am in Kenya"),
    ],
)
def test_a_country_alone_decides_nothing(lang: str, text: str) -> None:
    assert shipped().find(text, lang).outcome != "answer"


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "hello"), ("en", "Good morning!!"), ("en", "yes"), ("en", "?"), ("en", ""),
     ("ar", "السلام عليكم"), ("ar", "شكرا جزيلا"), ("fr", "Bonjour, merci"), ("es", "buenas tardes"),
     ("fa", "سلام"), ("uk", "добрий день"),
     ("sw", "habari"), ("so", "salaan"), ("en", "asdfgh qwert"), ("en", "\U0001f600"), ("en", "?" * 4096)],
)  # fmt: skip
def test_a_greeting_or_noise_finds_nothing(lang: str, text: str) -> None:
    assert shipped().find(text, lang) == Found("none")


@pytest.mark.parametrize(
    ("spoken", "subject"),
    [
        ("دیگه میتونه مدرسه باشه یا نمیشه", "مدرسه"),
        ("چجوریه پول حواله کنیم", "پول حواله"),
        ("ما پاسپورت گم کدیم چیکار کده میتانیم", "پاسپورت گم"),
        ("dige mitoonam passport dashte", "passport dashte"),
    ],
)
def test_helping_words_of_spoken_persian_are_no_subject(spoken: str, subject: str) -> None:
    """They differ from town to town; each weighed as much as what the question is about."""
    assert shipped().content_words(spoken, "fa") == shipped().content_words(subject, "fa")


@pytest.mark.parametrize("text", ["معاشم را نمیده", "خودم کار کنم", "همینجا خانه"])
def test_persian_words_that_tell_articles_apart_are_not_light(text: str) -> None:
    """Unpaid, by myself, here where I am: what wages, own business and the host country are about."""
    assert len(shipped().content_words(text, "fa")) >= 2


def test_slips_of_the_finger_are_forgiven() -> None:
    found = shipped().find("recruitmant feees who pay", "en")
    assert found.articles[0] == "rights/recruitment-fees"


def test_a_question_in_another_language_is_found_and_the_language_reported() -> None:
    found = shipped().find("هل عرض العمل هذا حقيقي أم احتيال", "en")
    assert (found.outcome, found.articles[0], found.lang) == ("answer", "safety/job-scams", "ar")
    assert shipped().find("is this job offer real or a scam", "en").lang == ""


def test_a_very_long_text_is_searched_within_bounds() -> None:
    text = " ".join(f"work{number} permit" for number in range(400))
    assert shipped().find(text, "en").outcome in ("none", "choices")


def test_at_most_five_articles_are_named_once_each(tmp_path: Path) -> None:
    files = {f"rights/work-{name}/en.md": english() for name in "abcdefgh"}
    shelf = library(tmp_path, files)
    found = shelf.find("may I work with a permit", "en")
    assert found.outcome == "choices"  # all are equally good: none may be taken as the answer
    assert len(set(found.articles)) == len(found.articles) == 5


def test_hidden_articles_are_not_named() -> None:
    index = shipped()._finder._index("en")
    text = "who pays the recruitment fees"
    first = rank(index, text).hits[0].article
    assert first not in [hit.article for hit in rank(index, text, {first}).hits]


@pytest.mark.parametrize("text", ["who pays the recruitment fees", "zzzz", "he beats me", "work permit"])
def test_an_explanation_says_the_same_as_the_search(text: str) -> None:
    why = shipped().explain(text, "en")
    assert why.found == shipped().find(text, "en")
    assert [hit.score for hit in why.hits] == sorted((hit.score for hit in why.hits), reverse=True)


def test_related_articles_are_others_and_near() -> None:
    related = shipped().related("family/overview")
    assert "family/time-limits" in related
    assert "family/overview" not in related
    assert len(related) <= 3


NEVER, ALWAYS = -99.0, 99.0
"""Odds below which nothing lies, and everything."""


def test_thresholds_decide() -> None:
    ranking = rank(shipped()._finder._index("en"), "who pays the recruitment fees")
    assert decide(ranking, Thresholds(NEVER, 0.0, NEVER, NEVER)).outcome == "answer"
    assert decide(ranking, Thresholds(ALWAYS, 0.0, NEVER, NEVER)).outcome == "choices"
    assert decide(ranking, Thresholds(NEVER, 1.1, NEVER, NEVER)).outcome == "choices"
    near = decide(ranking, Thresholds(NEVER, 0.0, ALWAYS, NEVER))
    assert (near.outcome, near.articles[0]) == ("none", "rights/recruitment-fees")
    assert decide(ranking, Thresholds(NEVER, 0.0, ALWAYS, ALWAYS)) == Found("none")


@pytest.mark.parametrize("text", ["9", "2.", "18", "٢", "2025", "1 2 3"])
@pytest.mark.parametrize("lang", ["en", "ar", "uk"])
def test_a_number_alone_is_no_question(lang: str, text: str) -> None:
    assert shipped().find(text, lang) == Found("none")


def test_a_question_that_is_none_of_ours_names_no_page() -> None:
    for lang, text in (("en", "what is the weather tomorrow"), ("en", "recipe for chicken soup")):
        assert shipped().find(text, lang) == Found("none")


def test_an_empty_library_finds_nothing() -> None:
    assert Library({}, say, TODAY).find("who pays the recruitment fees", "en") == Found("none")
