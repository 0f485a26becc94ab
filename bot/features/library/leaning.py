"""Whose words are these: our articles', or small talk's?

Each group of letters and pair of words weighs how much oftener the phrases of articles have it than the small
talk that is none of ours (a naive Bayes classifier, as of danger in urgent_likeness). They take in the little
words too: "can I" and "who gives" ask for what we know, "how tall is" does not.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Self

from bot.features.library.hashed_features import features_of, score, weights_of
from bot.language.normal import fold

_SMOOTH = 0.1
_LENGTH = 0.3  # power of how many features a text has by which its sum is divided: long texts lean no farther
_LONGEST = 60  # words of a text that are looked at


class Leaning:
    """Learnt once for a language. Never changes."""

    def __init__(self, ours: Iterable[str], others: Iterable[str], spelling: Callable[[str], str]) -> None:
        self._spelling = spelling
        here, there = self._counted(ours), self._counted(others)
        learnt = _learnt(*here, *there) if here[1] and there[1] else array("b")
        self.weights = memoryview(learnt)
        """For each feature how far it leans, in STEPS; empty where nothing was learnt."""

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
        features = features_of(self._spelling(folded).split()[:_LONGEST])
        return float(score(self.weights, features) / max(1, len(features)) ** _LENGTH)

    def _counted(self, texts: Iterable[str]) -> tuple[Counter[int], int]:
        """In how many texts each feature stands, and how many texts there are."""
        seen, many = Counter[int](), 0
        for text in texts:  # none is held: a start builds eight of these
            seen.update(features_of(self._spelling(fold(text)).split()))
            many += 1
        return seen, many


def _learnt(ours: Counter[int], here: int, others: Counter[int], there: int) -> array[int]:
    ratio = math.log((there + 1) / (here + 1))
    return weights_of(
        {
            feature: math.log((ours[feature] + _SMOOTH) / (others[feature] + _SMOOTH)) + ratio
            for feature in ours.keys() | others.keys()
        }
    )
