"""Whatever is typed is the answer, within limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.loader import read_flow
from tests.conversation.asking import Question

WORK = 'ask: !t "What is your work?"\ntype: text'


@pytest.mark.parametrize("text", ["baker", "  baker ", "\n baker"])
def test_the_text_without_the_space_around_it(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, WORK).says(text) == "baker"


@pytest.mark.parametrize(
    "text", ["menu", "back", "1", "Skip", "خباز", "👩‍🍳", "{operator} $answer", "x" * 500]
)
def test_nothing_in_it_is_read_as_something_else(tmp_path: Path, text: str) -> None:
    """But for "stop" alone, which ends everything everywhere (test_stopping.py)."""
    assert Question(tmp_path, WORK).says(text) == text


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_no_answer(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, WORK).says(text) == "Please write a few words."


def test_too_long_a_text_is_told_the_limit(tmp_path: Path) -> None:
    assert "at most 500 letters" in Question(tmp_path, WORK).says("x" * 501)


def test_the_limit_may_be_set(tmp_path: Path) -> None:
    question = Question(tmp_path, WORK + "\nlongest: 5")
    assert "at most 5 letters" in question.says("sailor")
    assert question.says("baker") == "baker"


def test_the_menu_is_a_button_where_words_are_the_answer(tmp_path: Path) -> None:
    question = Question(tmp_path, WORK)
    assert question.person.ways == ["back", "menu"]
    assert question.person.presses("menu") == ["What now?"]


HELPED = (
    WORK + '\nchoices:\n  - {id: tip, label: !t "Show me a tip", next: hint}\n'
    '  - {id: enough, label: !t "That is enough", next: "@end"}\nskip: note'
)
HINT = 'hint: {say: !t "Name one.", next: question}'


@pytest.mark.parametrize("text", ["Show me a tip", "show me a tip.", "1"])
def test_choices_beside_it_lead_away_and_are_no_answer(tmp_path: Path, text: str) -> None:
    question = Question(tmp_path, HELPED, HINT)
    assert question.says(text) == "Name one."
    assert question.noted == []


def test_a_press_beside_it_leads_away_too(tmp_path: Path) -> None:
    question = Question(tmp_path, HELPED, HINT)
    assert question.presses("tip") is None
    assert question.person.sees[0] == "Name one."


@pytest.mark.parametrize("text", ["baker", "menu", "4", "tip: bread"])
def test_all_else_is_still_the_answer(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, HELPED, HINT).says(text) == text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", next: hint}", "}", "needs a `next` of its own"),
        ("    next: note\n", "", "where a typed answer leads"),
    ],
)
def test_choices_without_a_way_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    flow = (
        'version: 1\nstart: work\nsteps:\n  work:\n    ask: !t "What?"\n    type: text\n    choices:\n'
        '    - {id: tip, label: !t "Tip", next: hint}\n    next: note\n'
        '  hint: {say: !t "Name one.", next: work}\n  note: {end: true}\n'
    )
    assert old in flow
    file = tmp_path / "test.yaml"
    file.write_text(flow.replace(old, new), encoding="utf-8")
    assert any(said in issue.message for issue in read_flow(file)[1])
