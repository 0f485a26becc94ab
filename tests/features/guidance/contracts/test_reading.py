"""The points of a contract as reviewers change them: every fault is told with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.conversation.loader import read_flow
from bot.conversation.steps.ask import AskStep
from bot.conversation.steps.do import DoStep
from bot.features.guidance.contracts.model import DANGERS, NEEDED
from bot.features.guidance.contracts.reading import faults_of, read_points
from bot.features.library import BrokenContent
from tests.features.guidance.contracts.points import CONTENT, SHIPPED, content_with, shipped_text


def test_the_shipped_points_are_sound_and_sourced() -> None:
    assert faults_of(CONTENT) == []
    points = [*SHIPPED.needed.values(), *SHIPPED.dangers.values()]
    assert all(point.source.title and point.source.publisher for point in points)
    unaddressed = [point.id for point in points if not point.source.url.startswith("https://")]
    assert unaddressed == ["tied"], "only the paper of IOM has no address of its own"


def test_the_flow_asks_every_point_and_no_other() -> None:
    flow, issues = read_flow(CONTENT.parent / "flows" / "contract.yaml")
    assert flow is not None
    assert issues == []
    asks = {id: step for id, step in flow.steps.items() if isinstance(step, AskStep)}
    assert {id for id in NEEDED if asks[id].save == id} == SHIPPED.needed.keys()
    lists = {id: step.answer for id, step in asks.items() if step.answer.several}
    ids = {group: {choice.id for choice in getattr(answer, "fixed", ())} for group, answer in lists.items()}
    assert ids == {group: set(points) for group, points in DANGERS.items()}


def test_the_flow_hands_every_answer_on_under_its_own_name() -> None:
    flow, _ = read_flow(CONTENT.parent / "flows" / "contract.yaml")
    assert flow is not None
    weigh = flow.steps["weigh"]
    assert isinstance(weigh, DoStep)
    assert weigh.args == {name: f"${name}" for name in ("paper", *NEEDED, *DANGERS)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: shut_in", "id: locked", "'id' is 'locked', but must be one of"),
        ("id: shut_in", "id: papers", "the point 'papers' stands twice"),
        ("id: shut_in", "id: papers", "the point 'shut_in' is missing"),
        (
            "article: rights/changing-employer",
            "article: rights/nothing",
            "there is no article rights/nothing",
        ),
        ("url: https://twc2.org.sg", "url: http://twc2.org.sg", "must be https://"),
        ("checked: 2026-11-22", "checked: lately", "must be a day"),
        ("checked:", "seen:", "'checked' is missing"),
        ('name: !t "the pay"', 'name: "the pay"', "'name' is shown to people: write it as !t"),
        ('why: !t "Blank pages', f'why: !t "{"Blank " * 30}', "150 at most"),
        ("  - id: tied", "  - risk: high\n    id: tied", "'risk' is not known here"),
        ("needed:", "wanted:", "'needed' is missing"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = shipped_text()
    assert old in text
    content = content_with(tmp_path, text.replace(old, new, 1))
    faults = faults_of(content)
    assert any(said in fault.message and fault.level == "error" for fault in faults), faults
    assert all(fault.file == "content/guidance/contract.yaml" and fault.line >= 1 for fault in faults)
    with pytest.raises(BrokenContent, match=r"contract\.yaml"):
        read_points(content)


def test_the_line_is_the_one_where_the_fault_stands(tmp_path: Path) -> None:
    lines = shipped_text().splitlines()
    at = next(n for n, line in enumerate(lines) if "article: rights/changing-employer" in line)
    lines[at] = lines[at].replace("changing-employer", "nothing")
    (fault,) = faults_of(content_with(tmp_path, "\n".join(lines)))
    assert fault.line == at + 1


@pytest.mark.parametrize(("text", "said"), [(None, "the file is missing"), ("needed: [", "not valid YAML")])
def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path, text: str | None, said: str) -> None:
    faults = faults_of(content_with(tmp_path, text))
    assert said in faults[0].message


def test_without_a_change_the_same_folder_has_no_fault(tmp_path: Path) -> None:
    """The negative control of the tests above."""
    assert faults_of(content_with(tmp_path, shipped_text())) == []


def test_no_article_of_a_point_is_about_something_else() -> None:
    """Each article that a point names says what the point is about."""
    about = {"papers": "passport", "fee": "fee", "tied": "permit", "shut_in": "locked in", "pay": "paid"}
    for id, word in about.items():
        point = {**SHIPPED.needed, **SHIPPED.dangers}[id]
        article = (CONTENT / point.article / "en.md").read_text(encoding="utf-8")
        body = article.split("---\n", 2)[2]
        assert word in body.lower(), (id, point.article)


def test_every_source_but_one_stands_under_an_article_too() -> None:
    """What a point rests on is named to the reader by the article behind it or a neighbour."""
    addresses = set()
    for file in CONTENT.glob("rights/*/en.md"):
        front = yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1])
        addresses |= {source.get("url", "") for source in front["sources"]}
    for point in (*SHIPPED.needed.values(), *SHIPPED.dangers.values()):
        assert point.source.url in addresses, point.id
