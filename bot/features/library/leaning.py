"""Whose words are these: our articles', or small talk's?

Each group of letters weighs how much oftener the phrases of articles have it than the small talk that is none
of ours (a naive Bayes classifier, as of danger in urgent_likeness). Groups see through endings and prefixes,
and take in the little words too: "can I" and "who gives" ask for what we know, "how tall is" does not.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Self

from bot.features.library.urgent_likeness import SLOTS, groups_of
from bot.language.normal import fold

_SMOOTH = 0.3
_LEAST = 2  # texts that a group of letters must stand in to lean anywhere
_STEPS = 16  # of a weight, which lies between -8 and 8: a byte holds one, eight languages half a megabyte
_MOST = 127
_LONGEST = 60  # words of a text that are looked at


class Leaning:
    """Learnt once for a language. Never changes."""

    def __init__(self, ours: Iterable[str], others: Iterable[str], spelling: Callable[[str], str]) -> None:
        self._spelling = spelling
        here, there = self._counted(ours), self._counted(others)
        learnt = _learnt(*here, *there) if here[1] and there[1] else array("b")
        self.weights = memoryview(learnt)
        """For each group how far it leans, in _STEPS; empty where nothing was learnt."""

    @classmethod
    def read(cls, weights: memoryview, spelling: Callable[[str], str]) -> Self:
        """What was learnt elsewhere; `weights` as bytes."""
        leaning = cls((), (), spelling)
        leaning.weights = weights.cast("b")
        return leaning

    def of(self, folded: str) -> float:
        """How far a folded text leans: above 0 to our articles, below to small talk."""
        if not self.weights:
            return 0.0
        words = self._spelling(folded).split()[:_LONGEST]
        return sum([self.weights[group] for group in groups_of(words)]) / _STEPS

    def _counted(self, texts: Iterable[str]) -> tuple[Counter[int], int]:
        """In how many texts each group stands, and how many texts there are."""
        seen, many = Counter[int](), 0
        for text in texts:  # none is held: a start builds eight of these
            seen.update(groups_of(self._spelling(fold(text)).split()))
            many += 1
        return seen, many


def _learnt(ours: Counter[int], here: int, others: Counter[int], there: int) -> array[int]:
    ratio = math.log((there + 1) / (here + 1))
    weights = array("b", bytes(SLOTS))
    for group in ours.keys() | others.keys():
        if ours[group] + others[group] >= _LEAST:
            odds = math.log((ours[group] + _SMOOTH) / (others[group] + _SMOOTH)) + ratio
            weights[group] = max(-_MOST, min(_MOST, round(odds * _STEPS)))
    return weights
