"""Typed reading of YAML with line numbers: a wrong value becomes a fault, not an exception.

Scalars are taken as they are written, so that the country NO stays a word and is no "false".
"""

from __future__ import annotations

import re
from datetime import date

import yaml

from bot.features.library.faults import Notes

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Matter:
    """One YAML mapping. Ask for every key that may stand in it, then call `close`."""

    def __init__(self, node: yaml.MappingNode, above: int, notes: Notes) -> None:
        """`above` is the number of lines that stand before the YAML in its file."""
        self._above = above
        self.notes = notes
        self.at = self._line(node)
        self._nodes: dict[str, tuple[int, yaml.Node]] = {}
        self._asked: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in self._nodes:
                notes.error(self._line(key), f"'{name}' stands twice: keep one")
            self._nodes[name] = (self._line(key), value)

    def line(self, key: str) -> int:
        """The line of a key, or of the mapping where the key is missing."""
        return self._nodes[key][0] if key in self._nodes else self.at

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def names(self) -> tuple[str, ...]:
        """The keys, in the order of the file."""
        return tuple(self._nodes)

    def text(self, key: str, limit: int = 0, required: bool = True) -> str:
        node = self._get(key, required)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.notes.error(self.line(key), f"'{key}' must be one text")
            return ""
        words = str(node.value).strip()
        if not words and required:
            self.notes.error(self.line(key), f"'{key}' is empty: write it")
        return self._within(key, words, limit)

    def _within(self, key: str, words: str, limit: int) -> str:
        if limit and len(words) > limit:
            self.notes.error(
                self.line(key), f"'{key}' has {len(words)} characters, {limit} at most: shorten it"
            )
        return words

    def marked(self, key: str, limit: int = 0, *, required: bool = True) -> str:
        """A text that people see: it needs the mark !t, by which it comes into the catalogs."""
        node = self._get(key, required)
        if node is None:
            return ""
        words = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if node.tag != "!t" or not words:
            self.notes.error(self.line(key), f"'{key}' is shown to people: write it as !t \"...\"")
        return self._within(key, words, limit)

    def marked_list(self, key: str) -> tuple[tuple[int, str], ...]:
        """A list of texts as `marked` reads one, each with its line."""
        node = self._get(key, required=True)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.notes.error(self.line(key), f"'{key}' must be a list")
            return ()
        for item in node.value:
            if item.tag != "!t":
                said = f"'{key}' is shown to people: write each entry as !t \"...\""
                self.notes.error(self._line(item), said)
        return tuple((self._line(item), self._item(key, item)) for item in node.value)

    def texts(self, key: str, at_least: int = 0) -> tuple[str, ...]:
        return tuple(text for _, text in self.lined(key, at_least))

    def lined(self, key: str, at_least: int = 0) -> tuple[tuple[int, str], ...]:
        """As `texts`, each with its line."""
        node = self._get(key, required=True)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.notes.error(self.line(key), f"'{key}' must be a list")
            return ()
        found = [(self._line(item), self._item(key, item)) for item in node.value]
        words = tuple((line, word) for line, word in found if word)
        if len(words) < at_least:
            self.notes.error(
                self.line(key), f"'{key}' has {len(words)} entries, at least {at_least} are needed: add more"
            )
        return words

    def _item(self, key: str, item: yaml.Node) -> str:
        if isinstance(item, yaml.ScalarNode) and str(item.value).strip():
            return str(item.value).strip()
        self.notes.error(self._line(item), f"'{key}' has an entry that is no text: quote it")
        return ""

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        word = self.text(key)
        if word and word not in allowed:
            self.notes.error(self.line(key), f"'{key}' is '{word}', but must be one of: {', '.join(allowed)}")
            return ""
        return word

    def day(self, key: str, required: bool = True) -> date | None:
        word = self.text(key, required=required)
        if not word:
            return None
        try:
            if not _DATE.fullmatch(word):
                raise ValueError(word)
            return date.fromisoformat(word)
        except ValueError:
            self.notes.error(self.line(key), f"'{key}' is '{word}', but must be a day such as 2026-11-21")
            return None

    def number(self, key: str, least: int, most: int) -> int | None:
        word = self.text(key, required=False)
        if not word:
            return None
        if not (word.isascii() and word.isdecimal() and least <= int(word) <= most):
            self.notes.error(self.line(key), f"'{key}' is '{word}', but must be from {least} to {most}")
            return None
        return int(word)

    def flag(self, key: str) -> bool:
        return self.choice(key, ("true", "false")) == "true"

    def part(self, key: str) -> Matter | None:
        """A mapping inside this one."""
        node = self._get(key, required=True)
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode):
            self.notes.error(self.line(key), f"'{key}' must have entries of its own below it")
            return None
        return Matter(node, self._above, self.notes)

    def parts(self, key: str) -> list[Matter]:
        """A list of mappings."""
        node = self._get(key, required=True)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.notes.error(self.line(key), f"'{key}' must be a list with at least one entry")
            return []
        found = []
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                found.append(Matter(item, self._above, self.notes))
            else:
                self.notes.error(self._line(item), f"'{key}' has an entry without names of its own")
        return found

    def one_or_more(self, key: str) -> list[Matter]:
        """A mapping, or a list of them; none where the key is missing."""
        if isinstance(self._nodes.get(key, (0, None))[1], yaml.MappingNode):
            part = self.part(key)
            return [part] if part is not None else []
        return self.parts(key) if key in self._nodes else []

    def forget(self, key: str) -> None:
        """Count a key as asked for, where its fault has been noted already."""
        self._asked.add(key)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key, (line, _) in self._nodes.items():
            if key not in self._asked:
                self.notes.error(line, f"'{key}' is not known here: correct its name or take it out")

    def _get(self, key: str, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        if key not in self._nodes:
            if required:
                self.notes.error(self.at, f"'{key}' is missing: add it")
            return None
        return self._nodes[key][1]

    def _line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self._above


def read_matter(text: str, above: int, notes: Notes) -> Matter | None:
    """The mapping that a YAML text holds, or None with a fault noted."""
    try:
        node = yaml.compose(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        endless = error.problem is not None and "end of stream" in error.problem
        mark = (error.context_mark if endless else error.problem_mark) or error.problem_mark
        line = (mark.line if mark else 0) + 1 + above
        notes.error(line, f"this is not valid YAML ({error.problem}): check quotes, colons and indents")
        return None
    except yaml.YAMLError as error:
        notes.error(above + 1, f"this is not valid YAML ({error}): take out what cannot be read")
        return None
    if not isinstance(node, yaml.MappingNode):
        notes.error(above + 1, "names with values (title: ...) are expected here")
        return None
    return Matter(node, above, notes)
