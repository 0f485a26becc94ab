"""Several of a list: ticked by pressing, or typed as numbers or labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question

CAN = """
    ask: !t "What can you do?"
    type: choices
    choices:
      - {id: cook, label: !t "Cook"}
      - {id: sew, label: !t "Sew"}
      - {id: drive, label: !t "Drive"}
"""
WRONG = "Press one or more, then Done. Or write the numbers, for example 1, 3."


@pytest.fixture
def can(tmp_path: Path) -> Question:
    return Question(tmp_path, CAN)


def ticks(question: Question) -> list[str]:
    return [shown.choice.id for shown in question.person.seen[-1].choices if shown.choice.ticked]


def test_a_press_ticks_and_another_unticks(can: Question) -> None:
    assert can.presses("cook") is None
    assert can.presses("drive") is None
    assert ticks(can) == ["cook", "drive"]
    assert can.presses("cook") is None
    assert ticks(can) == ["drive"]
    assert can.presses("@done") == ["drive"]


def test_ticking_redraws_the_list_and_leaves_nothing_to_go_back_to(can: Question) -> None:
    can.presses("cook")
    assert can.person.redrawn
    assert can.person.seen[-1].pick
    can.presses("sew")
    assert can.person.presses("back") == ["What now?"]


def test_done_with_nothing_ticked_says_what_is_wanted(can: Question) -> None:
    assert can.person.presses("@done") == [WRONG, "What can you do?"]


@pytest.mark.parametrize("word", ["Done", "done", "DONE."])
def test_done_may_be_typed(can: Question, word: str) -> None:
    can.presses("sew")
    assert can.says(word) == ["sew"]


@pytest.mark.parametrize(
    "text",
    ["1, 3", "1,3", "1 3", "١، ٣", "١ و ٣", "١ و٣", "۱ و ۳", "1 and 3", "1 et 3", "1 iyo 3", "1 та 3", "1;3",
     "1+3", "1 & 3", "Cook, drive", "cook; 3", "1, 1, 3"],
)  # fmt: skip
def test_numbers_and_labels_may_be_typed(can: Question, text: str) -> None:
    assert can.says(text) == ["cook", "drive"]


def test_one_number_is_a_list_of_one(can: Question) -> None:
    assert can.says("2") == ["sew"]


@pytest.mark.parametrize(
    "text", ["1, 4", "0", "1 to 3", "1-3", "cook, dance", "", ",", "13", "I have 2 children"]
)
def test_a_list_with_anything_else_in_it_is_asked_again(can: Question, text: str) -> None:
    assert can.says(text) == WRONG


def test_what_was_ticked_and_skipped_is_not_ticked_in_the_next_list(tmp_path: Path) -> None:
    more = """
        note2: {say: !t "-", next: "@end"}
        other:
          ask: !t "And what do you like?"
          type: choices
          choices: [{id: cook, label: !t "Cook"}, {id: sing, label: !t "Sing"}]
          save: answer
          next: note
    """
    question = Question(tmp_path, CAN + "    skip: other\n", more)
    question.presses("cook")
    assert question.person.presses("@skip") == ["And what do you like?"]
    assert ticks(question) == []
    question.presses("sing")
    assert question.presses("@done") == ["sing"]


@pytest.mark.parametrize("word", ["None of these", "none of these", "4"])
def test_none_of_these_goes_on_at_once_with_an_empty_list(tmp_path: Path, word: str) -> None:
    question = Question(tmp_path, CAN + "    none: true\n")
    assert question.says(word) == []


def test_none_of_these_takes_back_what_was_ticked(tmp_path: Path) -> None:
    question = Question(tmp_path, CAN + "    none: true\n")
    question.presses("sew")
    assert question.presses("@none") == []


def test_none_beside_another_number_is_asked_again(tmp_path: Path) -> None:
    said = Question(tmp_path, CAN + "    none: true\n").says("1, 4")
    assert said == WRONG.replace(" Or", " If none fits, press “None of these”. Or")


def test_where_it_is_not_offered_none_is_no_answer(can: Question) -> None:
    assert can.person.choices[-1] == "@done"
    assert "@none" not in can.person.choices
    assert can.says("4") == WRONG
