"""A PIN: four to eight digits of any script, and nothing that it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question

ASKED = 'ask: !t "Your PIN?"\ntype: pin\nchoices: [{id: stop, label: !t "No PIN", next: "@end"}]'
WRONG = "A PIN has 4 to 8 digits and nothing else, for example a number of six digits."


@pytest.mark.parametrize("text", ["7204", "٧٢٠٤", "۷۲۰۴", "७२०४", "7 2 0 4", "72-04", "\u2067٧٢٠٤\u2069"])
def test_digits_of_any_script_are_the_same_pin(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, ASKED).says(text) == "7204"


@pytest.mark.parametrize("text", ["720", "720458169", "72o4", "abcd", "½¼¾⅓", "²³⁴⁵", "72.04", "five"])
def test_anything_else_is_none(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, ASKED).says(text) == WRONG


def test_a_pin_can_be_left(tmp_path: Path) -> None:
    assert Question(tmp_path, ASKED).presses("stop") is None
