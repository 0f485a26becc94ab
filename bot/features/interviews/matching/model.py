"""What matching compares: the codes of a person, and those of a vacancy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

UNSAID = -1
"""Any number that she did not say."""
YEARS = ("under_1", "one_two", "three_five", "six_ten", "over_ten")
"""Bands of years of experience, as they are asked; a code is an index into it."""
RECENT = ("longer", "five_years", "two_years", "now")
TRAVEL = ("no", "in_progress", "yes")
LICENCES = ("motorcycle", "car", "lorry", "bus", "tractor", "forklift")
"""A set of licences is kept as the sum of 2 to the power of each index."""
SKILLS = ("listening", "speaking", "reading", "writing")
MOTHER_TONGUE = 7
"""Above the six levels of the CEFR, which are 1 (A1) to 6 (C2); 0 is below A1."""
SUB_MAJOR, MINOR, UNIT = 2, 3, 4
"""Digits of the groups of ISCO-08."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """Work that she has done. `unit`: ISCO-08; the others as indexes, or UNSAID."""

    unit: str
    years: int = UNSAID
    recent: int = UNSAID
    rating: int = UNSAID


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, and a level for each of its four skills: those that somebody has, or that work needs.

    0 to MOTHER_TONGUE; of a need, 0 is "not asked for".
    """

    tag: str
    listening: int = 0
    speaking: int = 0
    reading: int = 0
    writing: int = 0

    def level(self, skill: str) -> int:
        return int(getattr(self, skill))


@dataclass(frozen=True, slots=True)
class Codes:
    """All that matching knows of a person. `lives`, `wished`: ISO 3166-1, "" for not said, anywhere."""

    occupations: tuple[Occupation, ...] = ()
    tongues: tuple[Tongue, ...] = ()
    lives: str = ""
    wished: str = ""
    travel: int = UNSAID
    licences: int = 0
    nights: int = UNSAID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A vacancy in codes. `years`: at least so many; `travel_document`, `nights`: whether they are needed.

    Raises ValueError for a code that could not be compared.
    """

    vacancy_id: str
    organisation: str
    isco: str
    country: str
    languages: tuple[Tongue, ...] = ()
    years: int = 0
    licences: tuple[str, ...] = ()
    travel_document: bool = False
    nights: bool = False

    def __post_init__(self) -> None:
        if not (len(self.isco) == UNIT and self.isco.isascii() and self.isco.isdecimal()):
            raise ValueError("a vacancy has a unit group of ISCO-08: four digits")
        if unknown := set(self.licences) - set(LICENCES):
            raise ValueError(f"no such licence: {sorted(unknown)[0]}")

    @property
    def needs(self) -> tuple[tuple[str, str, int], ...]:
        """Every language, skill and level that is asked for."""
        return tuple(
            (tongue.tag, skill, tongue.level(skill))
            for tongue in self.languages
            for skill in SKILLS
            if tongue.level(skill) > 0
        )

    @property
    def licence_set(self) -> int:
        return licence_set(self.licences)

    @property
    def years_band(self) -> int:
        """The index into YEARS of as many years as asked for; 0 for none."""
        return sum(self.years >= least for least in (1, 3, 6, 11))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a match has these points, of at most `most`. `code` says which text, `values` what goes into it."""

    code: str
    points: int
    most: int
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a person and a vacancy agree: the points are those of the reasons, and nothing else (C8)."""

    points: int
    reasons: tuple[Reason, ...]


def licence_set(names: object) -> int:
    """A set of licences as one number; what is no licence counts nothing."""
    known = names if isinstance(names, list | tuple | set | frozenset) else ()
    return sum(1 << at for at, name in enumerate(LICENCES) if name in known)
