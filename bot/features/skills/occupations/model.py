"""Occupations: the codes of ISCO-08, what they are called, and what was found for a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAJORS, SUB_MAJORS, UNITS = 10, 43, 436
"""How many groups ISCO-08 has (ILO, ISCO-08, Volume I, 2012); a file with others is not that list."""


@dataclass(frozen=True, slots=True)
class Isco:
    """The official English titles by code: one digit, two digits, four digits."""

    major: Mapping[str, str] = field(default_factory=dict)
    sub_major: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one language calls a unit group."""

    title: str
    names: tuple[str, ...]
    """Everyday names, without the star; the first ones are the most usual."""


@dataclass(frozen=True, slots=True)
class Names:
    """What one language calls occupations."""

    sub_major: Mapping[str, str] = field(default_factory=dict)
    unit: Mapping[str, Unit] = field(default_factory=dict)
    light: tuple[str, ...] = ()
    """Words that people put around their work, which say nothing of it: "worked", "years"."""


@dataclass(frozen=True, slots=True)
class Match:
    """A unit group that a text may mean."""

    code: str
    """Four digits."""
    score: float
    """From 0 to 1; 1 where the text is one of the names."""
    name: str
    """The name that was nearest, as it is written in the data."""
    lang: str
    """The language of that name, which may be another than the person's."""
