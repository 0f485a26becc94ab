"""The search index of one language: which words and letter groups lead to which article.

Two views of the same texts. Letter groups of three (3-grams) forgive typing mistakes and word forms; each
is a big integer with a lane of 16 bits an article, so that adding up a question's groups scores all
articles at once. Words weigh the more the fewer articles use them; the words of each phrase (title,
question, keyword, summary) tell whether a question means the same thing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.features.library.forms import stemmer
from bot.features.library.light_words import LIGHT, light_words, place_words
from bot.features.library.model import Version
from bot.language.normal import fold

GRAMS_MAX = 160
"""Letter groups of a question that are looked at: with _IMPACT they cannot overflow a lane."""
_LANE = 16
_IMPACT = 400
_TITLE, _KEYWORD, _QUESTION, _SUMMARY, _BODY = 3.0, 2.0, 1.0, 1.0, 0.25
_PLACE_SHARE = 0.5  # what a country's name weighs, against another word that is as rare
_SUMMARY_STRENGTH = 0.9
_PLACE_STRENGTH = 0.6


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way in which an article says what it is about."""

    article: int
    text: str
    words: frozenset[str]
    weight: float
    """Sum of the weights of its words."""
    strength: float
    """1, or less for a phrase that proves less when it fits."""


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    words: list[str]
    weight: float
    strength: float = 1.0


def grams_of(words: Iterable[str]) -> Iterator[str]:
    """Letter groups of three of each word; the space before and after it counts as a letter."""
    for word in words:
        padded = f" {word} "
        for at in range(len(padded) - 2):
            yield padded[at : at + 3]


class Index:
    """Built once from the versions of one language. Never changes."""

    def __init__(self, versions: Sequence[tuple[str, Version]], lang: str) -> None:
        self.articles: tuple[str, ...] = tuple(id for id, _ in versions)
        self._light = light_words(lang)
        self._stem = stemmer(lang)
        self.places = frozenset(map(self._stem, place_words(lang)))
        fields = [self._fields(version) for _, version in versions]
        bodies = [
            self.words(fold(" ".join(f"{p.heading} {p.text}" for p in version.pieces)))
            for _, version in versions
        ]
        self.weights = self._weigh(fields, bodies)
        self.phrases: list[Phrase] = []
        self.with_word: dict[str, dict[int, list[int]]] = {}
        """For each word: the articles that have it in a phrase, and the numbers of those phrases."""
        for article, own in enumerate(fields):
            self._add_phrases(article, own)
        self._by_edge: dict[str, list[str]] = defaultdict(list)
        for word in self.with_word:
            for edge in _edges(word):
                self._by_edge[edge].append(word)
        self.near: dict[str, list[tuple[str, float]]] = {}
        self._grams, self._rare = _pack(_count_grams(fields, bodies), len(versions))

    def words(self, folded: str) -> list[str]:
        """The stems of the words that can say what a text is about, each once, in their order."""
        return list(dict.fromkeys(self._stem(word) for word in folded.split() if word not in self._light))

    def lookalikes(self, word: str) -> list[str]:
        """Words of phrases that begin or end like this one."""
        return [other for edge in _edges(word) for other in self._by_edge.get(edge, ())]

    def _fields(self, version: Version) -> list[_Field]:
        texts = [(version.title, _TITLE, 1.0)]
        texts += [(keyword, _KEYWORD, 1.0) for keyword in version.keywords]
        texts += [(question, _QUESTION, 1.0) for question in version.questions]
        texts.append((version.summary, _SUMMARY, _SUMMARY_STRENGTH))
        folded = [(fold(text), weight, strength) for text, weight, strength in texts]
        return [_Field(text, self.words(text), weight, strength) for text, weight, strength in folded]

    def _weigh(self, fields: list[list[_Field]], bodies: list[list[str]]) -> dict[str, float]:
        """About 1 for a word that one article uses, near 0 for one in every article."""
        users: Counter[str] = Counter()
        for own, body in zip(fields, bodies, strict=True):
            users.update({word for field in own for word in field.words} | set(body))
        weights = {word: _rarity(count, len(fields)) for word, count in users.items()}
        for word in self.places & weights.keys():
            weights[word] *= _PLACE_SHARE
        return weights

    def _add_phrases(self, article: int, fields: list[_Field]) -> None:
        for field in fields:
            words = frozenset(field.words)
            if not words:
                continue
            weight = sum(self.weights[word] for word in words)
            only_places = words <= self.places
            strength = _PLACE_STRENGTH if only_places else field.strength
            for word in words:
                self.with_word.setdefault(word, {}).setdefault(article, []).append(len(self.phrases))
            self.phrases.append(Phrase(article, field.text, words, weight, strength))

    def gram_scores(self, words: Iterable[str]) -> list[float]:
        """For each article from 0 to 1: how much of the words' letter groups, by rarity, it has."""
        total, most = 0, 0
        grams = self._grams
        for gram in list(dict.fromkeys(grams_of(words)))[:GRAMS_MAX]:
            found = grams.get(gram)
            if found is None:
                most += self._rare
            else:
                most += found[0]
                total += found[1]
        if not most:
            return [0.0] * len(self.articles)
        size = _LANE // 8 * len(self.articles)
        lanes = memoryview(total.to_bytes(size, "little")).cast("H")
        return [lane / most for lane in lanes]


def _edges(word: str) -> tuple[str, str]:
    return f"^{word[:2]}", f"{word[-2:]}$"


def _rarity(users: int, articles: int) -> float:
    return max(LIGHT, math.log((articles + 1) / (users + 0.5)) / math.log(articles + 1))


def _count_grams(fields: list[list[_Field]], bodies: list[list[str]]) -> dict[str, dict[int, float]]:
    counts: dict[str, dict[int, float]] = defaultdict(dict)
    for article, (own, body) in enumerate(zip(fields, bodies, strict=True)):
        here: dict[str, float] = defaultdict(float)
        for field in own:
            for gram in grams_of(field.words):
                here[gram] += field.weight
        for gram, times in Counter(grams_of(body)).items():
            here[gram] += _BODY * times
        for gram, weight in here.items():
            counts[gram][article] = weight
    return counts


def _pack(counts: dict[str, dict[int, float]], articles: int) -> tuple[dict[str, tuple[int, int]], int]:
    """For each letter group the most that it can add to an article, and the lanes of what it adds to each."""
    packed: dict[str, tuple[int, int]] = {}
    for gram, weights in counts.items():
        most = _IMPACT * _rarity(len(weights), articles)
        lanes = 0
        for article, weight in weights.items():
            lanes |= round(most * weight / (weight + 1)) << (_LANE * article)
        packed[gram] = (round(most), lanes)
    return packed, _IMPACT
