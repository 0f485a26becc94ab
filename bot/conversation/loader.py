"""Flows read from YAML files. Every mistake is listed with file and line; a start with one is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from bot.conversation.flow import Flow, Issue, Step
from bot.conversation.needs import needs, wants
from bot.conversation.nodes import NAME, Reader
from bot.conversation.steps import KINDS

FIELDS = {"version", "start", "place", "nav", "personal", "danger", "steps"}


class BrokenFlows(Exception):
    """Flow files hold mistakes; the message lists them, a line each."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = list(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


def read_flows(folder: Path) -> tuple[dict[str, Flow], list[Issue]]:
    """All flows of a folder by id (the file's name), and the mistakes found in reading them."""
    flows: dict[str, Flow] = {}
    issues: list[Issue] = []
    for file in sorted(folder.glob("*.yaml")):
        flow, found = read_flow(file)
        issues.extend(found)
        if flow is not None:
            flows[flow.id] = flow
    if not flows and not issues:
        issues.append(Issue(folder, 1, "there is no flow here"))
    return flows, issues


def read_flow(file: Path) -> tuple[Flow | None, list[Issue]]:
    """One flow; None where the file cannot be read as one at all."""
    reader = Reader(file)
    text = ""
    try:
        text = file.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, [Issue(file, mark.line + 1 if mark else 1, f"this is not YAML: {error.problem}")]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return None, [Issue(file, line, f"this is not YAML: {error.reason}")]
    except UnicodeDecodeError:
        return None, [Issue(file, 1, "this file is not UTF-8")]
    if root is None:
        return None, [Issue(file, 1, "this file is empty")]
    fields = reader.fields(root, FIELDS, {"version", "start", "steps"})
    if "steps" not in fields:
        return None, reader.issues
    steps = _steps(reader, file.stem, fields["steps"])
    place = [reader.word(node, "a place variable") for node in reader.items(fields.get("place"))]
    start = reader.word(fields.get("start"), "the start")
    if start and start not in steps:
        reader.wrong(fields["start"], f"there is no step {start}")
    flow = Flow(
        id=file.stem,
        version=reader.whole(fields.get("version"), 1),
        start=start,
        steps=steps,
        file=file,
        place=frozenset(place),
        nav=reader.flag(fields.get("nav"), default=True),
        needs=needs(steps),
        wants=wants(steps, start),
        personal=_named(reader, fields.get("personal"), steps, "a personal step"),
        danger=_named(reader, fields.get("danger"), steps, "a step of first help"),
    )
    return (flow if steps and start in steps else None), reader.issues


def _named(reader: Reader, node: yaml.Node | None, steps: Mapping[str, Step], what: str) -> frozenset[str]:
    """`personal: true` for all steps of a flow, or a list of those that show what is hers; `danger` alike."""
    if not isinstance(node, yaml.SequenceNode):
        return frozenset(steps) if reader.flag(node) else frozenset()
    named = [(item, reader.word(item, what)) for item in node.value]
    for item, name in named:
        if name and name not in steps:
            reader.wrong(item, f"there is no step {name}")
    return frozenset(name for _, name in named)


def _steps(reader: Reader, flow: str, node: yaml.Node) -> dict[str, Step]:
    steps: dict[str, Step] = {}
    for name, body in reader.pairs(node):
        if not NAME.fullmatch(name):
            reader.wrong(body, f"a step is a word of small letters, digits and _, not {name!r}")
        kinds = (
            [key for key, _ in reader.pairs(body) if key in KINDS]
            if isinstance(body, yaml.MappingNode)
            else []
        )
        if len(kinds) != 1:
            reader.wrong(body, f"step {name} needs exactly one of {', '.join(sorted(KINDS))}")
            continue
        step = KINDS[kinds[0]](reader, f"{flow}.{name}", name, body)
        if step is not None:
            steps[name] = step
    return steps
