"""Phrases that tell of a warning sign in one language, and whether a message says them.

content/guidance/offers/README.md says how a phrase is written and what takes it back.

Each word of a message is looked at a fixed number of times, so the time grows with the message's length only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.language.normal import fold

GAP = 3
BEFORE = 6
AFTER = 4
NUMBER = "<n>"
_ENDS = re.compile(r"[.!?؟;؛…।][\"'»”)]*$")
_RAW = re.compile(r"\S+|\n")
# How sums are typed: 250, 15k, 400usd, ksh5000.
_NUMBER = re.compile(
    r"(?:ksh|kes|tsh|usd|us|eur|gbp|cad|rs)?\d+"
    r"(?:k|к|m|usd|usdt|eur|euro|euros|gbp|cad|fcfa|cfa|ksh|kes|tsh|sh|f|грн|євро|дол)?"
)


def is_number(word: str) -> bool:
    """A folded word that is a number or a sum of money."""
    return bool(_NUMBER.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word of a message: where its raw text stands, and the number of its sentence."""

    word: str
    start: int
    end: int
    sentence: int


def tokens(text: str) -> tuple[Token, ...]:
    """The folded words of a message."""
    found: list[Token] = []
    sentence = 0
    for raw in _RAW.finditer(text):
        if raw.group() == "\n":
            sentence += 1
            continue
        found += [Token(word, raw.start(), raw.end(), sentence) for word in fold(raw.group()).split()]
        sentence += bool(_ENDS.search(raw.group()))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Word:
    """One place of a phrase: the words that may stand there, and whether others may stand before it."""

    exact: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    number: bool
    gap: bool

    def fits(self, forms: Sequence[str]) -> bool:
        return any(
            form in self.exact
            or (self.begins and form.startswith(self.begins))
            or (self.ends and form.endswith(self.ends))
            or (self.number and is_number(form))
            for form in forms
        )


class BadPhrase(Exception):
    """A phrase that cannot be read; says what to write."""


@lru_cache(4096)  # read once to be checked, once to be used
def read_phrase(text: str) -> tuple[Word, ...]:
    """The places of a phrase. Raises BadPhrase."""
    words: list[Word] = []
    gap = False
    for part in text.split():
        if part == "..":
            gap = True
            continue
        for word in _places(part, gap):
            words.append(word)
            gap = False
    if not words or gap or words[0].gap:
        raise BadPhrase("a phrase begins and ends with a word")
    if len(words) == 1 and words[0].number:
        raise BadPhrase("a number alone tells nothing")
    return tuple(words)


def _places(part: str, gap: bool) -> list[Word]:
    """Usually one place; a word that folds to two (la'aan) takes two."""
    ways = part.split("|")
    folded = [fold(way.strip("*")).split() for way in ways if way != NUMBER]
    if any(not words for words in folded):
        raise BadPhrase(f"“{part}” has a word without letters")
    if any(len(words) > 1 for words in folded):
        if len(ways) > 1 or "*" in part:
            raise BadPhrase(f"“{part}” is written apart when compared: write it as words of their own")
        return [Word(frozenset({word}), (), (), False, gap and at == 0) for at, word in enumerate(folded[0])]
    plain = {fold(way) for way in ways if "*" not in way and way != NUMBER}
    begins = tuple(fold(way[:-1]) for way in ways if way.endswith("*"))
    ends = tuple(fold(way[1:]) for way in ways if way.startswith("*"))
    if any(way.startswith("*") and way.endswith("*") for way in ways):
        raise BadPhrase(f"“{part}” may have one *, before or behind")
    return [Word(frozenset(plain), begins, ends, NUMBER in ways, gap)]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: of which kind, and the numbers of its first and last token."""

    kind: str
    first: int
    last: int


class Phrases:
    """Phrases by kind, found by their first word (those that begin with a number by any number)."""

    def __init__(self, rows: Mapping[str, Iterable[str]], joined: Iterable[str] = ()) -> None:
        """`joined`: letters that are written onto the front of a word and do not change it (Arabic و, ال).

        Raises BadPhrase.
        """
        self._joined = tuple(sorted((fold(letters) for letters in joined), key=len, reverse=True))
        self._exact: dict[str, list[tuple[str, tuple[Word, ...]]]] = {}
        self._begins: dict[str, list[tuple[str, tuple[Word, ...]]]] = {}
        self._ends: dict[str, list[tuple[str, tuple[Word, ...]]]] = {}
        self._numbers: list[tuple[str, tuple[Word, ...]]] = []
        for kind, phrases in rows.items():
            for phrase in phrases:
                self._add(kind, read_phrase(phrase))

    def _add(self, kind: str, words: tuple[Word, ...]) -> None:
        first = words[0]
        if first.number:
            self._numbers.append((kind, words))
        for table, keys in (
            (self._exact, first.exact),
            (self._begins, first.begins),
            (self._ends, first.ends),
        ):
            for key in keys:
                table.setdefault(key, []).append((kind, words))

    def forms(self, word: str) -> tuple[str, ...]:
        """The word, and the word without what may be written onto its front."""
        cut = (word[len(p) :] for p in self._joined if word.startswith(p) and len(word) > len(p) + 1)
        return (word, *cut)

    def find(self, found: Sequence[Token]) -> list[Match]:
        """Every phrase that the tokens say."""
        forms = [self.forms(token.word) for token in found]
        matches = []
        for at in range(len(found)):
            for kind, words in self._begun(forms[at]):
                last = _last(words, forms, found, at)
                if last is not None:
                    matches.append(Match(kind, at, last))
        return matches

    def _begun(self, forms: Sequence[str]) -> Iterator[tuple[str, tuple[Word, ...]]]:
        if is_number(forms[0]):
            yield from self._numbers
        for form in forms:
            yield from self._exact.get(form, ())
            for size in range(1, min(len(form), 20) + 1):
                yield from self._begins.get(form[:size], ())
                yield from self._ends.get(form[-size:], ())


def _last(
    words: Sequence[Word], forms: Sequence[Sequence[str]], found: Sequence[Token], at: int
) -> int | None:
    """The number of the token with which the phrase ends that begins here."""
    here, sentence = at, found[at].sentence
    for word in words[1:]:
        reach = range(here + 1, min(here + 2 + (GAP if word.gap else 0), len(forms)))
        fitting = (n for n in reach if found[n].sentence == sentence and word.fits(forms[n]))
        nearest = next(fitting, None)
        if nearest is None:
            return None
        here = nearest
    return here


class Tongue:
    """The phrases of one language with what takes them back."""

    def __init__(
        self,
        flags: Mapping[str, Iterable[str]],
        denies: Iterable[str] = (),
        denies_after: Iterable[str] = (),
        settles: Iterable[str] = (),
        wages: Iterable[str] = (),
        joined: Iterable[str] = (),
    ) -> None:
        """Raises BadPhrase."""
        joined = tuple(joined)
        self._flags = Phrases(flags, joined)
        self._against = Phrases(
            {"before": denies, "after": denies_after, "settles": settles, "wages": wages}, joined
        )

    def find(self, found: Sequence[Token]) -> list[Match]:
        """What the message says and does not take back."""
        said = self._flags.find(found)
        if not said:
            return []
        own = {number for match in said for number in range(match.first, match.last + 1)}
        against = self._against.find(found)
        settled = {found[match.first].sentence for match in against if match.kind == "settles"}
        before = {
            m.last for m in against if m.kind == "before" and not own.issuperset(range(m.first, m.last + 1))
        }
        after = {m.first for m in against if m.kind == "after" and m.first not in own}
        wages = {m.first for m in against if m.kind == "wages"}
        return [
            match
            for match in said
            if found[match.first].sentence not in settled
            and not _near(before, found, match.first, range(match.first - BEFORE, match.first))
            and not _near(after, found, match.last, range(match.last + 1, match.last + 1 + AFTER))
            and not (
                is_number(found[match.last].word)
                and _near(wages, found, match.last, range(match.last + 1, match.last + 1 + AFTER))
            )
        ]


def _near(denials: set[int], found: Sequence[Token], at: int, reach: range) -> bool:
    return any(n in denials and found[n].sentence == found[at].sentence for n in reach if 0 <= n < len(found))
