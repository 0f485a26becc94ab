"""What is wrong with flows taken together: ways that lead nowhere, what nobody reaches, what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.check import NEEDED, check_flows
from bot.conversation.flow import Flow
from bot.mind import flow_issues
from tests.conversation.talking import PLAIN, flow_of

ACTIONS = {"work.look": frozenset({"found", "nothing"})}


def found(folder: Path, steps: str, start: str = "a", place: str = "[]", **others: str) -> list[str]:
    """The mistakes of a flow with these steps (one a line, from line 5 on), as LINE: MESSAGE.

    Where the flow cannot end, the menu that calls it is at fault as well; that is left out.
    """
    text = f"version: 1\nstart: {start}\nplace: {place}\nsteps:\n" + "".join(
        f"  {line.strip()}\n" for line in steps.strip().splitlines()
    )
    texts = {**PLAIN, **others, "test": text}
    flows = {name: flow_of(name, each, folder) for name, each in texts.items()}
    issues = [issue for issue in check_flows(flows, ACTIONS) if issue.file.stem != "menu"]
    return [f"{issue.line}: {issue.message}" for issue in issues]


def test_good_flows_have_none(tmp_path: Path) -> None:
    steps = """
        a: {say: !t "A", next: b}
        b: {do: work.look, outcomes: {found: c, nothing: "@menu"}}
        c: {call: human, next: "@end"}
    """
    assert found(tmp_path, steps) == []


@pytest.mark.parametrize(
    ("steps", "issue"),
    [
        ('a: {say: !t "A", next: nowhere}', "5: step a: “next” leads to nowhere, which is not there"),
        ('a: {ask: !t "A", type: text, next: "@end", skip: no_way}',
         "5: step a: “skip” leads to no_way, which is not there"),
        ('a: {say: !t "A", next: "@end"}\nb: {end: true}', "6: step b is never reached from a"),
        ("a: {do: work.look, outcomes: {}}", "5: step a is a dead end: nothing leads on"),
        ('a: {do: work.dance, outcomes: {found: "@end"}}',
         "5: step a: there is no action work.dance; known: work.look"),
        ('a: {do: work.look, outcomes: {found: "@end"}}',
         "5: step a: work.look can end with “nothing”, which leads nowhere here"),
        ('a: {do: work.look, outcomes: {found: "@end", nothing: "@end", lost: "@end"}}',
         "5: step a: work.look never ends with “lost”; it can end with found, nothing"),
        ('a: {call: nobody, next: "@end"}', "5: step a: there is no flow nobody"),
        ('a: {article: $x, gone: "@end", next: "@end"}',
         "5: step a: an article step needs piece among the flow's place variables"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(tmp_path: Path, steps: str, issue: str) -> None:
    assert issue in found(tmp_path, steps)


def test_an_article_step_is_fine_with_its_place_variables(tmp_path: Path) -> None:
    steps = 'a: {article: $article, gone: "@end", next: "@end"}'
    assert found(tmp_path, steps, place="[article, piece, last]") == []


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        ('a: {say: !t "A", next: b}\nb: {say: !t "B", next: a}', [5, 6]),
        ('a: {say: !t "A", next: a}', [5]),
        ("a: {branch: $x, when: {y: b}, none: a}\nb: {branch: $y, none: a}", [5, 6]),
        ("a: {call: human, next: a}", [5]),
        ("a: {call: test}", [5]),
        ('a: {branch: $x, some: b, none: "@end"}\nb: {say: !t "B", next: b}', [6]),
    ],
)
def test_circles_in_which_nobody_is_asked(tmp_path: Path, steps: str, lines: list[int]) -> None:
    issues = found(tmp_path, steps)
    assert [int(issue.partition(":")[0]) for issue in issues if "runs in circles" in issue] == lines


def test_flows_that_call_each_other_without_asking_anybody(tmp_path: Path) -> None:
    other = 'version: 1\nstart: b\nsteps:\n  b: {say: !t "B", next: c}\n  c: {call: test}\n'
    assert sum("runs in circles" in issue for issue in found(tmp_path, "a: {call: other}", other=other)) == 3


@pytest.mark.parametrize(
    "steps",
    [
        'a: {say: !t "A", next: b}\nb: {ask: !t "B", type: text, save: x, next: a}',
        "a: {call: stop, next: a}",
        "a: {call: language, next: a}",
        'a: {branch: $x, some: "@menu", none: a}',
    ],
)
def test_circles_in_which_somebody_is_asked_or_that_have_a_way_out(tmp_path: Path, steps: str) -> None:
    assert not any("circles" in issue for issue in found(tmp_path, steps))


@pytest.mark.parametrize("name", NEEDED)
def test_a_flow_that_the_engine_leads_to_is_missing(tmp_path: Path, name: str) -> None:
    flows = {id_: flow_of(id_, text, tmp_path) for id_, text in PLAIN.items() if id_ not in (name, "menu")}
    if name != "menu":
        flows["menu"] = flow_of("menu", PLAIN["stop"], tmp_path)
    assert [str(issue) for issue in check_flows(flows, ACTIONS)] == [
        f"{tmp_path}:1: the flow {name} is missing"
    ]


def test_a_text_that_a_language_lacks(tmp_path: Path) -> None:
    steps = '  a: {ask: !t "Where?", choices: [{id: x, label: !t "Here"}], next: "@end"}\n'
    flow: Flow = flow_of("test", f"version: 1\nstart: a\nsteps:\n{steps}", tmp_path)

    def missing(ctxt: str, msg: str) -> list[str]:
        assert ctxt == "test.a"
        return {"Where?": ["ar", "so"], "Here": []}[msg]

    issues = [issue for issue in check_flows({"test": flow}, ACTIONS, missing) if issue.file == flow.file]
    assert [(issue.line, issue.message) for issue in issues] == [(4, "step a: “Where?” is missing in ar, so")]


def test_a_choice_that_a_language_lacks(tmp_path: Path) -> None:
    steps = '  a: {ask: !t "Where?", choices: [{id: x, label: !t "Here"}], next: "@end"}\n'
    flow = flow_of("test", f"version: 1\nstart: a\nsteps:\n{steps}", tmp_path)
    issues = check_flows({"test": flow}, ACTIONS, lambda ctxt, msg: ["uk"] if msg == "Here" else [])
    assert "step a: “Here” is missing in uk" in [issue.message for issue in issues]


def test_the_flows_of_this_program_have_none() -> None:
    assert flow_issues() == []


def test_C10_what_is_hers_needs_a_lock_before_it(tmp_path: Path) -> None:
    hers = "version: 1\nstart: a\npersonal: true\nsteps:\n  a: {say: !t A, next: '@end'}\n"
    assert "1: the flow lock is missing" in found(tmp_path, 'a: {say: !t "A", next: "@end"}', other=hers)
    lock = "version: 1\nstart: a\nsteps:\n  a: {say: !t A, next: '@end'}\n"
    with_lock = found(tmp_path, 'a: {say: !t "A", next: "@end"}', other=hers, lock=lock)
    assert "1: the flow lock is missing" not in with_lock
    locked = found(tmp_path, 'a: {say: !t "A", next: "@end"}', other=hers, lock=hers)
    assert "1: the lock itself can show nothing personal" in locked
