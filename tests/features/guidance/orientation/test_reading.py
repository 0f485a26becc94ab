"""The orientation's sheet: whole as shipped; each fault is named with its line and what to do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.features.guidance.checking import faults_of as guide_faults
from bot.features.guidance.orientation.reading import read_orientation
from bot.features.guidance.sheets import due_reviews
from bot.mind import ROOT
from tests.features.guidance.sheet import copied


def test_what_is_shipped_is_whole() -> None:
    orientation, issues = read_orientation(ROOT / "content")
    assert issues == []
    times = [(piece.side, piece.days) for piece in orientation.pieces.values()]
    assert times == [
        ("before", 60),
        ("before", 30),
        ("before", 7),
        ("after", 1),
        ("after", 7),
        ("after", 30),
    ]
    assert all(len(piece.checks) == 3 for piece in orientation.pieces.values())


def test_every_piece_has_questions_of_both_answers() -> None:
    """Else pressing the same button thrice would be the way through, without a thought."""
    for piece in read_orientation(ROOT / "content")[0].pieces.values():
        assert {check.holds for check in piece.checks} == {True, False}, piece.id


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("side: before", "side: middle", "must be one of: before, after"),
        ("days: 60", "days: 20", "the order of time"),
        ("days: 60", "days: soon", "must be from 0 to 366"),
        ("holds: false", "holds: perhaps", "must be one of: true, false"),
        ('!t "About 60', '"About 60', "is shown to people"),
        ("About 60 days", "About {n} days", "takes no {values}"),
        ("Collect your papers now:", "One. Two. Three. Now:", "more than 3 sentences"),
        ("      de: !t", "      xx: !t", "'xx' is not known here"),
        ("reviewed: 2026-11-22", "reviewed: yesterday", "a day such as"),
        ("review_by: 2027-05-20", "review_by: 2027-06-20", "1 to 180 days after"),
        ("orientation/before-departure,", "orientation/before-departing,", "there is no article"),
        ('url: "https://icmc', 'url: "icmc', "must begin with https://"),
        ("    sources:\n", "    sauces:\n", "'sources' is missing"),
        ("pieces:", "pieces: [", "this is not valid YAML"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    known = read_orientation(ROOT / "content")[0]
    articles = {id_ for piece in known.pieces.values() for id_ in piece.articles}
    issues = read_orientation(copied(tmp_path, "orientation.yaml", old, new), articles)[1]
    assert any(said in issue.message for issue in issues), issues
    assert all(issue.line >= 1 and issue.file == "content/guidance/orientation.yaml" for issue in issues)


def test_a_missing_sheet_is_told(tmp_path: Path) -> None:
    assert "the file is missing" in str(read_orientation(tmp_path)[1])


def test_a_check_left_out_is_told(tmp_path: Path) -> None:
    sheet = copied(tmp_path, "orientation.yaml") / "guidance" / "orientation.yaml"
    text = sheet.read_text(encoding="utf-8")
    begin = text.index('      - ask: !t "Are the original')
    sheet.write_text(text[:begin] + text[text.index('      - ask: !t "Should you tell') :], encoding="utf-8")
    assert "3 questions are wanted, these are 2" in str(read_orientation(tmp_path / "content")[1])


def test_content_check_tells_of_faults_and_of_reviews_that_are_due(tmp_path: Path) -> None:
    content = copied(tmp_path, "orientation.yaml")
    faults = guide_faults(content, date(2026, 12, 1))
    assert {fault.level for fault in faults} == {"error"}  # no article and no other sheet is there
    assert any(fault.file == "content/guidance/interviews.yaml" for fault in faults)
    assert guide_faults(ROOT / "content", date(2026, 12, 1)) == []
    late = guide_faults(ROOT / "content", date(2027, 5, 21))
    assert len(late) == 7
    assert {fault.level for fault in late} == {"due"}


def test_a_review_is_due_from_the_day_after() -> None:
    checked = [piece.checked for piece in read_orientation(ROOT / "content")[0].pieces.values()]
    last = checked[0].review_by
    assert due_reviews("sheet.yaml", checked, last).faults == []
    assert len(due_reviews("sheet.yaml", checked, last + timedelta(days=1)).faults) == len(checked)
