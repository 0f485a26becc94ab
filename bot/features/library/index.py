"""The search index of one language: which words and letter groups lead to which article.

Letter groups of three (3-grams) forgive typing mistakes and word forms; each is a big integer with a lane of
16 bits an article, so that adding up a question's groups scores all articles at once. Words weigh the more
the fewer articles use them; the words of each phrase (title, question, keyword, summary) tell whether a
question means the same thing. Numbers stand in packed arrays: eight languages are held in memory at once.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from sys import intern

from bot.features.library import latin_letters
from bot.features.library.everyday import Everyday, Sames
from bot.features.library.forms import root, spelling, stemmer
from bot.features.library.leaning import Leaning
from bot.features.library.light_words import LIGHT, light_words, place_words
from bot.features.library.model import Version
from bot.language.normal import fold

MUCH = 255
ARTICLES_MAX = 255
"""Articles that an index can tell apart."""
GRAMS_MAX = 160
"""Letter groups of a question that are looked at: with _IMPACT they cannot overflow a lane."""
KIN = 12
"""Words of one root that are looked at."""
_LANE = 16
_IMPACT = 400
_TITLE, _KEYWORD, _QUESTION, _SUMMARY, _BODY = 3.0, 2.0, 1.0, 1.0, 0.3
_ENOUGH = 1.5  # mentions after which one more says little (the k of BM25)
_PLACE_SHARE = 0.5  # what a country's name weighs, against another word that is as rare
_SUMMARY_STRENGTH = 0.9
_PLACE_STRENGTH = 0.6

NOT_OURS = ""
"""Stands in the place of an article's id for questions that none of them answers."""


class Phrases:
    """The ways in which articles say what they are about, by number; those of one article stand together."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.words: list[tuple[str, ...]] = []
        self.weights = array("f")
        """Sum of the weights of a phrase's words."""
        self.strengths = array("f")
        """1, or less for a phrase that proves less when it fits."""

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word of a question may stand for, the likeliest first, each with its likeness from 0 to 1."""

    near: tuple[str, ...]
    alike: array[float]
    weight: float
    spoken: int
    """A lane an article: how much it is about any of these, of MUCH."""
    known: int
    """A lane an article: 1 where it has any of these."""

    def others(self) -> Iterator[tuple[str, float]]:
        return zip(self.near, self.alike, strict=True)


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    words: list[str]
    weight: float
    strength: float = 1.0
    phrase: bool = True


def grams_of(words: Iterable[str]) -> Iterator[str]:
    """Letter groups of three of each word; the space before and after it counts as a letter."""
    for word in words:
        padded = f" {word} "
        for at in range(len(padded) - 2):
            yield padded[at : at + 3]


class Index:
    """Built once from the versions of one language. Never changes."""

    def __init__(
        self, versions: Sequence[tuple[str, Version]], lang: str, everyday: Everyday | None = None
    ) -> None:
        everyday = everyday or Everyday()
        if len(versions) > ARTICLES_MAX:
            raise ValueError(f"{len(versions)} articles are more than an index holds ({ARTICLES_MAX})")
        self.lang = lang
        self.articles: tuple[str, ...] = (*(id for id, _ in versions), NOT_OURS)
        self._light = light_words(lang)
        self._stem = _same_texts(stemmer(lang))
        self.sames = Sames(everyday, self._stem, self._light)
        self.places = frozenset(map(self._stem, place_words(lang)))
        fields = [self._fields(version) for _, version in versions]
        fields.append([self._field(text, _QUESTION) for text in everyday.not_ours])
        counts = [_mentions(own) for own in fields]
        self.weights = self._weigh(counts)
        self.mentions: dict[str, bytes] = _mentioned(counts)
        """For each word, by turns: the number of an article that has it, and how much of the article is about
        it, of MUCH."""
        self.phrases = Phrases()
        self._starts = [0]
        """For each article the number of its first phrase, and at last how many there are."""
        for some in fields:
            self._add_phrases(some)
            self._starts.append(len(self.phrases))
        phrases = [field.text for some in fields[:-1] for field in some if field.phrase]
        self.leaning = Leaning(phrases, everyday.not_ours, spelling(lang))
        # In one order in every process, which sets have not: what ties is told alike everywhere.
        known = list(dict.fromkeys([*self.weights, *self.sames.words]))
        self._by_edge: dict[str, list[str]] = defaultdict(list)
        for word in known:
            for edge in _edges(word):
                self._by_edge[edge].append(word)
        self._root = root(lang)
        self._by_root: dict[str, list[str]] = defaultdict(list)
        if self._root is not None:
            for word in known:
                self._by_root[self._root(word)].append(word)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        if lang in latin_letters.LANGUAGES:
            for word in known:
                self._by_sound[self._sound(word)].append(word)
        self.meanings: dict[str, Meaning] = {}
        self._grams = _pack(_count_grams(counts), len(self.articles))

    def words(self, folded: str) -> list[str]:
        """What a text is about: the stems of its words but light ones, each once, and known expressions."""
        stems = [self._stem(word) for word in folded.split() if word not in self._light]
        return list(dict.fromkeys(stems + self.sames.expressions(stems)))

    def knows(self, word: str) -> bool:
        """Is this folded word, in any of its forms, one of the articles' own, or one of every day?"""
        stem = self._stem(word)
        return word in self._light or stem in self.weights or bool(self.sames.of(stem))

    def lookalikes(self, word: str) -> list[str]:
        """Known words that begin or end like this one."""
        return [other for edge in _edges(word) for other in self._by_edge.get(edge, ())]

    def kin(self, word: str) -> Sequence[str]:
        """Known words that may be the same word in another form, itself among them."""
        return self._by_root.get(self._root(word), ())[:KIN] if self._root is not None else ()

    def soundalikes(self, word: str) -> list[str]:
        """Words in Arabic letters that a word typed in Latin letters may be."""
        if not self._by_sound or not latin_letters.typed(word):
            return []
        return [
            other
            for sound in latin_letters.of_latin(word)
            for other in self._by_sound.get(sound, ())
            if len(sound) > 1 and not other.isascii()
        ]

    def _sound(self, word: str) -> str:
        return "" if word.isascii() else latin_letters.of_arabic(word, self.lang)

    def _fields(self, version: Version) -> list[_Field]:
        fields = [self._field(version.title, _TITLE)]
        fields += [self._field(keyword, _KEYWORD) for keyword in version.keywords]
        fields += [self._field(question, _QUESTION) for question in version.questions]
        fields.append(self._field(version.summary, _SUMMARY, _SUMMARY_STRENGTH))
        body = " ".join(f"{piece.heading} {piece.text}" for piece in version.pieces)
        folded = fold(body).split()
        # Said often, a word of the body counts for more than once.
        stems = [self._stem(word) for word in folded if word not in self._light]
        fields.append(_Field("", stems, _BODY, phrase=False))
        return fields

    def _field(self, text: str, weight: float, strength: float = 1.0) -> _Field:
        return _Field(text, self.words(fold(text)), weight, strength)

    def _weigh(self, counts: list[dict[str, float]]) -> dict[str, float]:
        """About 1 for a word that one article uses, near 0 for one in every article."""
        users = Counter(word for own in counts for word in own)
        weights = {word: _rarity(count, len(counts)) for word, count in users.items()}
        for word in self.places & weights.keys():
            weights[word] *= _PLACE_SHARE
        return weights

    def _add_phrases(self, fields: list[_Field]) -> None:
        for field in fields:
            if not field.words or not field.phrase:
                continue
            weight = sum(self.weights[word] for word in field.words)
            only_places = self.places.issuperset(field.words)
            strength = _PLACE_STRENGTH if only_places else field.strength
            self.phrases.texts.append(field.text)
            self.phrases.words.append(tuple(field.words))
            self.phrases.weights.append(weight)
            self.phrases.strengths.append(strength)

    def gram_scores(self, words: Iterable[str]) -> list[float]:
        """For each article from 0 to 1: how much of the words' letter groups, by rarity, it has."""
        unknown = _IMPACT << _LANE * len(self.articles)
        asked = list(dict.fromkeys(grams_of(words)))[:GRAMS_MAX]
        lanes = _lanes(sum([self._grams.get(gram, unknown) for gram in asked]), len(self.articles) + 1)
        most = lanes[-1]
        return [lane / most for lane in lanes[:-1]] if most else [0.0] * len(self.articles)

    def lanes(self, packed: int) -> memoryview:
        """The number of each article."""
        return _lanes(packed, len(self.articles))

    def phrases_of(self, article: int) -> range:
        return range(self._starts[article], self._starts[article + 1])

    def spoken_of(self, near: Iterable[tuple[str, float]]) -> tuple[int, int]:
        """Two rows of lanes: how much each article is about one of these words, of MUCH, and whether."""
        best = [0] * len(self.articles)
        for word, alike in near:
            pairs = self.mentions.get(word, b"")
            for article, much in zip(pairs[::2], pairs[1::2], strict=True):
                best[article] = max(best[article], round(alike * much))
        spoken = sum(much << (_LANE * article) for article, much in enumerate(best) if much)
        known = sum(1 << (_LANE * article) for article, much in enumerate(best) if much)
        return spoken, known


def _lanes(packed: int, many: int) -> memoryview:
    return memoryview(packed.to_bytes(_LANE // 8 * many, "little")).cast("H")


def _edges(word: str) -> tuple[str, str]:
    return f"^{word[:2]}", f"{word[-2:]}$"


def _same_texts(stem: Callable[[str], str]) -> Callable[[str], str]:
    """Equal stems are one and the same text, so that each is held once."""
    return lambda word: intern(stem(word))


@cache
def _rarity(users: int, articles: int) -> float:
    return max(LIGHT, math.log((articles + 1) / (users + 0.5)) / math.log(articles + 1))


def _mentions(fields: list[_Field]) -> dict[str, float]:
    """How often an article says each word, by the weight of where it says it."""
    counts: dict[str, float] = defaultdict(float)
    for field in fields:
        for word in field.words:
            counts[word] += field.weight
    return counts


def _mentioned(counts: list[dict[str, float]]) -> dict[str, bytes]:
    found: dict[str, bytearray] = defaultdict(bytearray)
    for article, own in enumerate(counts):
        for word, times in own.items():
            found[word] += bytes((article, round(MUCH * times / (times + _ENOUGH))))
    return {word: bytes(pairs) for word, pairs in found.items()}


def _count_grams(counts: list[dict[str, float]]) -> dict[str, array[float]]:
    """How often each article says words with a letter group."""
    none = array("f", bytes(4 * len(counts)))
    grams: dict[str, array[float]] = {}
    for article, own in enumerate(counts):
        for word, times in own.items():
            for gram in set(grams_of([word])):
                here = grams.get(gram)
                if here is None:
                    here = grams[gram] = none[:]
                here[article] += times
    return grams


def _pack(counts: dict[str, array[float]], articles: int) -> dict[str, int]:
    """For each letter group the lanes of what it adds to each article, and in a last one the most it can."""
    packed: dict[str, int] = {}
    for gram, weights in counts.items():
        most = _IMPACT * _rarity(articles - weights.count(0.0), articles)
        lanes = array("H", [round(most * weight / (weight + 1)) for weight in weights])
        lanes.append(round(most))
        packed[gram] = int.from_bytes(lanes.tobytes(), "little")
    return packed
