"""ask: what is common to all types of answer: saving, skipping, lists that an action gave, old screens."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.hearing import GONE, WAY_OUT
from bot.conversation.loader import read_flow
from bot.conversation.mending import LAPSED
from tests.conversation.asking import Question
from tests.conversation.talking import Talker, talker

SKIPPED = "ask: !t 'How many years?'\ntype: number\nskip: note"
PICKED = "ask: !t 'Where?'\nchoices:\n  - {id: a, label: !t 'Aa'}\n  - {id: b, label: !t 'Bb'}\nskip: note"


@pytest.mark.parametrize("word", ["Skip", "skip", "SKIP."])
def test_skip_may_be_typed(tmp_path: Path, word: str) -> None:
    assert Question(tmp_path, SKIPPED).says(word) is None


def test_a_number_is_the_answer_and_not_the_number_of_skip(tmp_path: Path) -> None:
    assert Question(tmp_path, SKIPPED).says("1") == 1


def test_below_choices_skip_has_the_next_number(tmp_path: Path) -> None:
    assert Question(tmp_path, PICKED).says("3") is None


def test_without_a_skip_the_word_is_no_answer(tmp_path: Path) -> None:
    question = Question(tmp_path, SKIPPED.replace("skip: note", ""))
    assert "@skip" not in question.person.choices
    assert question.says("skip").startswith("Please write a number")


def test_the_third_wrong_answer_shows_the_way_out_and_a_right_one_takes_it_away(tmp_path: Path) -> None:
    question = Question(tmp_path, SKIPPED)
    for _ in range(3):
        question.says("many")
    assert WAY_OUT.msg in question.person.sees
    assert question.person.ways[0] == "human"
    assert question.says("3") == 3
    assert "human" not in question.person.ways


LIST = """
    version: 1
    start: find
    place: [items]
    steps:
      find: {do: test.list, outcomes: {some: pick}}
      pick:
        ask: !t "Which?"
        from: $items
        of: plain
        choices: [{id: none, label: !t "None of these", next: "@end"}]
        lasting: true
        save: item
        next: shown
      shown: {ask: !t "Is it {item}?", type: yes_no, yes: "@end", no: pick}
"""


@pytest.fixture
def lists(tmp_path: Path) -> Talker:
    given: dict[str, Any] = {"items": ["pear", "plum"]}
    person = talker(tmp_path, LIST, {"test.list": lambda args: ("some", given)})
    person.opens()
    person.presses("test")
    return person


def test_a_list_that_an_action_gave_stands_before_the_fixed_choices(lists: Talker) -> None:
    assert lists.choices == ["pear", "plum", "none"]
    assert lists.says("2") == ["Is it plum?"]


def test_an_old_list_is_open_again_and_back_leads_to_it(lists: Talker) -> None:
    lists.presses("plum")
    lists.presses("menu")
    assert lists.presses("pear", screens_ago=2) == ["Is it pear?"]
    assert lists.presses("back") == ["Which?"]
    assert lists.choices == ["pear", "plum", "none"]
    assert lists.says("1") == ["Is it pear?"]


def test_an_old_screen_of_a_question_that_does_not_last_is_closed(lists: Talker) -> None:
    lists.presses("plum")
    lists.presses("no")
    assert lists.presses("yes", screens_ago=1) == [GONE.msg, "Which?"]


ABOVE = """
    version: 1
    start: name
    place: [page]
    steps:
      name: {ask: !t "Your name?", type: text, save: page, next: work}
      work: {ask: !t "Your work?", type: text, save: work, next: sure}
      sure:
        ask: !t "Is this right?"
        above: [$page, $work]
        as: plain
        choices: [{id: right, label: !t "Yes", next: "@end"}, {id: wrong, label: !t "No", next: other}]
      other: {ask: !t "And now?", type: text, save: other, next: sure}
"""


def test_what_stands_above_a_question_is_said_again_whenever_it_is_asked(tmp_path: Path) -> None:
    person = talker(tmp_path, ABOVE)
    person.opens()
    person.presses("test")
    person.says("Amal")
    assert person.says("baker") == ["Amal baker", "Is this right?"]
    assert person.presses("wrong") == ["And now?"]
    assert person.presses("back") == ["Amal baker", "Is this right?"]


def test_D5_a_question_needs_what_stands_above_it(tmp_path: Path) -> None:
    person = talker(tmp_path, ABOVE)
    person.opens()
    person.presses("test")
    person.says("Amal")
    person.says("baker")
    person.forgets_answers()
    assert person.presses("right") == [LAPSED.msg, "Your name?"]


def test_what_stands_above_a_question_has_a_kind(tmp_path: Path) -> None:
    file = tmp_path / "test.yaml"
    file.write_text(textwrap.dedent(ABOVE).replace("    as: plain\n", ""), encoding="utf-8")
    assert [str(issue) for issue in read_flow(file)[1] if "`above:` needs `as:`" in str(issue)]
