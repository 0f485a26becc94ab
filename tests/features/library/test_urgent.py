"""Danger is heard in the words that people use, and calm questions are not taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.library.faults import Fault
from bot.features.library.service import Library
from bot.features.library.urgent import FIRST_AID, UrgentWords, first_aid
from bot.features.library.urgent_reading import URGENT_DIR, load_urgent
from bot.features.library.urgent_rows import Row
from bot.language.languages import LANGUAGES
from tests.features.library.articles import TODAY, say

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def urgent() -> UrgentWords:
    faults: list[Fault] = []
    words = load_urgent(CONTENT, LANGUAGES, faults)
    assert not [str(fault) for fault in faults]
    return words


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "My husband BEATS me every night!", "violence"),
        ("en", "he said he will kill me", "violence"),
        ("en", "why does he not stop beating me", "violence"),
        ("en", "He keeps my passport and locked me inside the house", "held"),
        ("en", "my boss wont let me leave the house", "held"),
        ("en", "smugglers are holding my brother", "held"),
        ("en", "I can’t find my son", "child"),
        ("en", "our daughter is missing since the border", "child"),
        ("en", "I want to kill myself", "suicide"),
        ("en", "i dont want to live anymore", "suicide"),
        ("en", "they will deport me tomorrow", "deportation"),
        ("en", "we are being deported", "deportation"),
        ("ar", "زوجي يضربني كل يوم", "violence"),
        ("ar", "صاحب العمل حابسنا بالمزرعة", "held"),
        ("ar", "ضاعت بنتي في السوق", "child"),
        ("ar", "أُرِيدُ أَنْ أَمُوتَ", "suicide"),
        ("ar", "راح يرحلوني بكرا", "deportation"),
    ],
)
def test_danger_is_heard(urgent: UrgentWords, lang: str, text: str, kind: str) -> None:
    danger = urgent.find(text, lang)
    assert danger is not None
    assert danger.kind == kind


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "he did not hit me"),
        ("en", "Can they deport me if I lose my job?"),
        ("en", "my son has lost his passport"),
        ("en", "My boss does not let me leave the job"),
        ("en", "what are the signs of forced labour"),
        ("en", "I want to live in Canada"),
        ("en", "can't leave the camp without a permit"),
        ("en", ""),
        ("ar", "هل ممكن يرحلوني اذا خسرت الشغل"),
        ("ar", "صاحب العمل اخذ جوازي"),
        ("ar", "ابني في المانيا وحده"),
    ],
)
def test_a_calm_question_is_no_danger(urgent: UrgentWords, lang: str, text: str) -> None:
    assert urgent.find(text, lang) is None


OF_DANGER = (
    "family/tracing",
    "family/unaccompanied-children",
    "orientation/mental-health",
    "rights/forced-labour",
    "rights/non-refoulement",
    "rights/passport-kept-by-employer",
    "safety/",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hardly_a_question_about_something_else_is_taken_for_danger(lang: str) -> None:
    """At most two of a hundred, of those that people ask where nobody is in danger."""
    shipped = Library.load(CONTENT, say, TODAY)
    questions = [
        question
        for id, article in shipped.articles.items()
        if not id.startswith(OF_DANGER) and lang in article.versions
        for question in article.versions[lang].questions
    ]
    alarms = [question for question in questions if shipped.danger(question, lang)]
    assert len(alarms) <= 0.02 * len(questions), alarms


def test_two_words_may_stand_between_but_not_three() -> None:
    assert said("my son is missing", "my little sick son is missing")
    assert not said("my son is missing", "my very little sick son is missing")


def test_first_aid_names_the_contact_and_no_number() -> None:
    for kind in FIRST_AID:
        words = say(first_aid(kind), "en")
        assert "the desk" in words
        assert not any(character.isdigit() for character in words)
        assert words.count(". ") <= 3


def test_mistakes_in_the_file_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / URGENT_DIR).mkdir()
    path = tmp_path / URGENT_DIR / "en.yaml"
    path.write_text("violence: []\nxx: [a]\n", encoding="utf-8")
    faults: list[Fault] = []
    load_urgent(tmp_path, ["en", "ar"], faults)
    found = {(fault.line, fault.message.split(":")[0]) for fault in faults}
    assert (1, "'violence' has 0 entries, at least 1 are needed") in found
    assert (2, "'xx' is not known here") in found
    assert (1, "'held' is missing") in found
    assert (1, "this language is missing") in found


NEGATIONS = frozenset({"not", "never"})


def said(row: str, text: str) -> bool:
    return Row(row, NEGATIONS).said(text.split(), NEGATIONS)


def test_a_row_in_any_order_needs_all_its_words_within_twelve() -> None:
    row = "~ husband beats|hits me"
    assert said(row, "me he hits every day my husband")
    assert not said(row, "husband hits")
    assert not said(row, "me " + "and so on " * 5 + "husband hits")
    assert not said(row, "my husband not hits me")


def test_a_word_of_exception_takes_a_row_back() -> None:
    row = "my son|daughter lost !passport|card"
    assert said(row, "my son is lost")
    assert not said(row, "my son lost his passport")
    assert not said(row, "the passport of my son is lost")


def test_a_slip_of_the_finger_is_danger_but_a_word_of_the_articles_is_not() -> None:
    words = UrgentWords({"en": [("violence", "strangled|beating me")]}, {"en": ["not"]})
    assert words.find("he is strangledd me", "en") is not None
    assert words.find("he is beatting me", "en") is not None  # a slip, as far as is known
    assert words.find("he is beatting me", "en", lambda word: word == "beatting") is None


def test_of_two_dangers_the_graver_is_answered(urgent: UrgentWords) -> None:
    danger = urgent.find("i want to die because my husband beats me", "en")
    assert danger is not None
    assert danger.kind == "violence"
