"""Whatever is typed is the answer, within limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question

WORK = 'ask: !t "What is your work?"\ntype: text'


@pytest.mark.parametrize("text", ["baker", "  baker ", "\n baker"])
def test_the_text_without_the_space_around_it(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, WORK).says(text) == "baker"


@pytest.mark.parametrize(
    "text", ["menu", "back", "stop", "1", "Skip", "خباز", "👩‍🍳", "{operator} $answer", "x" * 500]
)
def test_nothing_in_it_is_read_as_something_else(tmp_path: Path, text: str) -> None:
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
