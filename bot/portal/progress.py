"""A bar of progress that tells the truth: each state of people's rows with its own part (A10)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.messages import Text
from bot.delivery.broadcasts import Counts
from bot.portal.announcement_words import COUNTS


@dataclass(frozen=True)
class Part:
    """One state: how many people, and where it stands in a bar that is 1000 units long."""

    state: str
    label: Text
    people: int
    begins: int
    units: int


def bar_of(counts: Counts) -> tuple[Part, ...]:
    """The parts of the bar, in the order of COUNTS. Together they are all rows: nothing is left out."""
    total, before, parts = counts.total, 0, []
    for state, label in COUNTS.items():
        people = getattr(counts, state)
        begins = 1000 * before // total if total else 0
        before += people
        ends = 1000 * before // total if total else 0
        parts.append(Part(state, label, people, begins, ends - begins))
    return tuple(parts)
