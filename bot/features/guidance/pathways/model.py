"""The rules as data: what was answered, what a way needs, and how the two are weighed.

An answer that was not given is neither true nor false. So "maybe" is never a default: it comes with the need
that could not be weighed, and that need carries the question that is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.conversation.messages import Text

Verdict = Literal["yes", "maybe", "no"]
VERDICTS: tuple[Verdict, ...] = ("yes", "maybe", "no")
Who = Literal["children", "adults", "all"]

CHILD = "under_18"
ASKED: Mapping[str, tuple[str, ...]] = {
    "age": (CHILD, "from_18", "from_46", "over_55"),
    "here": (),
    "nationality": (),
    "papers": ("refugee", "waiting", "other", "none"),
    "travel": ("have", "coming", "none"),
    "family": ("partner", "child", "parent", "other", "nobody"),
    "where": (),
    "status": ("refugee", "protected", "permit", "citizen"),
    "school": ("little", "some", "secondary", "training", "degree"),
    "work": ("health", "technical", "digital", "teaching", "service", "farming", "short", "none"),
    "speak": ("english", "english_plus", "french", "german", "spanish", "none"),
}
"""Every question by its name, with the answers that it knows; () for a country (ISO 3166-1 alpha-2)."""
DERIVED: Mapping[str, tuple[str, ...]] = {"outside_home": ("yes", "no"), "apart": ("yes", "no")}
"""What follows from two answers: is she outside her own country, and in another one than her family?"""

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Among:
    """One answer is among these values, or, turned round, is none of them."""

    answer: str
    values: frozenset[str]
    turned: bool = False

    def holds(self, answers: Answers) -> bool | None:
        """None where the question was not answered."""
        value = answers.get(self.answer)
        return None if value is None else (value in self.values) != self.turned


Condition = tuple[tuple[Among, ...], ...]
"""Holds where all of one of its rows hold."""


def holds(condition: Condition, answers: Answers) -> bool | None:
    """True, False, or None where that hangs on an answer that was not given."""
    return _any(_all(part.holds(answers) for part in row) for row in condition)


def _all(parts: Iterable[bool | None]) -> bool | None:
    found = list(parts)
    return False if False in found else None if None in found else True


def _any(parts: Iterable[bool | None]) -> bool | None:
    found = list(parts)
    return True if True in found else None if None in found else False


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a way asks for, with where that is known from.

    `met`: fulfilled. `unsure`: then the question is open although she has answered. `no`: else the way is
    closed to her, why, and what could change that; a need without `no` stays open where it is not met.
    """

    id: str
    met: Condition
    unsure: Condition
    no: Text | None
    open: Text
    source: str
    checked: date
    read: str = ""
    """An article that helps where this decides, such as how to get a travel document."""

    def weigh(self, answers: Answers) -> Verdict:
        met = holds(self.met, answers)
        if met:
            return "yes"
        if met is None or self.no is None or holds(self.unsure, answers) is not False:
            return "maybe"
        return "no"


@dataclass(frozen=True, slots=True)
class Way:
    """A route of the library. Its title, status and date of checking stand in its article, and only there."""

    id: str
    article: str
    who: Who
    needs: tuple[Need, ...]
    next: Text

    def weigh(self, answers: Answers) -> tuple[Verdict, Need | None]:
        """The verdict and the need that decided: the first that fails, else the first that is open."""
        weighed = [(need.weigh(answers), need) for need in self.needs]
        for verdict in ("no", "maybe"):
            for found, need in weighed:
                if found == verdict:
                    return found, need
        return "yes", None

    def is_for(self, age: str | None) -> bool:
        """Children are shown the ways of families and children, and nothing of work (C9)."""
        return self.who == "all" or age is None or (self.who == "children") == (age == CHILD)


Rules = Mapping[str, Way]
"""Every way by its id, in the order in which equal ones are shown."""


def known(given: Mapping[str, object]) -> dict[str, str]:
    """What was answered, and what follows from it. What is no answer of ours counts as not given."""
    found = {
        name: value
        for name, value in given.items()
        if isinstance(value, str) and name in ASKED and (value in ASKED[name] or not ASKED[name])
    }
    here, home, where = found.get("here"), found.get("nationality"), found.get("where")
    if here and here == home:
        found["outside_home"] = "no"
    elif (here and home) or found.get("papers") == "refugee":
        found["outside_home"] = "yes"  # nobody is a refugee in the own country
    if here and where:
        found["apart"] = "no" if here == where else "yes"
    return found
