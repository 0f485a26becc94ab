"""Is it there? Yes, no, or I cannot find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question

THERE = "ask: !t 'Does it say the pay?'\ntype: found"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", "yes"), ("no", "no"), ("i cannot find it", "unfound"), ("3", "unfound"), ("٢", "no")],
)
def test_by_word_and_by_number(tmp_path: Path, text: str, answer: str) -> None:
    assert Question(tmp_path, THERE).says(text) == answer


@pytest.mark.parametrize("text", ["maybe", "4", ""])
def test_anything_else_is_asked_again(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, THERE).says(text).startswith("I did not find that in the list.")
