"""Where the sentences of a text end, so that the calm of one hides no danger in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from bot.language.normal import fold

_STOP = re.compile("[.!?…؟۔;؛\n]+")
_PAUSE = re.compile("[.!?…؟۔;؛\n,،:–—]+")


def ends_of(text: str, *, pauses: bool = False) -> list[int]:
    """After how many of its folded words each sentence ends, or with `pauses` each clause; the last ends with
    the text.

    A text whose words themselves have a stop in them (3.30, a.m.) may count as more sentences, never as more
    words: where that would be so it is one sentence.
    """
    words = len(fold(text).split())
    parts = (_PAUSE if pauses else _STOP).split(text)
    ends = list(accumulate(len(fold(part).split()) for part in parts))
    return ends if ends[-1] == words else [words]


def around(ends: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """From which word to which the sentences go that have the words from `start` to `end`."""
    first = max((at for at in ends if at <= start), default=0)
    return first, min(at for at in ends if at >= end)
