"""Warning signs of a false offer, what each weighs, and the verdict. Never that an offer is safe.

The signs and their weights stand in content/guidance/offers/flags.yaml, each with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["many", "some", "none"]
LEVELS: tuple[Level, ...] = ("many", "some", "none")
"""many: strong warning. some: a reason to stop and ask. none: nothing found, which proves nothing."""

FLAGS = (
    "fee",
    "transfer",
    "passport",
    "account",
    "papers",
    "visa",
    "tourist",
    "secret",
    "address",
    "contact",
    "mail",
    "messenger",
    "first",
    "pay",
    "clear",
    "hurry",
    "contract",
    "interview",
    "easy",
)
"""Every sign that the program has words for (words.py), in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One warning sign."""

    id: str
    points: int
    """What it weighs; the levels say how much it takes."""
    warns: str
    """The answer that counts as the sign: yes or no; "" where it is never asked, only seen in messages."""
    articles: tuple[str, ...]
    """What to read about it."""
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flags:
    """All signs, and how many points make which level."""

    by_id: Mapping[str, Flag] = field(default_factory=dict)
    some: int = 1
    many: int = 3

    def level(self, ids: Iterable[str]) -> Level:
        points = sum(self.by_id[id].points for id in set(ids))
        if points >= self.many:
            return "many"
        return "some" if points >= self.some else "none"

    def answered(self, answers: Mapping[str, object]) -> tuple[str, ...]:
        """The signs that were answered as a warning; "I do not know" counts for none."""
        return tuple(
            id
            for id in FLAGS
            if (flag := self.by_id.get(id)) and flag.warns and answers.get(id) == flag.warns
        )

    def reading(self, ids: Sequence[str], most: int) -> tuple[str, ...]:
        """What to read about these signs, the general article first."""
        wanted = dict.fromkeys(article for id in ids for article in self.by_id[id].articles)
        general = "safety/job-scams"
        return tuple(dict.fromkeys((general, *wanted)))[:most]


@dataclass(frozen=True, slots=True)
class Seen:
    """A sign in a message, and the words of the message that it was taken from."""

    flag: str
    words: str
    real: str = ""
    """Of an address: the official host that it looks like."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sign in a text by the characters where it stands."""

    flag: str
    start: int
    end: int
    real: str = ""
    """Of an address: the official host that it looks like."""
