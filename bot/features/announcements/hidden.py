"""Characters that nobody sees, by name: those that may stay, and those that were taken out (I9)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

_PLAIN = frozenset("\n ")


@dataclass(frozen=True, slots=True)
class Hidden:
    """One kind of hidden character in a text: `code` such as U+200F, its Unicode name, and how often."""

    code: str
    name: str
    times: int


def hidden_in(text: str) -> tuple[Hidden, ...]:
    """Format and control characters and odd spaces, in the order in which they are first met."""
    met = Counter(c for c in text if c not in _PLAIN and unicodedata.category(c) in _CATEGORIES)
    return tuple(Hidden(f"U+{ord(c):04X}", unicodedata.name(c, "CONTROL"), times) for c, times in met.items())


def taken_out(typed: str, kept: str) -> tuple[Hidden, ...]:
    """What was in a text as it was typed and is not in it as it is kept."""
    left = {one.code: one.times for one in hidden_in(kept)}
    gone = []
    for one in hidden_in(typed.replace("\r\n", "\n").replace("\r", "\n")):
        times = one.times - left.get(one.code, 0)
        if times > 0:
            gone.append(Hidden(one.code, one.name, times))
    return tuple(gone)


_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})
