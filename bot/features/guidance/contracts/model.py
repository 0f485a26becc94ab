"""The points of a work contract, and what her answers say about them. None is ever called good."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.conversation.answers.choice import MOST
from bot.conversation.messages import Text

NEEDED = ("language", "parties", "work", "pay", "hours", "ending", "living", "copy")
"""What a contract must hold: one question each, and one point in the data."""
DANGERS: Mapping[str, tuple[str, ...]] = {
    "money": ("papers", "fee", "debt"),
    "freedom": ("tied", "penalty", "shut_in"),
    "signing": ("other", "blank", "unread"),
}
"""What can be dangerous, by the question whose list it stands in."""
NO_PAPER = "no_paper"
"""Her first answer where nothing is written at all: then everything is missing that must be there."""
FIXED_BUTTONS = 2
"""Below the articles of a result: a person, and one more."""
MAIN = "rights/contract"
"""What is offered to read in any case."""

Found = Literal["danger", "missing", "nothing", "unread"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the sentence of a point comes from; some papers have no address."""

    title: str
    publisher: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look for, why it matters, what to read, and when that was last checked."""

    id: str
    why: Text
    article: str
    source: Source
    checked: date
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """All points by id, in the order in which they are shown."""

    needed: Mapping[str, Point] = field(default_factory=dict)
    dangers: Mapping[str, Point] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Ids of points, in the order of the data; `skipped` also holds questions about danger."""

    in_order: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    dangers: tuple[str, ...] = ()

    @property
    def found(self) -> Found:
        """The gravest thing that her answers say."""
        if self.dangers:
            return "danger"
        if self.missing:
            return "missing"
        return "nothing" if self.in_order or len(self.skipped) < len(NEEDED) + len(DANGERS) else "unread"


def weigh(answers: Mapping[str, Any], points: Points) -> Weighed:
    """Sort the points by her answers: "yes", "no" or "unfound"; a list of ticks; None where she skipped.

    What she cannot find counts as missing: it has to be asked for, whether it is there or not.
    """
    unwritten = answers.get("paper") == NO_PAPER
    given = {id: "no" if unwritten else answers.get(id) for id in points.needed}
    ticked = {id for group in DANGERS for id in answers.get(group) or ()}
    skipped = [id for id, answer in given.items() if answer is None]
    return Weighed(
        in_order=tuple(id for id, answer in given.items() if answer == "yes"),
        missing=tuple(id for id, answer in given.items() if answer in ("no", "unfound")),
        skipped=(*skipped, *(group for group in DANGERS if answers.get(group) is None)),
        dangers=tuple(id for id in points.dangers if id in ticked),
    )


def to_read(weighed: Weighed, points: Points, readable: Callable[[str], bool]) -> list[str]:
    """The articles behind what was found, gravest first, each once; as many as there are buttons for."""
    found = [points.dangers[id] for id in weighed.dangers] + [points.needed[id] for id in weighed.missing]
    articles = dict.fromkeys([*(point.article for point in found), MAIN])
    return [article for article in articles if readable(article)][: MOST - FIXED_BUTTONS]
