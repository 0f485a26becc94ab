"""A whole number in any digits, within its bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question

AGE = 'ask: !t "How old are you?"\ntype: number\nmin: 1\nmax: 120'
NO_NUMBER = "Please write a number, for example 3."
OUTSIDE = "Please write a number from 1 to 120."


@pytest.mark.parametrize("text", ["34", "٣٤", "۳۴", "৩৪", " 34 ", "about 34 years", "لدي ٣٤ سنة", "34."])
def test_a_number_in_any_digits_with_words_around_it(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, AGE).says(text) == 34


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("120", 120)])
def test_the_bounds_belong_to_it(tmp_path: Path, text: str, number: int) -> None:
    assert Question(tmp_path, AGE).says(text) == number


@pytest.mark.parametrize("text", ["0", "121", "-5", "١٢١"])
def test_outside_the_bounds_it_names_them(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, AGE).says(text) == OUTSIDE


@pytest.mark.parametrize("text", ["many", "", "3 or 4", "2.5", "½", "thirty"])
def test_what_is_no_number_gets_an_example(tmp_path: Path, text: str) -> None:
    assert Question(tmp_path, AGE).says(text) == NO_NUMBER


@pytest.mark.parametrize(
    ("bounds", "example"), [("min: 18", 18), ("max: 2", 2), ("min: -9\nmax: -7", -7), ("min: 0", 3)]
)
def test_the_example_is_one_that_would_be_taken(tmp_path: Path, bounds: str, example: int) -> None:
    question = Question(tmp_path, f"ask: !t 'How many?'\ntype: number\n{bounds}")
    assert question.says("?") == f"Please write a number, for example {example}."
    assert question.says(str(example)) == example
