"""What several kinds of step share: filling a text, and reading where a step leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from bot.conversation.flow import TARGETS
from bot.conversation.messages import Text
from bot.conversation.nodes import NAME, Reader, Template
from bot.conversation.talk import Talk


def fill(talk: Talk, template: Template) -> Text:
    """The text with the values it names, taken from the flow's variables and the facts."""
    if template.fixed is not None:
        return template.fixed
    values = {name: talk.get(name) for name in template.names}
    return Text(template.ctxt, template.msg, values, template.plural, "n" if template.plural else "")


def target(reader: Reader, node: yaml.Node) -> str:
    """A step's name, @menu or @end."""
    value = reader.plain(node)
    if isinstance(value, str) and (value in TARGETS or NAME.fullmatch(value)):
        return value
    reader.wrong(node, f"a step, or one of {', '.join(sorted(TARGETS))}, is wanted here, not {value!r}")
    return ""


def targets(
    reader: Reader, fields: Mapping[str, yaml.Node], names: tuple[str, ...] = ("next",)
) -> dict[str, str]:
    """The edges named by plain fields such as `next` and `skip`."""
    return {name: target(reader, fields[name]) for name in names if name in fields}


def arguments(reader: Reader, node: yaml.Node | None) -> dict[str, object]:
    """`with:` values for an action or a flow; `$name` stands for a variable."""
    if node is None:
        return {}
    return {name: reader.plain(value) for name, value in reader.pairs(node)}


Wanted = tuple[tuple[str, object, str], ...]
"""Arguments as `values` takes them: the name, the value, and the variable that it stands for, or ""."""


def wanted(args: Mapping[str, object]) -> Wanted:
    """Arguments read once: which of them are variables."""
    return tuple(
        (name, value, value[1:] if isinstance(value, str) and value.startswith("$") else "")
        for name, value in args.items()
    )


def values(talk: Talk, args: Wanted) -> dict[str, Any]:
    """The arguments as they stand now."""
    found: dict[str, Any] = {}
    for name, value, variable in args:
        found[name] = talk.get(variable) if variable else value
    return found
