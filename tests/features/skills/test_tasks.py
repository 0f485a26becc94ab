"""The tasks of each kind of work: the same in every language, and every fault with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.features.library import BrokenContent
from bot.features.skills.profile import Job
from bot.features.skills.tasks import faults_of, group_of, next_task, read_tasks
from bot.mind import ROOT

CONTENT = ROOT / "content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT / "occupations", tmp_path / "content" / "occupations")
    return tmp_path / "content"


def test_what_is_in_the_tree_has_no_fault() -> None:
    assert faults_of(CONTENT) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"71":\n', '"99":\n', "99 is no sub-major or minor group of ISCO-08"),
        ('"711":\n', '"712":\n', "712"),
        ('"71":\n  - ', '"71":\n  - one more\n  - ', "group 71 has 7 tasks, English another number"),
        ('"71":\n  - ', '"71":\n  - ' + "x" * 111 + "\n  # ", "is longer than 110 characters"),
        ('"71":\n', '"71": [', "YAML"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(content: Path, old: str, new: str, said: str) -> None:
    file = content / "occupations" / "tasks" / "fr.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    told = [str(fault) for fault in faults_of(content)]
    assert any(said in one and one.startswith("content/occupations/tasks/fr.yaml:") for one in told), told


def test_a_missing_language_stops_a_start(content: Path) -> None:
    (content / "occupations" / "tasks" / "so.yaml").unlink()
    with pytest.raises(BrokenContent, match=r"so\.yaml:1: this file is missing"):
        read_tasks(content, ["71"])


def test_the_list_that_fits_best_is_asked_to_its_end() -> None:
    tasks = {"75": ("a",), "753": ("b", "c"), "00": ("d",)}
    assert [group_of(Job("x", code), tasks) for code in ("7531", "7511", "")] == ["753", "75", "00"]
    job = Job("tailor", "7531", {"0": 2})
    assert next_task(job, tasks) == 1
    job.ratings["1"] = -1  # passed over
    assert next_task(job, tasks) is None
