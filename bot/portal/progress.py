"""A bar of progress that tells the truth: each state of people's rows with its own part (A10).

Numbers are exact from ten people on. Of fewer people in all, none is told, and there is no bar to read one
off from: an audience can be chosen so narrow that its size tells about a person (L4).
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.delivery.broadcasts import Counts
from bot.features.disclosure import FEWEST
from bot.portal.announcement_words import COUNTS


@dataclass(frozen=True)
class Part:
    """One state: how many people (None: some, fewer than ten), and where it stands in a bar that is 1000
    units long."""

    state: str
    label: Text
    people: int | None
    begins: int = 0
    units: int = 0


@dataclass(frozen=True)
class Bar:
    """`few`: it is for fewer than ten people, so no number may be told of it."""

    parts: tuple[Part, ...]
    few: bool


def bar_of(counts: Counts, *, staff: bool = False) -> Bar:
    """The parts of the bar, in the order of COUNTS. Together they are all rows: nothing is left out.

    `staff`: it goes to the organisation's own staff, who know each other and are counted however few.
    """
    if 0 < counts.total < FEWEST and not staff:
        some = (Part(state, label, None) for state, label in COUNTS.items() if getattr(counts, state))
        return Bar(tuple(some), few=True)
    total, before, parts = counts.total, 0, []
    for state, label in COUNTS.items():
        people = getattr(counts, state)
        begins = 1000 * before // total if total else 0
        before += people
        ends = 1000 * before // total if total else 0
        parts.append(Part(state, label, people, begins, ends - begins))
    return Bar(tuple(parts), few=False)
