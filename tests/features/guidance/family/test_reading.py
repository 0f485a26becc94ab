"""A wrong rule is told with its file, line and remedy; a broken file stops the start."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.features.guidance.family.reading import FILE, check_rules, load_rules
from bot.features.library import BrokenContent
from bot.mind import ROOT

TODAY = date(2026, 12, 1)


def copied(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """The shipped file in a folder with the articles it names, one thing in it changed."""
    content = tmp_path / "content"
    text = (ROOT / "content" / FILE).read_text(encoding="utf-8")
    assert old in text
    (content / FILE).parent.mkdir(parents=True)
    (content / FILE).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    for group in ("family", "pathways"):
        (content / group).symlink_to(ROOT / "content" / group)
    return content


def test_the_shipped_rules_are_sound() -> None:
    assert check_rules(ROOT / "content", TODAY) == []


def test_a_copy_is_as_sound_as_what_is_shipped(tmp_path: Path) -> None:
    assert check_rules(copied(tmp_path), TODAY) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("way: easier", "way: easy", "'way' is 'easy', but must be one of"),
        ("who: [child]", "who: [cousin]", "'who' has 'cousin', but may have only"),
        ("where: [DE]", "where: [XX]", "'XX' is no country: write two letters"),
        ("offered: [DE", "offered: [Germany", "'Germany' is no country"),
        ("offered: [DE", "offered: [ES, DE", "8 countries, 7 at most fit on buttons"),
        ("months: 3, ", "", "'months' is missing: add it"),
        ("months: 3", "months: 300", "must be from 1 to 120"),
        ("from: decision", "from: moon", "'from' is 'moon', but must be one of: decision, arrival, visa"),
        ("late: proof", "late: never", "'late' is 'never', but must be one of: proof, ask"),
        ("articles: [family/germany", "articles: [family/gemrany", "there is no article family/gemrany"),
        ("sources: [de_limit]", "sources: [hearsay]", "'hearsay' is no source: add it under 'sources'"),
        ("sources: [de_limit]", "sources: []", "at least 1 are needed"),
        ("    until: 2027-07-23\n", "", "the way 'stopped' needs 'until': add the day"),
        ("    since: 2025-09-04\n", "", "the way 'closed' needs 'since': add the day"),
        ("wait_years: 2", "wait_years: 2\n    limit: {months: 3, from: decision, late: ask}", "not both"),
        ("checked: 2026-11-22", "checked: yesterday", "must be a day such as"),
        ("https://ofpra.gouv.fr", "http://ofpra.gouv.fr", "must be https://"),
        ("notes: [fap", "notes: [fax", "'notes' has 'fax'"),
        ("day: birthday", "day: sunday", "'day' is 'sunday'"),
        ("status: [waiting]", "status: [permit]", "two rules are for any, permit, both: keep one"),
        ("status: [waiting]", "status: [permit]", "no rule is for any, waiting, both: add one"),
        ("instead: copy", "instead: nothing", "'instead' is 'nothing'"),
        ("{id: address, who: [all]", "{id: address, who: [spouse]", ""),
        ("review_by:", "reviewed_by:", "'review_by' is missing: add it"),
        ("rules:\n", "rulez:\n", "'rules' is missing"),
    ],
)
def test_a_fault_is_named_with_file_line_and_remedy(tmp_path: Path, old: str, new: str, said: str) -> None:
    faults = check_rules(copied(tmp_path, old, new), TODAY)
    if not said:
        assert faults == []  # a change that is allowed is no fault
        return
    found = [fault for fault in faults if said in fault.message]
    assert found
    assert all(fault.file == "content/guidance/family.yaml" and fault.line >= 1 for fault in found)


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    content = copied(tmp_path, "sources: [ofpra]", "sources: [hearsay]")
    lines = (content / FILE).read_text(encoding="utf-8").splitlines()
    (fault,) = check_rules(content, TODAY)
    assert "hearsay" in lines[fault.line - 1]


def test_somebody_without_a_paper_is_noticed(tmp_path: Path) -> None:
    content = copied(tmp_path)
    text = (content / FILE).read_text(encoding="utf-8")
    head, papers = text.split("papers:\n")
    (content / FILE).write_text(f"{head}papers:\n{papers.replace('[all]', '[spouse]')}", encoding="utf-8")
    assert any("no paper is for refugee, others" in fault.message for fault in check_rules(content, TODAY))


@pytest.mark.parametrize("text", ["", "rules: [", "- a\n- b\n"])
def test_what_is_no_file_of_rules_stops_the_start(tmp_path: Path, text: str) -> None:
    content = copied(tmp_path)
    (content / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenContent, match=r"content/guidance/family\.yaml:\d+: "):
        load_rules(content)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(BrokenContent, match="this file is missing: put it back"):
        load_rules(tmp_path)


def test_work_that_is_due_is_told_but_stops_nothing(tmp_path: Path) -> None:
    content = copied(tmp_path)
    due = check_rules(content, date(2027, 7, 24))
    assert {fault.level for fault in due} == {"due"}
    assert any("the review was due on 2027-02-21" in fault.message for fault in due)
    assert any("this ended on 2027-07-23: find out what holds now" in fault.message for fault in due)
    load_rules(content)
