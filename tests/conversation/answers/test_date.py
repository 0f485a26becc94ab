"""A day in any of the reader's ways; kept as ISO 8601. `Talker.now` is 15 January 2027."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation.asking import Question


def day(folder: Path, when: str = "") -> Question:
    return Question(folder, f"ask: !t 'Which day?'\ntype: date\n{when}")


@pytest.mark.parametrize(
    "text", ["21 March 2026", "21.3.2026", "2026-03-21", "٢١ مارس ٢٠٢٦", "21 mars 2026", "21/03/2026"]
)
def test_a_day_in_many_ways(tmp_path: Path, text: str) -> None:
    assert day(tmp_path).says(text) == "2026-03-21"


@pytest.mark.parametrize("text", ["soon", "", "31 February 2026", "March", "2026"])
def test_what_is_no_day_gets_today_as_an_example(tmp_path: Path, text: str) -> None:
    said = day(tmp_path).says(text)
    assert said.startswith("Please write a day with month and year, for example")
    assert "2027" in said
    assert "January" in said


def test_the_example_is_understood_when_it_is_copied(tmp_path: Path) -> None:
    question = day(tmp_path)
    example = question.says("?").partition("for example ")[2].removesuffix(".")
    assert question.says(example) == "2027-01-15"


def test_a_day_to_come_where_one_in_the_past_is_wanted(tmp_path: Path) -> None:
    question = day(tmp_path, "when: past")
    assert question.says("16 January 2027") == "This day is still to come. Please write a day in the past."
    assert question.says("15 January 2027") == "2027-01-15"


def test_a_day_in_the_past_where_one_to_come_is_wanted(tmp_path: Path) -> None:
    question = day(tmp_path, "when: future")
    assert question.says("14 January 2027") == "This day is over. Please write a day that is still to come."
    assert question.says("15 January 2027") == "2027-01-15"
