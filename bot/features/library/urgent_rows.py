"""One row of words that tell of danger: how it is written, and whether a text says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from bot.language.normal import fold

GAP = 2
"""Other words that may stand between two words of a row."""
SPAN = 10
"""Words within which all of a row in any order must stand."""
LONGEST = 60
"""Words of a text that are looked at: of a longer one the beginning and the end."""


@dataclass(frozen=True, slots=True)
class Row:
    """`anchors`: one of these must stand in a text, if any are named. `words`: all that it is made of."""

    text: str
    pattern: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    """For a row in any order: each of its words; else none."""
    without: re.Pattern[str] | None
    anchors: frozenset[str]
    words: frozenset[str]
    negated: bool

    @classmethod
    def read(cls, text: str, negations: frozenset[str]) -> Self:
        """The row that a text of content/urgent stands for."""
        tokens = text.split()
        free = tokens[:1] == ["~"]
        tokens = tokens[1:] if free else tokens
        without = [token[1:] for token in tokens if token.startswith("!")]
        tokens = [token for token in tokens if not token.startswith("!")]
        parts = [_either(token) for token in tokens]
        between = rf"(?:\s\S+){{0,{GAP}}}?\s"
        words = frozenset(
            word
            for token in tokens
            for way in token.split("|")
            if "*" not in way
            for word in fold(way).split()
        )
        return cls(
            text,
            re.compile(rf"(?<!\S){between.join(parts)}(?!\S)"),
            tuple(re.compile(rf"(?<!\S){part}(?!\S)") for part in parts) if free else (),
            re.compile("|".join(rf"(?<!\S){_either(token)}(?!\S)" for token in without)) if without else None,
            _anchors(tokens),
            words,
            bool(negations & words),
        )

    def said(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        """Do these folded words say it?"""
        if len(words) > LONGEST:
            words = [*words[: LONGEST // 2], *words[-LONGEST // 2 :]]
        text = " ".join(words)
        if self.without is not None and self.without.search(text):
            return False
        if self.parts:
            return self._said_in_any_order(words, negations)
        for match in self.pattern.finditer(text):
            before = text[: match.start()].split()[-1:]
            if self.negated or not negations.intersection(before + match.group().split()):
                return True
        return False

    def _said_in_any_order(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        for start in range(max(1, len(words) - SPAN + 1)):
            window = " ".join(words[start : start + SPAN])
            found = [part.search(window) for part in self.parts]
            if all(found):
                before = [window[: match.start()].split()[-1:] for match in found if match]
                if self.negated or not negations.intersection(word for one in before for word in one):
                    return True
        return False


def _either(token: str) -> str:
    return "(?:" + "|".join(map(_pattern, token.split("|"))) + ")"


def _pattern(way: str) -> str:
    """One word of a row, or words joined by _; an apostrophe may be left out (don't, dont)."""
    apart = r"\s?" if "'" in way else r"\s"
    inside = apart.join(map(re.escape, fold(way).split()))
    return (r"\S*" if way.startswith("*") else "") + inside + (r"\S*" if way.endswith("*") else "")


def _anchors(tokens: Iterable[str]) -> frozenset[str]:
    """The words of the token whose shortest word is longest: the rarest guess of what must be there."""
    best = frozenset[str]()
    for token in tokens:
        plain = [fold(way) for way in token.split("|")]
        whole = frozenset(way.split()[0] for way in plain if way)
        whole |= frozenset(way.replace(" ", "") for way in plain if way)
        longer = min(map(len, whole), default=0) > min(map(len, best), default=0)
        if "*" not in token and longer:
            best = whole
    return best
