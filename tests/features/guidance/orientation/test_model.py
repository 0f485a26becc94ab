"""Which piece a date asks for: the latest whose time has come, else the first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.features.guidance.orientation.model import Orientation
from bot.features.guidance.orientation.reading import read_orientation
from bot.mind import ROOT

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def orientation() -> Orientation:
    return read_orientation(ROOT / "content")[0]


@pytest.mark.parametrize(
    ("days", "piece", "early", "due_in"),
    [
        (400, "before_60", True, 370),
        (61, "before_60", True, 31),
        (60, "before_60", False, 30),
        (31, "before_60", False, 1),
        (30, "before_30", False, 23),
        (8, "before_30", False, 1),
        (7, "before_7", False, None),
        (0, "before_7", False, None),
    ],
)
def test_before_the_journey(
    orientation: Orientation, days: int, piece: str, early: bool, due_in: int | None
) -> None:
    chosen = orientation.choose("before", TODAY + timedelta(days=days), TODAY)
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    assert (chosen.piece.id, chosen.early, chosen.next_due) == (piece, early, due)


@pytest.mark.parametrize(
    ("days", "piece", "due_in"),
    [
        (0, "after_1", 7),
        (1, "after_1", 6),
        (6, "after_1", 1),
        (7, "after_7", 23),
        (29, "after_7", 1),
        (30, "after_30", None),
        (3000, "after_30", None),
    ],
)
def test_after_the_arrival(orientation: Orientation, days: int, piece: str, due_in: int | None) -> None:
    chosen = orientation.choose("after", TODAY - timedelta(days=days), TODAY)
    due = None if due_in is None else TODAY + timedelta(days=due_in)
    assert (chosen.piece.id, chosen.early, chosen.next_due) == (piece, False, due)


@pytest.mark.parametrize(("side", "piece"), [("before", "before_60"), ("after", "after_1")])
def test_without_a_date_the_first_piece_and_no_day_of_another(
    orientation: Orientation, side: str, piece: str
) -> None:
    chosen = orientation.choose("after" if side == "after" else "before", None, TODAY)
    assert (chosen.piece.id, chosen.early, chosen.next_due) == (piece, False, None)


def test_a_piece_that_is_there_no_more_gives_way_to_the_first(orientation: Orientation) -> None:
    assert orientation.piece("before_90").id == "before_60"
    assert orientation.piece("after_7").id == "after_7"
