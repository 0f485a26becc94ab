"""The files of content/guidance/offers: each fault is named with its file, line and remedy."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot import mind
from bot.conversation.answers.choice import ChoiceAnswer
from bot.conversation.loader import read_flows
from bot.conversation.steps.ask import AskStep
from bot.features.guidance.offers.model import FLAGS
from bot.features.guidance.offers.reading import load_rules
from bot.features.guidance.offers.words import SIGNS
from bot.features.library import Fault
from bot.features.library.faults import BrokenContent
from bot.language.languages import LANGUAGES
from tests.features.guidance.offers.test_messages import ROOT, shipped

RULES = shipped().rules


@pytest.fixture
def content(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content/guidance", tmp_path / "content/guidance")
    return tmp_path / "content"


def faults_of(content: Path) -> list[str]:
    faults: list[Fault] = []
    load_rules(content, LANGUAGES, faults)
    return [str(fault) for fault in faults]


def test_the_shipped_files_are_sound(content: Path) -> None:
    assert faults_of(content) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("en", "    - western union", "    - western ..", "begins and ends with a word"),
        ("en", "  hurry:", "  haste:", "'hurry' is missing"),
        ("en", "denies:", "denials:", "'denials' is not known here"),
        ("flags", "some: 1", "some: 9", "must not be more than"),
        ("flags", "points: 3", "points: many", "must be from 1 to 9"),
        ("flags", 'warns: "yes"', "warns: maybe", "must be one of"),
        ("flags", "sources: [https://college-ic.ca/protecting-the-public/fraud-prevention/top-tips]",
         "sources: []", "at least 1"),
        ("addresses", "host: unhcr.org", "host: https://unhcr.org", "plain host name"),
    ],
)  # fmt: skip
def test_a_fault_is_named(content: Path, file: str, old: str, new: str, said: str) -> None:
    path = content / "guidance/offers" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = faults_of(content)
    assert any(said in fault and fault.startswith(f"content/guidance/offers/{file}.yaml:") for fault in found)


def test_a_missing_file_is_named(content: Path) -> None:
    (content / "guidance/offers/so.yaml").unlink()
    assert faults_of(content) == [
        "content/guidance/offers/so.yaml:1: the file is missing: offers cannot be checked without it"
    ]


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    for folder in ("flows", "content", "locales"):
        shutil.copytree(mind.ROOT / folder, tmp_path / folder)
    file = tmp_path / "content/guidance/offers/flags.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("levels:", "levels"), encoding="utf-8")
    with pytest.raises(BrokenContent, match=r"guidance/offers/flags\.yaml:\d+"):
        mind.build(today=date(2026, 12, 1), root=tmp_path)


def test_every_sign_has_words_and_every_article_named_is_there() -> None:
    assert set(SIGNS) == set(FLAGS) == set(RULES.flags.by_id)
    known = {path.parent.relative_to(ROOT / "content").as_posix() for path in ROOT.glob("content/*/*/en.md")}
    assert {article for flag in RULES.flags.by_id.values() for article in flag.articles} <= known


def test_the_flow_asks_for_each_sign_that_has_an_answer_and_for_no_other() -> None:
    steps = read_flows(ROOT / "flows")[0]["offer"].steps.values()
    answers = {"yes", "no", "unknown"}
    asked = {
        step.id
        for step in steps
        if isinstance(step, AskStep)
        and isinstance(step.answer, ChoiceAnswer)
        and {choice.id for choice in step.answer.fixed} == answers
    }
    assert asked == {id for id, flag in RULES.flags.by_id.items() if flag.warns}
