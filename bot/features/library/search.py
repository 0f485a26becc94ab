"""Finds the article that answers a question, or says that there is none. It never makes one up.

Four views of how well an article fits are weighed against each other: how much of the question it speaks of,
how many of the question's words it has at all, its letter groups (which forgive slips of the finger), and
its phrases that come nearest (each by how much of the question it covers, and how much of it the question).
A word counts as another where their letters are nearly the same (rapidfuzz's ratio), where people use both
for one thing (content/words), and where one is the other in Latin letters.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.features.library import latin_letters
from bot.features.library.index import MUCH, NOT_OURS, Index
from bot.language.normal import fold

CANDIDATES = 12
WORDS_MAX = 40
_ALIKE = 78  # rapidfuzz ratio from which two words count as one
_SAME = 0.8  # likeness of two words for one thing
_UNKNOWN = 0.8  # weight of a word that no article uses
_WHOLE = 0.85  # phrase score from which one word counts as a whole phrase
_NEAREST = 3  # phrases of an article that count

# Learnt from the articles' own questions, each asked of an index without it.
SPOKEN, KNOWN, LETTERS, PHRASE, PHRASES = 0.23, 0.11, 0.28, 0.07, 0.31
VIEWS = ("spoken of", "words known", "letters", "phrase", "phrases")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article and how well it fits, from 0 to 1; `phrase` is its nearest phrase."""

    article: str
    score: float
    phrase: str
    views: tuple[float, ...]
    """Each from 0 to 1, in the order of VIEWS."""

    @property
    def phrase_score(self) -> float:
        return self.views[3]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best articles, best first. Where `decisive` is False, none of them may be taken as the answer."""

    hits: tuple[Hit, ...]
    decisive: bool

    @property
    def ours(self) -> tuple[Hit, ...]:
        """Without the questions that no article answers."""
        return tuple(hit for hit in self.hits if hit.article != NOT_OURS)

    @property
    def not_ours(self) -> float:
        """How much it is like questions that no article answers."""
        return max((hit.score for hit in self.hits if hit.article == NOT_OURS), default=0.0)

    @property
    def best(self) -> float:
        return self.hits[0].score if self.hits else 0.0


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question: what it may stand for with the likeness, and its weight."""

    near: list[tuple[str, float]]
    weight: float


def rank(index: Index, text: str, hidden: Collection[str] = ()) -> Ranking:
    """The articles nearest to a text, without the hidden ones."""
    words = index.words(fold(text))[:WORDS_MAX]
    if not words:
        return Ranking((), False)
    meant = [_meant(index, word) for word in words]
    grams = index.gram_scores(words)
    spoken, known = _spoken(index, meant)
    rough = [one + other for one, other in zip(spoken, grams, strict=True)]
    shown = [at for at, id in enumerate(index.articles) if id not in hidden and rough[at]]
    best = sorted(shown, key=rough.__getitem__, reverse=True)[:CANDIDATES]
    phrases = _phrases(index, meant, best)
    hits = []
    for at in best:
        first, all_, phrase = phrases.get(at, (0.0, 0.0, ""))
        views = (spoken[at], known[at], grams[at], first, all_)
        hits.append(Hit(index.articles[at], _total(views), phrase, views))
    hits.sort(key=lambda hit: hit.score, reverse=True)
    return Ranking(tuple(hits), _says_enough(index, words, hits))


def _total(views: tuple[float, float, float, float, float]) -> float:
    spoken, known, letters, phrase, phrases = views
    return SPOKEN * spoken + KNOWN * known + LETTERS * letters + PHRASE * phrase + PHRASES * phrases


def _says_enough(index: Index, words: list[str], hits: list[Hit]) -> bool:
    """A country alone names no topic, nor does one word that is only a part of what an article says."""
    if all(word in index.places for word in words):
        return False
    return len(words) > 1 or (bool(hits) and hits[0].phrase_score >= _WHOLE)


def _spoken(index: Index, words: list[_Word]) -> tuple[list[float], list[float]]:
    """By article: how much of the question's weight it speaks of, and which share of its words it has."""
    spoken, known = [0.0] * len(index.articles), [0.0] * len(index.articles)
    whole = sum(word.weight for word in words) or 1.0
    for word in words:
        best: dict[int, float] = {}
        for other, alike in word.near:
            pairs = index.mentions.get(other, b"")
            for article, much in zip(pairs[::2], pairs[1::2], strict=True):
                if alike * much > best.get(article, 0.0):
                    best[article] = alike * much
        share = word.weight / whole / MUCH
        for article, most in best.items():
            spoken[article] += share * most
            known[article] += 1
    return spoken, [count / len(words) for count in known]


def _phrases(index: Index, words: list[_Word], articles: list[int]) -> dict[int, tuple[float, float, str]]:
    """For each article its best phrase, the mean of its best few, and the best one's text.

    A phrase scores the (geometric) mean of how much of the question it covers, and the question of it.
    """
    covered: dict[int, float] = {}  # by phrase: weight of the question's words that it has
    used: dict[int, float] = {}  # by phrase: weight of its own words that the question has
    wanted, phrases = frozenset(articles), index.phrases
    whole = sum(word.weight for word in words) or 1.0
    for word in words:
        seen: dict[int, float] = {}
        for other, alike in word.near:
            own = index.weights[other]
            for at in index.with_word.get(other, ()):
                if phrases[at].article not in wanted:
                    continue
                if at not in seen:
                    used[at] = used.get(at, 0.0) + own
                if alike > seen.get(at, 0.0):
                    seen[at] = alike
        for at, alike in seen.items():
            covered[at] = covered.get(at, 0.0) + word.weight * alike
    scores: dict[int, list[tuple[float, int]]] = {}
    for at, part in covered.items():
        phrase = phrases[at]
        both = part / whole * min(1.0, used[at] / phrase.weight)
        scores.setdefault(phrase.article, []).append((math.sqrt(both) * phrase.strength, at))
    found = {}
    for article, some in scores.items():
        best = sorted(some, reverse=True)[:_NEAREST]
        mean = sum(score for score, _ in best) / _NEAREST
        found[article] = (best[0][0], mean, phrases[best[0][1]].text)
    return found


def _meant(index: Index, word: str) -> _Word:
    """What a word may stand for, the likeliest first, and its weight."""
    near = index.near.get(word)
    if near is None:
        near = _near(index, word)
        if word in index.weights:  # what people type beyond that must not fill the memory
            index.near[word] = near
    weight = index.weights.get(word)
    if weight is None:
        weight = max((index.weights.get(other, 0.0) for other, _ in near), default=0.0) or _UNKNOWN
    return _Word(near, weight)


def _near(index: Index, word: str) -> list[tuple[str, float]]:
    found = {word: 1.0} if word in index.weights or index.sames.of(word) else {}
    if len(word) > 3:
        others = index.lookalikes(word)
        for other, score, _ in process.extract(word, others, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=8):
            found.setdefault(other, 0.9 * (score / 100) ** 2)
    for other in index.soundalikes(word):
        likeness = 0.5 + 0.4 * latin_letters.likeness(word, other)
        found[other] = max(found.get(other, 0.0), likeness)
    for other, alike in list(found.items()):
        for same in index.sames.of(other):
            found[same] = max(found.get(same, 0.0), _SAME * alike)
    known = [(other, alike) for other, alike in found.items() if other in index.weights]
    return sorted(known, key=lambda pair: pair[1], reverse=True)
