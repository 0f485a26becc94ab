"""Yes or no, each with a way of its own if the flow gives it one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question
from tests.conversation.talking import talker

SURE = "ask: !t 'Are you sure?'\ntype: yes_no"


@pytest.mark.parametrize(("text", "answer"), [("Yes", "yes"), ("no", "no"), ("1", "yes"), ("٢", "no")])
def test_by_word_and_by_number(tmp_path: Path, text: str, answer: str) -> None:
    assert Question(tmp_path, SURE).says(text) == answer


@pytest.mark.parametrize("text", ["maybe", "yes and no", "3", ""])
def test_anything_else_is_asked_again(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, SURE).says(text).startswith("I did not find that in the list.")


def test_yes_and_no_may_lead_apart(tmp_path: Path) -> None:
    flow = """
        version: 1
        start: sure
        steps:
          sure: {ask: !t "Sure?", type: yes_no, yes: done, no: sure}
          done: {say: !t "Done.", next: "@end"}
    """
    person = talker(tmp_path, flow)
    person.opens()
    person.presses("test")
    assert person.presses("no") == ["Sure?"]
    assert person.presses("yes")[0] == "Done."
