"""Flows as Mermaid diagrams: every step a node, every way an arrow, nothing that breaks the diagram."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conversation.draw import draw
from bot.conversation.loader import read_flows
from bot.mind import ROOT
from tests.conversation.talking import flow_of

FLOWS = read_flows(ROOT / "flows")[0]
NODE = re.compile(r'^    (\w+)(?:\[\[|\{\{|\(\[|\[|\{|\(\()"?[^"]*"?(?:\]\]|\}\}|\]\)|\]|\}|\)\))$')
ARROW = re.compile(r'^    (\w+)(?:\(\["\w+"\]\))? (?:-->|-- "[^"]+" -->) (\w+)$')


def test_a_small_flow(tmp_path: Path) -> None:
    text = """
        version: 2
        start: end
        steps:
          end: {say: !t 'Is it "{x}"?', next: sure}
          sure: {ask: !t "Sure?", type: yes_no, yes: look, no: "@menu"}
          look: {do: work.look, outcomes: {found: by, nothing: "@end"}}
          by: {branch: $x, none: "@end"}
    """
    assert draw(flow_of("small", text, tmp_path)).splitlines() == [
        "%% small, version 2",
        "flowchart TD",
        '    start_(["small"]) --> s_end',
        '    s_end["end: Is it #quot;#123;x#125;#quot;?"]',
        "    s_end --> s_sure",
        '    s_sure{{"sure: Sure?"}}',
        '    s_sure -- "yes" --> s_look',
        '    s_sure -- "no" --> menu_',
        '    s_look[["look: work.look"]]',
        '    s_look -- "found" --> s_by',
        '    s_look -- "nothing" --> end_',
        '    s_by{"by: $x"}',
        '    s_by -- "none" --> end_',
        "    end_((end))",
        "    menu_((menu))",
    ]


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_every_step_and_way_of_the_flows_is_in_the_diagram(name: str) -> None:
    flow = FLOWS[name]
    lines = draw(flow).splitlines()[2:]
    nodes = {match[1] for line in lines if (match := NODE.match(line))}
    arrows = [match for line in lines if (match := ARROW.match(line))]
    assert len(nodes) + len(arrows) == len(lines), "every line is a node or an arrow"
    assert {f"s_{step}" for step in flow.steps} <= nodes
    assert len(arrows) == 1 + sum(len(step.edges) for step in flow.steps.values())
    assert {match[2] for match in arrows} <= nodes
