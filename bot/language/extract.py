"""Babel's extractor for flows: every scalar tagged `!t` is a text to translate.

The context is `<flow>.<step>`: the file's stem and the key under `steps:`; outside `steps:` it is the flow
alone. `!t {one: "...", other: "..."}` is a text with plural forms. A comment directly above a text that
begins with "Translators:" goes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any

import yaml

Extracted = tuple[int, str, tuple[str, ...], list[str]]
"""Line, gettext function, its arguments (context first), comments: what Babel wants of an extractor."""


class FlowTextError(ValueError):
    """A text in a flow is tagged in a way that cannot be translated. The message names file and line."""


def extract_flow(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Extracted]:
    """The texts of one flow file. Raises FlowTextError with file and line."""
    name = str(fileobj.name)
    source = fileobj.read().decode("utf-8")
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise FlowTextError(f"{name}:{mark.line + 1 if mark else 1}: not YAML: {error}") from error
    lines = source.splitlines()
    for context, node in _texts(root, PurePath(name).stem, name):
        line = node.start_mark.line + 1
        function, forms = _message(node, name)
        yield line, function, (context, *forms), _comments(lines, line, comment_tags)


def _texts(root: yaml.Node | None, flow: str, file: str) -> Iterator[tuple[str, yaml.Node]]:
    """Every node tagged !t with its context, in the order of the file; one that aliases repeat only once."""
    if not isinstance(root, yaml.MappingNode):
        return
    seen: set[int] = set()
    for key, value in root.value:
        if key.value == "steps" and isinstance(value, yaml.MappingNode):
            for step, body in value.value:
                yield from _tagged(body, f"{flow}.{step.value}", seen)
        else:
            yield from _tagged(value, flow, seen)


def _tagged(node: yaml.Node, context: str, seen: set[int]) -> Iterator[tuple[str, yaml.Node]]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if node.tag == "!t":
        yield context, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _tagged(item, context, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _tagged(key, context, seen)
            yield from _tagged(value, context, seen)


def _message(node: yaml.Node, file: str) -> tuple[str, tuple[str, ...]]:
    """The gettext function and its arguments but the context."""
    if isinstance(node, yaml.ScalarNode):
        return "pgettext", (_text(node, file),)
    if isinstance(node, yaml.MappingNode):
        forms = {key.value: _text(value, file) for key, value in node.value}
        if forms.keys() == {"one", "other"}:
            return "npgettext", (forms["one"], forms["other"])
    raise _error(node, file, "!t takes a text, or a mapping of one and other")


def _text(node: yaml.Node, file: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _error(node, file, "!t takes a text here")
    text = str(node.value)
    if not text or text != text.strip():
        raise _error(node, file, "a text is empty, or begins or ends with white space (write >- or |-)")
    return text


def _error(node: yaml.Node, file: str, message: str) -> FlowTextError:
    return FlowTextError(f"{file}:{node.start_mark.line + 1}: {message}")


def _comments(lines: list[str], line: int, tags: Collection[str]) -> list[str]:
    """The comment lines directly above a line, from the first one that begins with one of the tags."""
    above: list[str] = []
    for text in reversed(lines[: line - 1]):
        if not text.lstrip().startswith("#"):
            break
        above.insert(0, text.lstrip().lstrip("#").strip())
    for at, text in enumerate(above):
        if text.startswith(tuple(tags)):
            return above[at:]
    return []
