"""One row of words that tell of danger: how it is written, and whether a text says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.language.normal import fold

PART = 3
"""Letters by which words with any ending or beginning are looked up."""
GAP = 2
"""Other words that may stand between two words of a row."""
SPAN = 12
"""Words within which all of a row in any order must stand."""
NEAR = 8
"""Words before and after what a row has matched in which its exceptions are looked for."""
ALWAYS = ""
"""Where the pattern stands, among those of classes, that takes back any row."""
Plain = Callable[[str], str]
"""Makes the words of a row what those of a text are made: folded, and in one spelling."""


class Spelt:
    """A Plain for all rows of a language. Rows have many words in common: while they are read, each is worked
    out once, and one text stands for all that are equal. What is asked afterwards is asked once a row: to
    keep that took a megabyte a language. Nor is anything interned, as Python never gives that room back."""

    def __init__(self, spelling: Callable[[str], str]) -> None:
        self._spelling = spelling
        self._known: dict[str, str] | None = {}
        self._same: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        found = self._known.get(text) if self._known is not None else None
        if found is None:
            plain = self._spelling(fold(text))
            if self._known is None:
                return self._same.get(plain, plain)
            found = self._known[text] = self._same.setdefault(plain, plain)
        return found

    def keep(self, words: dict[str, str]) -> None:
        """All rows have been read: from now on only these words, each under itself, are shared."""
        self._known, self._same = None, words


_CLASS = re.compile(r"(\*?)\{([^{}|]*)\}(\*?)")
_SIGNS = re.compile(r"[{}]")


def spelt_out(token: str, classes: Mapping[str, str]) -> str:
    """A token with the words of each class in the place of its name; a * goes to each of them.

    Raises KeyError, with what is wrong, for a name that is no class.
    """
    if "{" not in token and "}" not in token:
        return token
    sign = "!" if token.startswith("!") else ""
    ways = [_ways(way, classes) for way in token.removeprefix("!").split("|")]
    return sign + "|".join(dict.fromkeys(way for some in ways for way in some))


def _ways(way: str, classes: Mapping[str, str]) -> list[str]:
    if not _SIGNS.search(way):
        return [way]
    found = _CLASS.fullmatch(way)
    if found is None or found[2] not in classes:
        raise KeyError(way)
    before, after = found[1], found[3]
    own = classes[found[2]].split("|")
    if before or after:
        own = [f"{before}{one.strip('*')}{after}" for one in own]
    return own


class Row:
    """What a text of content/urgent stands for. There are thousands: a pattern is made when first needed."""

    __slots__ = (
        "_classes",
        "_common",
        "_needs",
        "_parts",
        "_pattern",
        "_plain",
        "_shared",
        "_without",
        "negated",
        "text",
    )

    def __init__(
        self,
        text: str,
        negations: frozenset[str],
        classes: Mapping[str, str] = MappingProxyType({}),
        plain: Plain = fold,
        shared: dict[frozenset[str], frozenset[str]] | None = None,
        common: dict[str, re.Pattern[str]] | None = None,
    ) -> None:
        """`shared`, `common`: where rows of one language keep the sets of words that they need, and the
        patterns of classes that are exceptions, each but once."""
        self.text = text
        self._shared = {} if shared is None else shared
        self._common = {} if common is None else common
        self._classes = classes
        self._plain = plain
        self._pattern: re.Pattern[str] | None = None
        self._parts: tuple[re.Pattern[str], ...] = ()
        self._without: tuple[re.Pattern[str], ...] = ()
        self._needs: tuple[frozenset[str], ...] | None = None
        self.negated = bool(negations & self.words())

    @property
    def _tokens(self) -> list[str]:
        own = (word for word in self.text.split() if word != "~" and not word.startswith("!"))
        return [spelt_out(word, self._classes) for word in own]

    @property
    def many(self) -> int:
        """Words, one or several joined, that must be said."""
        return len(self._tokens)

    def words(self) -> frozenset[str]:
        """The words that it is made of, but for those with a *."""
        ways = (way for token in self._tokens for way in token.split("|") if "*" not in way)
        return frozenset(word for way in ways for word in self._plain(way).split())

    def exceptions(self) -> frozenset[str]:
        """The words of what takes it back, but for those with a *."""
        own = (spelt_out(token, self._classes)[1:] for token in self.text.split() if token.startswith("!"))
        ways = (way for token in own for way in token.split("|") if "*" not in way)
        return frozenset(word for way in ways for word in self._plain(way).split())

    def stars(self) -> frozenset[str]:
        """Patterns of its single words with a *."""
        ways = (way for token in self._tokens for way in token.split("|") if "*" in way and "_" not in way)
        return frozenset(_pattern(way, self._plain) for way in ways)

    def anchors(self, rows: Mapping[str, int]) -> frozenset[str]:
        """One of these must stand in a text, if any are named: the ways of the token that is rarest.

        A word, or after a * some letters (PART) that a word has in it. `rows`: of how many rows each word is
        a part; what stands in many is taken to be common in texts.
        """
        found = [ways for token in self._tokens if (ways := _anchors(token, self._plain))]
        return min(found, key=lambda ways: max(rows.get(way, 0) for way in ways), default=frozenset())

    def may_be_in(self, words: frozenset[str]) -> bool:
        """False where a word is lacking that the row needs; quicker to ask than `said`."""
        if self._needs is None:
            plain = [token for token in self._tokens if "*" not in token and "'" not in token]
            needs = (
                frozenset(self._plain(way).partition(" ")[0] for way in token.split("|")) for token in plain
            )
            self._needs = tuple(self._shared.setdefault(need, need) for need in needs)
        return not any(map(words.isdisjoint, self._needs))

    def said(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        """Do these folded words say it?"""
        if self._pattern is None and not self._parts:
            self._compile()
        if self._parts:
            return self._said_in_any_order(words, negations)
        return self._said_so(" ".join(words), negations)

    def span(self, words: Sequence[str], negations: frozenset[str]) -> tuple[int, int]:
        """Where the first words that say it begin and end; all of them where less does not say it."""
        whole = len(words)
        end = next((at for at in range(1, whole) if self.said(words[:at], negations)), whole)
        start = next((at for at in reversed(range(end)) if self.said(words[at:end], negations)), 0)
        return start, end

    def _said_so(self, text: str, negations: frozenset[str]) -> bool:
        for match in self._pattern.finditer(text) if self._pattern else ():
            before = text[: match.start()].split()[-1:]
            stands = self.negated or not negations.intersection(before + match.group().split())
            if stands and not self._taken_back(text, match.start(), match.end()):
                return True
        return False

    def _taken_back(self, text: str, start: int, end: int) -> bool:
        """Does one of the exceptions stand in or near what was matched?"""
        if not self._without:
            return False
        before, after = text[:start].split()[-NEAR:], text[end:].split()[:NEAR]
        near = " ".join([*before, text[start:end], *after])
        return any(without.search(near) for without in self._without)

    def _compile(self) -> None:
        parts = [_either(token, self._plain) for token in self._tokens]
        if self.text.startswith("~"):
            self._parts = tuple(re.compile(rf"(?<!\S){part}(?!\S)") for part in parts)
        else:
            between = rf"(?:\s\S+){{0,{GAP}}}?\s"
            self._pattern = re.compile(rf"(?<!\S){between.join(parts)}(?!\S)")
        self._without = tuple(self._exceptions())

    def _exceptions(self) -> Iterator[re.Pattern[str]]:
        """The patterns of what takes it back. A class of a thousand words is compiled once for all rows."""
        if ALWAYS in self._common:
            yield self._common[ALWAYS]
        own = []
        for way in (way for token in self.text.split() if token[0] == "!" for way in token[1:].split("|")):
            found = _CLASS.fullmatch(way)
            if found is None or found[1] or found[3]:
                own.append(way)
            elif found[2] in self._common:
                yield self._common[found[2]]
            else:
                yield self._common.setdefault(found[2], apart(spelt_out(way, self._classes), self._plain))
        if own:
            yield apart(spelt_out("|".join(own), self._classes), self._plain)

    def _said_in_any_order(self, words: Sequence[str], negations: frozenset[str]) -> bool:
        for start in range(max(1, len(words) - SPAN + 1)):
            window = " ".join(words[start : start + SPAN])
            found = []
            for part in self._parts:
                match = part.search(window)
                if match is None:
                    break
                found.append(match)
            if len(found) < len(self._parts):
                continue
            before = [window[: match.start()].split()[-1:] for match in found]
            if self.negated or not negations.intersection(word for one in before for word in one):
                text = " ".join([*words[:start], window, *words[start + SPAN :]])
                skipped = len(text) - len(" ".join(words[start:]))
                first = skipped + min(match.start() for match in found)
                last = skipped + max(match.end() for match in found)
                if not self._taken_back(text, first, last):
                    return True
        return False


def _anchors(token: str, plain_: Plain) -> frozenset[str]:
    """What must be found for a token, one of these; nothing where that cannot be said."""
    found = set()
    for way in token.split("|"):
        plain = plain_(way)
        first = plain.partition(" ")[0]
        if "*" not in way and plain:
            found |= {first, plain.replace(" ", "")}
        elif len(first) >= PART:
            found.add(f"*{first[:PART]}")
        else:
            return frozenset()
    return frozenset(found)


def apart(token: str, plain: Plain) -> re.Pattern[str]:
    """A pattern of the ways of a token, each as a word or words of a text."""
    return re.compile(rf"(?<!\S){_either(token, plain)}(?!\S)")


def _either(token: str, plain: Plain) -> str:
    return "(?:" + "|".join(_pattern(way, plain) for way in token.split("|")) + ")"


def _pattern(way: str, plain: Plain) -> str:
    """One word of a row, or words joined by _; an apostrophe may be left out (don't, dont)."""
    apart = r"\s?" if "'" in way else r"\s"
    inside = apart.join(map(re.escape, plain(way).split()))
    return (r"\S*" if way.startswith("*") else "") + inside + (r"\S*" if way.endswith("*") else "")
