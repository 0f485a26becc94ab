"""The result of reading a contract, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.messages import Rich, Text
from bot.conversation.texts import T
from bot.features.guidance.contracts.model import Points

Say = Callable[[Text, str], Rich]
"""The words of a text in a language, and the language that they turned out to be in."""

IN_ORDER = "in_order"
SKIPPED = "skipped"
MISSING = "missing"
DANGEROUS = "dangers"

QUESTIONS: Mapping[str, Text] = {
    "money": T("contract.question", "money and papers"),
    "freedom": T("contract.question", "your freedom"),
    "signing": T("contract.question", "signing"),
}
"""What the questions about danger are called where one was skipped."""


def _in_order(names: list[str]) -> Text:
    return T("contract.result", "This is there, as you say: {points:list}.", points=names)


def _skipped(names: list[str]) -> Text:
    return T("contract.result", "We did not look at: {points:list}.", points=names)


HEADINGS: Mapping[str, Text] = {
    MISSING: T("contract.result", "This is missing, or you did not find it:"),
    DANGEROUS: T("contract.result", "This can be dangerous:"),
}


def coded(**sections: tuple[str, ...]) -> str:
    """Sections of point ids as one small value for the flow; "" where all are empty."""
    return ";".join(f"{name}={','.join(ids)}" for name, ids in sections.items() if ids)


def namer(points: Points, say: Say) -> Callable[[str, str], Rich]:
    """The words for what `coded` made; unknown ids are passed over."""

    def words(code: str, lang: str) -> Rich:
        sections = [section.partition("=")[::2] for section in code.split(";")]
        said = [_section(name, ids.split(","), points, say, lang) for name, ids in sections]
        found = {one.lang for one in said} - {lang}
        return Rich("\n\n".join(one.text for one in said), found.pop() if found else lang)

    return words


def _section(name: str, ids: list[str], points: Points, say: Say, lang: str) -> Rich:
    heading = HEADINGS.get(name)
    if heading is None:
        texts = [text for id in ids if (text := _name(id, points)) is not None]
        names = [say(text, lang).text for text in texts]
        return say(_skipped(names) if name == SKIPPED else _in_order(names), lang)
    known: dict[str, Any] = {**points.needed, **points.dangers}
    rows = [say(known[id].why, lang).text for id in ids if id in known]
    first = say(heading, lang)
    return Rich("\n".join([first.text, *(f"• {row}" for row in rows)]), first.lang)


def _name(id: str, points: Points) -> Text | None:
    point = points.needed.get(id)
    return point.name if point is not None else QUESTIONS.get(id)
