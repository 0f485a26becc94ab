"""The names of one language, laid out so that a typed text finds the nearest ones at once.

A word's weight is its rarity: "driver" is said of many unit groups and tells little, "sewing" of few.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from sys import intern

from rapidfuzz import fuzz, process

from bot.features.library import latin_letters, light_words, place_words, stemmer
from bot.features.skills.occupations.model import Unit
from bot.language.normal import fold

LIGHT = 0.02
"""What a word weighs that says nothing of what somebody did ("I", "was", "in")."""
_UNKNOWN = 0.35
"""What a word weighs that is in no name, such as the town."""
_TYPO_FROM, _TYPO_LETTERS = 80, 5
"""rapidfuzz ratio from which two words, of so many letters at least, may be one with a slip of the finger."""
_ARABIC_TYPO_FROM, _ARABIC_TYPO_LETTERS = 75, 4
"""The same for Arabic letters, which write no short vowels: words are shorter."""
_OTHER_START = 0.85
"""What is left of the likeness where the first letters differ: slips are rarer there."""
_STEM, _REST = 4, 3
"""Words that begin with so many same letters, with so few others after them, may be forms of one (cleaner,
cleaning)."""
_SAME_SOUND = 0.9
"""Likeness of a word in Latin letters to the Arabic one that sounds like it, vowels apart."""
_SKELETON, _SHORT_VOWELS = 3, 0.75
"""With fewer sounds than that, too much sounds alike: then the vowels have to fit as well as this."""
_FORMS_MOST = 200
"""Stems of one beginning that are looked at."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One name (or title) of a unit group, by the stems of its words."""

    code: str
    text: str
    words: tuple[str, ...]
    weight: float
    joined: str
    """All of it without spaces, so that `hair dresser` is `hairdresser`."""


class Index:
    """All names of one language."""

    def __init__(self, units: Mapping[str, Unit], lang: str, light: Iterable[str] = ()) -> None:
        """`light`: words of the data that say nothing of what somebody did, beside those of every text."""
        self._stem: Callable[[str], str] = stemmer(lang)
        own = fold(" ".join(light)).split()
        self._light = frozenset(map(self._stem, (*light_words(lang), *own)))
        self._places = frozenset(map(self._stem, place_words(lang)))
        self._latin = lang if lang in latin_letters.LANGUAGES else ""
        texts = [
            (code, text) for code, unit in units.items() for text in (*unit.names, unit.title) if fold(text)
        ]
        self._weights = self._weigh(texts)
        self.phrases = [self._phrase(code, text) for code, text in texts]
        self.joined = [phrase.joined for phrase in self.phrases]
        self._vocabulary = sorted(self._weights)
        self._using = self._users()
        self._sounds = self._sound() if self._latin else {}
        self._near: dict[str, tuple[tuple[str, float], ...]] = {}

    def words(self, text: str) -> list[str]:
        """The stems of a folded text, each once."""
        return list(dict.fromkeys(map(self._stem, text.split())))

    def weight(self, word: str) -> float:
        """How much a stem says of what somebody did, from 0 to 1."""
        known = self._weights.get(word)
        if known is not None:
            return known
        return LIGHT if word in self._light or word in self._places else _UNKNOWN

    def using(self, word: str) -> Sequence[int]:
        """The places of the phrases that have a stem."""
        return self._using[word]

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """The stems of names that a typed stem may stand for, each with a likeness from 0 to 1."""
        found = self._near.get(word)
        if found is None:
            found = tuple(self._neighbours(word).items())
            if word in self._weights:  # nothing that only a person said is kept
                self._near[word] = found
        return found

    def _weigh(self, texts: list[tuple[str, str]]) -> dict[str, float]:
        said: dict[str, set[str]] = defaultdict(set)
        for code, text in texts:
            for word in self.words(fold(text)):
                said[word].add(code)
        most = math.log(len({code for code, _ in texts}) + 1.0)
        rare = {word: 1.0 - math.log(len(codes)) / most for word, codes in said.items()}
        return {word: LIGHT if word in self._light else max(LIGHT, much) for word, much in rare.items()}

    def _phrase(self, code: str, text: str) -> Phrase:
        words = tuple(map(intern, self.words(fold(text))))
        return Phrase(code, text, words, sum(map(self.weight, words)), "".join(words))

    def _users(self) -> dict[str, array[int]]:
        found = {word: array("H") for word in self._vocabulary}
        for at, phrase in enumerate(self.phrases):
            for word in phrase.words:
                found[word].append(at)
        return found

    def _sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            found[latin_letters.of_arabic(word, self._latin)].append(word)
        return found

    def _neighbours(self, word: str) -> dict[str, float]:
        found = {word: 1.0} if word in self._weights else {}
        if word in self._light or (word in self._places and not found):
            return found
        for other, alike in self._forms(word):
            found.setdefault(other, alike)
        if word not in self._weights:
            for other, alike in (*self._slips(word), *self._spoken(word)):
                found[other] = max(alike, found.get(other, 0.0))
        return found

    def _forms(self, word: str) -> list[tuple[str, float]]:
        """Stems with the same beginning, more alike the more of both it is."""
        if len(word) < _STEM:
            return []
        start = word[:_STEM]
        first = bisect_left(self._vocabulary, start)
        same = takewhile(lambda other: other.startswith(start), self._vocabulary[first : first + _FORMS_MOST])
        found = []
        for other in same:
            common = _common(word, other)
            if max(len(word), len(other)) - common <= _REST:
                found.append((other, 0.3 + 1.2 * common / (len(word) + len(other))))
        return found

    def _slips(self, word: str) -> list[tuple[str, float]]:
        arabic = "\u0600" <= word[0] <= "\u06ff"
        least, letters = (_TYPO_FROM, _TYPO_LETTERS)
        if arabic:
            least, letters = (_ARABIC_TYPO_FROM, _ARABIC_TYPO_LETTERS)
        if len(word) < letters:
            return []
        close = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=least, limit=5)
        return [
            (other, (ratio / 100) ** 2 * (1.0 if other[0] == word[0] else _OTHER_START))
            for other, ratio, _ in close
        ]

    def _spoken(self, word: str) -> list[tuple[str, float]]:
        """Arabic and Persian as typed in Latin letters (khayyat)."""
        if not self._latin or not latin_letters.typed(word):
            return []
        found = []
        for sounds in latin_letters.of_latin(word):
            for other in self._sounds.get(sounds, ()):
                vowels = latin_letters.likeness(word, other)
                if len(sounds) >= _SKELETON or vowels >= _SHORT_VOWELS:
                    found.append((other, _SAME_SOUND * (0.6 + 0.4 * vowels)))
        return found


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
