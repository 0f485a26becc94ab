"""A country by its name in any language; where a name may mean several, they are offered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.conversation.loader import read_flow
from tests.conversation.asking import Question
from tests.conversation.talking import Talker, talker

FROM = "ask: !t 'Which country?'\ntype: country"
WRONG = "I do not know this country. Please write its name again, for example Jordan."


@pytest.fixture
def country(tmp_path: Path) -> Question:
    return Question(tmp_path, FROM)


@pytest.mark.parametrize("text", ["Kenya", "kenya", "كينيا", "کنیا", "Кенія", "KE", "I am from Kenya"])
def test_a_name_in_any_language(country: Question, text: str) -> None:
    assert country.says(text) == "KE"


OFFERING = """
version: 1
start: near
steps:
  near: {do: test.near, outcomes: {found: question}}
  question: {ask: !t "Which country?", type: country, from: $near, save: answer, skip: note, next: note}
  note: {do: test.note, with: {answer: $answer}, outcomes: {noted: "@end"}}
"""


@pytest.fixture
def offering(tmp_path: Path) -> tuple[Talker, list[Any]]:
    """A question that puts two countries on buttons, and what was answered."""
    noted: list[Any] = []

    def note(args: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        noted.append(args["answer"])
        return "noted", {}

    person = talker(
        tmp_path,
        OFFERING,
        {"test.near": lambda args: ("found", {"near": ["DE", "FR"]}), "test.note": note},
    )
    person.opens()
    person.presses("test")
    return person, noted


def test_some_are_offered_by_button_number_and_name(offering: tuple[Talker, list[Any]]) -> None:
    person, noted = offering
    assert [choice for choice in person.choices if choice != "@skip"] == ["DE", "FR"]
    person.presses("FR")
    person.presses("test")
    person.says("1")
    person.presses("test")
    person.says("France")
    assert noted == ["FR", "DE", "FR"]


def test_another_than_those_offered_is_understood_by_name(offering: tuple[Talker, list[Any]]) -> None:
    person, noted = offering
    person.says("كينيا")
    assert noted == ["KE"]


def test_a_name_of_several_takes_the_place_of_what_was_offered(offering: tuple[Talker, list[Any]]) -> None:
    person, noted = offering
    person.says("congo")
    assert sorted(choice for choice in person.choices if choice != "@skip") == ["CD", "CG"]
    person.presses("CD")
    assert noted == ["CD"]


def test_what_is_offered_stands_in_a_variable(tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(OFFERING.replace("$near", "near"), encoding="utf-8")
    _, issues = read_flow(file)
    assert any("needs a variable" in issue.message for issue in issues)


@pytest.mark.parametrize("text", ["Atlantis", "", "12", "?"])
def test_an_unknown_name_gets_an_example(country: Question, text: str) -> None:
    assert country.says(text) == WRONG


def test_a_name_of_several_offers_them_by_button(country: Question) -> None:
    assert country.person.says("congo") == ["Which country?"]
    assert sorted(country.person.choices) == ["CD", "CG"]
    assert country.presses("CG") == "CG"


def test_a_name_of_several_offers_them_by_number_and_by_name(country: Question) -> None:
    country.person.says("congo")
    second = country.person.choices[1]
    assert country.says("2") == second


def test_another_name_may_be_written_instead(country: Question) -> None:
    country.person.says("congo")
    assert country.says("Kenya") == "KE"


def test_an_unknown_name_takes_the_offer_away(country: Question) -> None:
    country.person.says("congo")
    assert country.says("Atlantis") == WRONG
    assert country.person.choices == []


def test_the_offer_of_an_older_screen_is_no_longer_open(country: Question) -> None:
    country.person.says("congo")
    country.says("Atlantis")
    assert country.person.presses("CD", screens_ago=1)[0].startswith("This is no longer open.")


def test_what_one_question_offered_is_not_offered_by_the_next(tmp_path: Path) -> None:
    other = """
        other: {ask: !t "And where were you born?", type: country, save: answer, next: note}
    """
    question = Question(tmp_path, FROM + "\nskip: other", other)
    question.person.says("congo")
    assert question.person.presses("@skip") == ["And where were you born?"]
    assert question.person.choices == []
