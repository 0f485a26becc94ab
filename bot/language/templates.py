"""Templates: texts with named values, `{name}` or `{name:kind}`. Doubled braces stand for themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

KINDS = frozenset({"", "year", "date", "day", "datetime", "country", "countries", "language", "list"})

_PART = re.compile(r"\{\{|\}\}|\{(?P<name>[a-z][a-z0-9_]*)(?::(?P<kind>[a-z]+))?\}|[{}]", re.ASCII)


class TemplateError(ValueError):
    """A template is malformed, or its values cannot fill it. The message holds no value (L1)."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Where a value goes. `kind` is one of KINDS; "" is a text or a whole number."""

    name: str
    kind: str

    def __str__(self) -> str:
        return f"{{{self.name}:{self.kind}}}" if self.kind else f"{{{self.name}}}"


Part = str | Placeholder


@lru_cache(maxsize=8192)
def parse(template: str) -> tuple[Part, ...]:
    """The parts of a template in order. Raises TemplateError for a lone brace or an unknown kind."""
    parts: list[Part] = []
    end = 0
    for match in _PART.finditer(template):
        if match.start() > end:
            parts.append(template[end : match.start()])
        parts.append(_part(match))
        end = match.end()
    if end < len(template):
        parts.append(template[end:])
    return tuple(parts)


def _part(match: re.Match[str]) -> Part:
    if match[0] in ("{{", "}}"):
        return match[0][0]
    if match["name"] is None:
        raise TemplateError(f"a lone {match[0]} at character {match.start() + 1}")
    kind = match["kind"] or ""
    if kind not in KINDS:
        raise TemplateError(f"{match[0]} is of an unknown kind; known: {', '.join(sorted(KINDS - {''}))}")
    return Placeholder(match["name"], kind)


def placeholders(template: str) -> frozenset[Placeholder]:
    """The placeholders of a template. Raises TemplateError as parse() does."""
    return frozenset(part for part in parse(template) if isinstance(part, Placeholder))
