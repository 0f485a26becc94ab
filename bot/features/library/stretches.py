"""A long text piece by piece: danger is told in one sentence of a story, and drowns in the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

Word = TypeVar("Word")


def stretches(words: Sequence[Word], size: int, step: int) -> Iterator[Sequence[Word]]:
    """All words, at most `size` at a time, each stretch `step` words after the last; the last one is full
    too. One stretch, perhaps empty, where there are no more words than that."""
    last = max(0, len(words) - size)
    for start in range(0, last, step):
        yield words[start : start + size]
    yield words[last:]
