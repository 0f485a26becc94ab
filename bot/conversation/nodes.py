"""YAML read with line numbers: mistakes are collected, never raised, so that all are seen at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import structs

from bot.conversation.flow import Issue
from bot.conversation.messages import Text

NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_WORD = "tag:yaml.org,2002:str"
PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)(?::[a-z]+)?\}")


class Template(msgspec.Struct, frozen=True, gc=False):
    """A text of a flow: what stands in the catalogs, and the names of the values it needs."""

    ctxt: str
    msg: str
    names: tuple[str, ...]
    plural: str = ""
    fixed: Text | None = None
    """The text itself where it needs no values: then it is always the same."""

    def __post_init__(self) -> None:
        if not self.names:
            structs.force_setattr(self, "fixed", Text(self.ctxt, self.msg))


@dataclass
class Reader:
    """Reads nodes of one file and notes what is wrong with them."""

    file: Path
    issues: list[Issue] = field(default_factory=list)

    def wrong(self, node: yaml.Node, message: str) -> None:
        self.issues.append(Issue(self.file, line_of(node), message))

    def fields(
        self, node: yaml.Node | None, known: set[str], needed: frozenset[str] | set[str] = frozenset()
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping; unknown and missing ones are mistakes."""
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self.wrong(node, f"a mapping with {', '.join(sorted(known))} is wanted here")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in self.pairs(node):
            if key not in known:
                self.wrong(value, f"“{key}” is not known here; known: {', '.join(sorted(known))}")
            found[key] = value
        for key in sorted(needed - found.keys()):
            self.wrong(node, f"“{key}” is missing")
        return found

    def pairs(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        """Key and value of each entry; a key that stands twice is a mistake."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, "a mapping is wanted here")
            return
        seen = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                self.wrong(key, f"“{name}” stands here twice")
            seen.add(name)
            yield name, value

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, "a list is wanted here")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None, ctxt: str) -> Template | None:
        """A text marked `!t`, as one sentence or as a mapping of plural forms."""
        if node is None:
            return None
        if node.tag != "!t":
            self.wrong(node, "a text that people see needs the mark !t, so that it is translated")
            return None
        if isinstance(node, yaml.ScalarNode):
            if not node.value.strip():
                self.wrong(node, "there is no text here")
            return Template(ctxt, node.value, tuple(PLACEHOLDER.findall(node.value)))
        forms = self.fields(node, {"one", "other"}, {"one", "other"})
        one, other = (self._sentence(forms.get(k)) for k in ("one", "other"))
        return Template(
            ctxt, one, tuple(sorted({*PLACEHOLDER.findall(one), *PLACEHOLDER.findall(other)})), other
        )

    def _sentence(self, node: yaml.Node | None) -> str:
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if node is not None:
            self.wrong(node, "a sentence is wanted here")
        return ""

    def word(self, node: yaml.Node | None, what: str) -> str:
        """A name of ours: lower case, digits, underscores."""
        if node is None:
            return ""
        value = self.plain(node)
        if not isinstance(value, str) or not NAME.fullmatch(value):
            self.wrong(node, f"{what} is a word of small letters, digits and _, not {value!r}")
            return ""
        return value

    def whole(self, node: yaml.Node | None, default: int) -> int:
        if node is None:
            return default
        value = self.plain(node)
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(node, "a whole number is wanted here")
            return default
        return value

    def flag(self, node: yaml.Node | None, *, default: bool = False) -> bool:
        if node is None:
            return default
        value = self.plain(node)
        if not isinstance(value, bool):
            self.wrong(node, "true or false is wanted here")
            return default
        return value

    def plain(self, node: yaml.Node) -> Any:
        """The value as plain YAML data; None where it cannot be read."""
        if node.tag == _WORD and isinstance(node, yaml.ScalarNode):
            return node.value  # nearly all are words: a loader for each takes a tenth of reading the flows
        try:
            return _Plain.build(node)
        except yaml.MarkedYAMLError as error:
            self.wrong(node, f"this cannot be read: {error.problem}")
        except (ValueError, OverflowError) as error:  # a date or number that there is not
            self.wrong(node, f"this cannot be read: {error}")
        return None


class _Plain(yaml.SafeLoader):
    """Builds values out of nodes that were composed before."""

    @classmethod
    def build(cls, node: yaml.Node) -> Any:
        loader = cls("")
        try:
            return loader.construct_object(node, deep=True)
        finally:
            loader.dispose()


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
