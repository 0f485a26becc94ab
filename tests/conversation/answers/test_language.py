"""One of the shipped languages, by its own name or by what others call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.messages import Incoming
from bot.language.languages import LANGUAGES
from tests.conversation.asking import Question
from tests.conversation.talking import PLAIN, talker

WHICH = "ask: !t 'Which language?'\ntype: language"
WRONG = "Please press your language, or write its name."


@pytest.fixture
def which(tmp_path: Path) -> Question:
    return Question(tmp_path, WHICH)


def test_all_are_offered_and_the_chosen_one_is_spoken(which: Question) -> None:
    assert sorted(which.person.choices) == sorted(LANGUAGES)
    assert which.presses("fa") == "fa"
    assert which.person.session.place.lang == "fa"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_by_its_own_name(tmp_path: Path, tag: str) -> None:
    question = Question(tmp_path, WHICH)
    for name in LANGUAGES[tag].own_name.split(" / "):
        assert question.says(name) == tag
        question.person.presses("test")


@pytest.mark.parametrize(
    ("text", "tag"),
    [("Arabic", "ar"), ("عربي", "ar"), ("دری", "fa"), ("in English please", "en"), ("somali", "so")],
)
def test_by_a_name_that_others_give_it(which: Question, text: str, tag: str) -> None:
    assert which.says(text) == tag


@pytest.mark.parametrize("text", ["Klingon", "99", "", "?", "How can my sister learn English in a camp"])
def test_what_names_no_language_is_asked_again(which: Question, text: str) -> None:
    assert which.says(text) == WRONG
    assert which.person.session.place.lang == ""


@pytest.mark.parametrize(("hint", "first"), [("uk", "uk"), ("ar-SY", "ar"), ("de", "en"), ("", "en")])
def test_the_language_of_the_phone_is_offered_first(tmp_path: Path, hint: str, first: str) -> None:
    entry = (
        "version: 1\nstart: l\nnav: false\nsteps:\n  l: {ask: !t 'Which?', type: language, next: '@menu'}\n"
    )
    person = talker(tmp_path, PLAIN["human"], entry=entry)
    person.does(Incoming("start", hint=hint))
    assert person.choices[0] == first


def test_D5_of_her_first_words_only_the_language_is_kept(tmp_path: Path) -> None:
    person = talker(tmp_path, PLAIN["human"])
    person.does(Incoming("text", "زوجي اسمه كريم ونحن في بيروت"))
    place = (person.stored[0] or b"").decode()
    assert '"hint":"ar"' in place
    assert "كريم" not in place
