"""One of a list: by button, by label, by number; and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.messages import Found
from tests.conversation.asking import Question
from tests.conversation.talking import talker

WHERE = """
    ask: !t "Where are you?"
    choices:
      - {id: camp, label: !t "In a camp"}
      - {id: city, label: !t "In a city"}
      - {id: road, label: !t "On the way"}
"""
WRONG = "I did not find that in the list. Press a button, or write its number, for example 1."


@pytest.fixture
def where(tmp_path: Path) -> Question:
    return Question(tmp_path, WHERE)


def test_by_button(where: Question) -> None:
    assert where.person.choices == ["camp", "city", "road"]
    assert where.presses("city") == "city"


@pytest.mark.parametrize("text", ["In a city", "in a CITY", "  in   a city. ", "Ín a cíty"])
def test_by_label(where: Question, text: str) -> None:
    assert where.says(text) == "city"


@pytest.mark.parametrize("text", ["2", "٢", "۲", "২", " 2. ", "2)", "#2"])
def test_by_number_in_any_digits(where: Question, text: str) -> None:
    assert where.says(text) == "city"


@pytest.mark.parametrize("text", ["0", "4", "-1", "99999999999999999999", "1, 2", "1-2", "2.5"])
def test_a_number_that_is_not_on_the_list_says_what_is_wanted(where: Question, text: str) -> None:
    assert where.says(text) == WRONG


@pytest.mark.parametrize(
    "text", ["We are 2 people", "I worked 3 years", "٢ أطفال", "city", "In a city or in a camp", "?", "👍"]
)
def test_a_number_in_a_sentence_or_a_part_of_a_label_is_not_an_answer(where: Question, text: str) -> None:
    assert where.says(text) == WRONG


def test_a_question_with_a_number_in_it_is_searched(tmp_path: Path) -> None:
    question = Question(tmp_path, WHERE)
    said = question.person.says("I worked 3 years, may I go?", Found("answer", ("rights/contract",)))
    assert said == ["An answer to I worked 3 years, may I go?.", "Where are you?"]


def test_a_label_counts_before_a_number(tmp_path: Path) -> None:
    labels = "\n".join(f"  - {{id: n{n}, label: !t '{n}'}}" for n in (3, 2, 1))
    question = Question(tmp_path, f"ask: !t 'How many children?'\nchoices:\n{labels}")
    assert question.says("3") == "n3"


def test_a_choice_may_lead_its_own_way_and_others_go_on(tmp_path: Path) -> None:
    flow = """
        version: 1
        start: a
        steps:
          a:
            ask: !t "A or B?"
            choices: [{id: x, label: !t "A", next: left}, {id: y, label: !t "B"}]
            next: right
          left: {say: !t "Left.", next: "@end"}
          right: {say: !t "Right.", next: "@end"}
    """
    person = talker(tmp_path, flow)
    person.opens()
    person.presses("test")
    assert person.says("A")[0] == "Left."
    person.presses("test")
    assert person.presses("y")[0] == "Right."
