"""One row of words that tell of danger: how it is written, and whether a text says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.language.normal import fold

PART = 3
"""Letters by which words with any ending or beginning are looked up."""
GAP = 2
"""Other words that may stand between two words of a row."""
SPAN = 12
"""Words within which all of a row in any order must stand."""
LONGEST = 60
"""Words of a text that are looked at: of a longer one the beginning and the end."""


class Row:
    """What a text of content/urgent stands for. There are thousands: a pattern is made when first needed."""

    __slots__ = ("_needs", "_parts", "_pattern", "_without", "negated", "text")

    def __init__(self, text: str, negations: frozenset[str]) -> None:
        self.text = text
        self._pattern: re.Pattern[str] | None = None
        self._parts: tuple[re.Pattern[str], ...] = ()
        self._without: re.Pattern[str] | None = None
        self._needs: tuple[frozenset[str], ...] | None = None
        self.negated = bool(negations & self.words())

    @property
    def _tokens(self) -> list[str]:
        return [word for word in self.text.split() if word != "~" and not word.startswith("!")]

    def words(self) -> frozenset[str]:
        """The words that it is made of, but for those with a *."""
        ways = (way for token in self._tokens for way in token.split("|") if "*" not in way)
        return frozenset(word for way in ways for word in fold(way).split())

    def stars(self) -> frozenset[str]:
        """Patterns of its single words with a *."""
        ways = (way for token in self._tokens for way in token.split("|") if "*" in way and "_" not in way)
        return frozenset(map(_pattern, ways))

    def anchors(self, rows: Mapping[str, int]) -> frozenset[str]:
        """One of these must stand in a text, if any are named: the ways of the token that is rarest.

        A word, or after a * some letters (PART) that a word has in it. `rows`: of how many rows each word is
        a part; what stands in many is taken to be common in texts.
        """
        found = [ways for token in self._tokens if (ways := _anchors(token))]
        return min(found, key=lambda ways: max(rows.get(way, 0) for way in ways), default=frozenset())

    def may_be_in(self, words: frozenset[str]) -> bool:
        """False where a word is lacking that the row needs; quicker to ask than `said`."""
        if self._needs is None:
            plain = [token for token in self._tokens if "*" not in token and "'" not in token]
            self._needs = tuple(
                frozenset(fold(way).partition(" ")[0] for way in token.split("|")) for token in plain
            )
        return not any(words.isdisjoint(need) for need in self._needs)

    def said(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        """Do these folded words say it?"""
        if self._pattern is None:
            self._compile()
        if len(words) > LONGEST:
            words = [*words[: LONGEST // 2], *words[-LONGEST // 2 :]]
        text = " ".join(words)
        said = self._said_in_any_order(words, negations) if self._parts else self._said_so(text, negations)
        return said and not (self._without is not None and self._without.search(text))

    def _said_so(self, text: str, negations: frozenset[str]) -> bool:
        for match in self._pattern.finditer(text) if self._pattern else ():
            before = text[: match.start()].split()[-1:]
            if self.negated or not negations.intersection(before + match.group().split()):
                return True
        return False

    def _compile(self) -> None:
        parts = [_either(token) for token in self._tokens]
        between = rf"(?:\s\S+){{0,{GAP}}}?\s"
        self._pattern = re.compile(rf"(?<!\S){between.join(parts)}(?!\S)")
        if self.text.startswith("~"):
            self._parts = tuple(re.compile(rf"(?<!\S){part}(?!\S)") for part in parts)
        without = [token[1:] for token in self.text.split() if token.startswith("!")]
        if without:
            self._without = re.compile("|".join(rf"(?<!\S){_either(token)}(?!\S)" for token in without))

    def _said_in_any_order(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        for start in range(max(1, len(words) - SPAN + 1)):
            window = " ".join(words[start : start + SPAN])
            found = [part.search(window) for part in self._parts]
            if all(found):
                before = [window[: match.start()].split()[-1:] for match in found if match]
                if self.negated or not negations.intersection(word for one in before for word in one):
                    return True
        return False


def _anchors(token: str) -> frozenset[str]:
    """What must be found for a token, one of these; nothing where that cannot be said."""
    found = set()
    for way in token.split("|"):
        plain = fold(way)
        first = plain.partition(" ")[0]
        if "*" not in way and plain:
            found |= {first, plain.replace(" ", "")}
        elif len(first) >= PART:
            found.add(f"*{first[:PART]}")
        else:
            return frozenset()
    return frozenset(found)


def _either(token: str) -> str:
    return "(?:" + "|".join(map(_pattern, token.split("|"))) + ")"


def _pattern(way: str) -> str:
    """One word of a row, or words joined by _; an apostrophe may be left out (don't, dont)."""
    apart = r"\s?" if "'" in way else r"\s"
    inside = apart.join(map(re.escape, fold(way).split()))
    return (r"\S*" if way.startswith("*") else "") + inside + (r"\S*" if way.endswith("*") else "")
