"""Flow files with a mistake: each is listed with its file, its line and what is wanted instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation.loader import BrokenFlows, read_flow, read_flows

GOOD = """\
version: 3
start: hello
place: [here]
steps:
  hello:
    say: !t "Hello."
    next: asked
  asked:
    ask: !t "Well?"
    type: number
    save: years
    next: "@end"
"""


def issues(folder: Path, text: str) -> list[tuple[int, str]]:
    file = folder / "some.yaml"
    file.write_text(text, encoding="utf-8")
    _, found = read_flow(file)
    assert all(issue.file == file for issue in found)
    return [(issue.line, issue.message) for issue in found]


def test_a_good_flow_has_none_and_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "some.yaml"
    file.write_text(GOOD, encoding="utf-8")
    flow, found = read_flow(file)
    assert found == []
    assert flow is not None
    assert (flow.id, flow.version, flow.start, sorted(flow.place)) == ("some", 3, "hello", ["here"])
    assert [(step.id, step.line, dict(step.edges)) for step in flow.steps.values()] == [
        ("hello", 6, {"next": "asked"}),
        ("asked", 9, {"next": "@end"}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "place:",
            "plaice:",
            3,
            "“plaice” is not known here; known: danger, nav, personal, place, start, steps, version",
        ),
        ("version: 3\n", "", 1, "“version” is missing"),
        ("version: 3", "version: three", 1, "a whole number is wanted here"),
        ("version: 3", "version: true", 1, "a whole number is wanted here"),
        ("version: 3", "version: 3\nversion: 4", 2, "“version” stands here twice"),
        ("start: hello", "start: hallo", 2, "there is no step hallo"),
        ("start: hello", "start: Hello", 2, "the start is a word of small letters, digits and _"),
        ("[here]", "here", 3, "a list is wanted here"),
        ("[here]", "[Here]", 3, "a place variable is a word"),
        ("  asked:", "  hello:", 8, "“hello” stands here twice"),
        ("  asked:", "  Asked:", 9, "a step is a word of small letters"),
        ('!t "Hello."', '"Hello."', 6, "a text that people see needs the mark !t"),
        ('!t "Hello."', '!t ""', 6, "there is no text here"),
        ('!t "Hello."', "!t {one: a}", 6, "“other” is missing"),
        ('!t "Hello."', "!t {one: a, other: b, few: c}", 6, "“few” is not known here"),
        ('!t "Hello."', "!t {one: [a], other: b}", 6, "a sentence is wanted here"),
        ('    say: !t "Hello."', "    sing: la", 6, "step hello needs exactly one of article, ask,"),
        ('    say: !t "Hello."', '    say: !t "a"\n    end: true', 6, "step hello needs exactly one of"),
        ("    next: asked\n", "", 6, "“next” is missing"),
        ("next: asked", "next: [asked]", 7, "a step, or one of @end, @menu, is wanted here, not ['asked']"),
        ("next: asked", 'next: "@exit"', 7, "is wanted here, not '@exit'"),
        ("next: asked", "next: !x asked", 7, "this cannot be read: could not determine a constructor"),
        ("next: asked", "next: 2026-99-99", 7, "this cannot be read: month must be in 1..12"),
        ("next: asked", "next: asked\n    loud: true", 8, "“loud” is not known here"),
        ("next: asked", "next: asked\n    apart: 1", 8, "true or false is wanted here"),
        ("type: number", "type: colour", 9, "“colour” is no type of answer; known: choice, choices, country"),
        ("type: number", "type: number\n    max: a", 11, "a whole number is wanted here"),
        ("type: number", "type: number\n    max: -1", 11, "min is greater than max"),
        ("type: number", "type: text\n    max: 3", 11, "“max” is not known here"),
        ("type: number", "type: date\n    when: soon", 11, "one of any, future, past is wanted here"),
        ("type: number", "type: choice", 9, "a choice needs `choices:` or `from:`"),
        ("type: number", "from: $items", 10, "`from:` needs `of:`"),
        ("type: number", "from: items\n    of: article", 10, "`from:` needs a variable, such as $items"),
        ("save: years", "save: Years", 11, "a variable is a word of small letters"),
        ('    next: "@end"\n', "", 9, "“next” is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    found = issues(tmp_path, GOOD.replace(old, new, 1))
    assert any((at == line and said.startswith(message)) or message in said for at, said in found), found
    assert line in [at for at, _ in found]


CHOOSING = """\
version: 1
start: a
steps:
  a:
    ask: !t "Which?"
    choices:
      - {id: x, label: !t "X", next: "@end"}
      - {id: y, label: !t "Y"}
    next: "@end"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: y", "id: x", 8, "the choice x stands here twice"),
        ("id: y", "id: skip", 8, "skip is a way out of every question and cannot name a choice"),
        ("id: y, ", "", 8, "“id” is missing"),
        ('id: y, label: !t "Y"', "id: y", 8, "“label” is missing"),
        ("id: y", "id: y, icon: z", 8, "“icon” is not known here; known: id, label, next"),
        ('    next: "@end"\n', "", 5, "“next” is missing"),
        ('"Which?"', '"Which?"\n    type: choices', 8, "one choice cannot lead away"),
        ('      - {id: y, label: !t "Y"}',
         "\n".join(f'      - {{id: y{n}, label: !t "Y{n}"}}' for n in range(8)), 7,
         "at most 8 choices, these are 9"),
    ],
)  # fmt: skip
def test_a_mistake_in_choices_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in CHOOSING
    found = issues(tmp_path, CHOOSING.replace(old, new, 1))
    assert any(at == line and message in said for at, said in found), found


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("do: look\n    outcomes: {a: '@end'}", "an action is feature.name, not 'look'"),
        ("do: work.look", "“outcomes” is missing"),
        ("do: work.look\n    outcomes: [a]", "a mapping is wanted here"),
        ("branch: value\n    none: '@end'", "branch needs a variable, such as $answer"),
        ("branch: $value", "“none” is missing"),
        ("show: $value\n    next: '@end'", "“as” is missing"),
        ("call: Read", "a flow is a word of small letters"),
        ("call: read\n    with: 3", "a mapping is wanted here"),
        ("article: 3\n    gone: '@end'\n    next: '@end'", "an article's id or a variable is wanted here"),
        ("article: $article\n    next: '@end'", "“gone” is missing"),
        ("end: true\n    next: '@end'", "“next” is not known here; known: end"),
    ],
)  # fmt: skip
def test_a_mistake_in_each_kind_of_step(tmp_path: Path, step: str, message: str) -> None:
    found = issues(tmp_path, f"version: 1\nstart: a\nsteps:\n  a:\n    {step}\n")
    assert any(message in said and at >= 5 for at, said in found), found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "this file is empty"),
        ("# nothing\n", 1, "this file is empty"),
        ("version: 1\nsteps: [a\n", 3, "this is not YAML"),
        ("version: 1\n\tstart: a\n", 2, "this is not YAML"),
        ("version: 1\nstart: \x07\n", 2, "this is not YAML"),
        ("version: *nothing\n", 1, "this is not YAML: found undefined alias"),
        (
            "- a\n- b\n",
            1,
            "a mapping with danger, nav, personal, place, start, steps, version is wanted here",
        ),
        ("version: 1\nstart: a\n", 1, "“steps” is missing"),
        ("version: 1\nstart: a\nsteps: 3\n", 3, "a mapping is wanted here"),
        ("version: 1\nstart: a\nsteps:\n  a: 3\n", 4, "step a needs exactly one of"),
        ("version: 1\nstart: a\nsteps:\n  a: {do: a.b, with: {x: &x [*x]}}\n", 4, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_flow(tmp_path: Path, text: str, line: int, message: str) -> None:
    found = issues(tmp_path, text)
    assert any(at == line and message in said for at, said in found), found


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "some.yaml"
    file.write_bytes("version: 1 # é".encode("latin-1"))
    flow, found = read_flow(file)
    assert flow is None
    assert [issue.message for issue in found] == ["this file is not UTF-8"]


def test_all_mistakes_of_all_files_are_listed_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("place:", "plaice:").replace("save:", "keep:"), "utf-8")
    (tmp_path / "b.yaml").write_text("", "utf-8")
    (tmp_path / "c.yaml").write_text(GOOD, "utf-8")
    flows, found = read_flows(tmp_path)
    assert sorted(flows) == ["a", "c"]
    assert [(issue.file.name, issue.line) for issue in found] == [
        ("a.yaml", 3),
        ("a.yaml", 11),
        ("b.yaml", 1),
    ]
    assert str(BrokenFlows(found)).splitlines()[2] == f"{tmp_path / 'b.yaml'}:1: this file is empty"


def test_a_folder_without_flows(tmp_path: Path) -> None:
    assert [issue.message for issue in read_flows(tmp_path)[1]] == ["there is no flow here"]


PERSONAL = """version: 1
start: a
personal: {}
steps:
  a: {{say: !t A, next: b}}
  b: {{say: !t B, next: '@end'}}
"""


@pytest.mark.parametrize(("written", "personal"), [("true", {"a", "b"}), ("false", set()), ("[b]", {"b"})])
def test_C10_a_flow_names_the_steps_that_show_what_is_hers(
    tmp_path: Path, written: str, personal: set[str]
) -> None:
    file = tmp_path / "some.yaml"
    file.write_text(PERSONAL.format(written), encoding="utf-8")
    flow, found = read_flow(file)
    assert found == []
    assert flow is not None
    assert flow.personal == personal


def test_C10_a_personal_step_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    assert issues(tmp_path, PERSONAL.format("[a, nowhere]")) == [(3, "there is no step nowhere")]
