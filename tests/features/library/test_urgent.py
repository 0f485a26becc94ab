"""Danger is heard in the words that people use, and calm questions are not taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.features.library.content import load_content
from bot.features.library.faults import Notes
from bot.features.library.urgent import FIRST_AID, URGENT_FILE, UrgentWords, first_aid, read_urgent
from bot.language.languages import LANGUAGES
from tests.features.library.articles import TODAY, say

CONTENT = Path(__file__).parents[3] / "content"


@pytest.fixture(scope="module")
def urgent() -> UrgentWords:
    notes = Notes(URGENT_FILE)
    words = read_urgent(CONTENT / URGENT_FILE, LANGUAGES, notes)
    assert not [str(fault) for fault in notes.faults if fault.level == "error"]
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


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_question_of_an_article_is_taken_for_danger_unless_it_tells_of_one(
    urgent: UrgentWords, lang: str
) -> None:
    articles = load_content(CONTENT, tuple(LANGUAGES.values()), TODAY).articles.values()
    questions = [
        (question, danger.kind)
        for article in articles
        if article.group not in ("safety", "rights")
        for question in article.versions[lang].questions
        if (danger := urgent.find(question, lang))
    ]
    assert not [row for row in questions if row[1] not in ("child", "suicide")]


def test_two_words_may_stand_between_but_not_three(urgent: UrgentWords) -> None:
    assert urgent.find("my little sick son is missing", "en") is not None
    assert urgent.find("my very little sick son is missing", "en") is None


def test_first_aid_names_the_contact_and_no_number() -> None:
    for kind in FIRST_AID:
        words = say(first_aid(kind), "en")
        assert "the desk" in words
        assert not any(character.isdigit() for character in words)
        assert words.count(". ") <= 3


def test_mistakes_in_the_file_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / URGENT_FILE
    path.write_text("violence:\n  articles: []\n  en: []\n  xx: [a]\n", encoding="utf-8")
    notes = Notes("content/urgent.yaml")
    read_urgent(path, ["en"], notes)
    found = {(fault.line, fault.message.split(":")[0]) for fault in notes.faults}
    assert (3, "'en' has 0 entries, at least 1 are needed") in found
    assert (4, "'xx' is not known here") in found
    assert (1, "'held' is missing") in found
