"""What tells how a text is written: its groups of letters and its pairs of words, each by a hash of it.

Groups of letters see through endings and slips of the finger; pairs see that "beat me" is not "beat us to it"
and "locked in" no "locked out". They are told apart by the hash alone (Weinberger et al., Feature Hashing for
Large Scale Multitask Learning, 2009): a language's weights, of which a byte holds each, lie in a quarter of a
megabyte, where a dictionary of its features took ten.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from zlib import crc32

GROUP = 4
"""Letters of a group; the space before and after a word counts as one."""
SLOTS = 1 << 18
"""A language has thirty to forty thousand features: one of ten shares a slot, and those are mostly rare."""
STEPS = 16
"""Of a weight of 1: a byte holds what lies between -8 and 8."""
_MOST = 127


def weights_of(weights: Mapping[int, float]) -> array[int]:
    """By feature how much it weighs, in STEPS; 0 for those that are not among these."""
    found = array("b", bytes(SLOTS))
    for feature, weight in weights.items():
        found[feature] = max(-_MOST, min(_MOST, round(weight * STEPS)))
    return found


def score(weights: memoryview[int], features: Iterable[int]) -> float:
    """What features weigh together."""
    return sum([weights[feature] for feature in features]) / STEPS


def features_of(words: Sequence[str], *, part: bool = False) -> set[int]:
    """The features of folded words, each by its number below SLOTS, alike in every process.

    The first word and the last are a pair with the end of the text, but for a `part` of one.
    """
    apart = (f" {word} " for word in words)
    groups = {word[at : at + GROUP] for word in apart for at in range(max(1, len(word) - GROUP + 1))}
    ends = () if part or not words else ("",)
    pairs = {f"{one}_{other}" for one, other in pairwise((*ends, *words, *ends))}
    return {crc32(feature.encode()) % SLOTS for feature in groups | pairs}
