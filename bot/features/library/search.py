"""Finds the article that answers a question, or says that there is none. It never makes one up.

Four views of how well an article fits are weighed against each other: how much of the question it speaks of,
how many of the question's words it has at all, its letter groups (which forgive slips of the finger), and
its phrases that come nearest (each by how much of the question it covers, and how much of it the question).
A word counts as another where their letters are nearly the same (rapidfuzz's ratio), where people use both
for one thing (content/words), and where one is the other in Latin letters.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter

from bot.features.library import latin_letters
from bot.features.library.index import Index, Meaning
from bot.features.library.index_tables import MUCH, NOT_OURS
from bot.language.normal import fold

CANDIDATES = 8
WORDS_MAX = 40
_ALIKE = 82  # rapidfuzz ratio from which two words count as one
_SAME = 0.8  # likeness of two words for one thing
_SAME_FROM = 0.6  # likeness to a word from which its other names count, too
_KIN = 0.8  # likeness of two words of one root
_UNKNOWN = 1.4  # weight of a word that no article uses: it speaks for another topic
_WHOLE = 0.85  # phrase score from which one word counts as a whole phrase
_FINE = 230  # steps of a share: WORDS_MAX rounded ones times MUCH stay within a lane
_KEPT = 1_000  # words of a language whose meaning is kept
_NEAREST = 3  # phrases of an article that count

# Learnt from the articles' own questions, each asked of an index without it.
SPOKEN, KNOWN, LETTERS, PHRASE, PHRASES = 0.23, 0.11, 0.28, 0.07, 0.31
VIEWS = ("spoken of", "words known", "letters", "phrase", "phrases")
NO_VIEWS = (0.0,) * len(VIEWS)


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
    words: int = 0
    """Of the text, those that can say what it is about."""
    unknown: float = 0.0
    """By weight, the share of them that stand for no word of ours."""
    exact: float = 0.0
    """The share of them that are words of ours as they stand."""
    leaning: float = 0.0
    """To our phrases (above 0) or to small talk (leaning.py)."""

    @property
    def ours(self) -> tuple[Hit, ...]:
        """Without the questions that no article answers."""
        return tuple(hit for hit in self.hits if hit.article != NOT_OURS)

    @property
    def small_talk(self) -> Hit | None:
        """How it fits the questions that no article answers."""
        return next((hit for hit in self.hits if hit.article == NOT_OURS), None)

    @property
    def not_ours(self) -> float:
        """How much it is like questions that no article answers."""
        return self.small_talk.score if self.small_talk else 0.0

    @property
    def best(self) -> float:
        return self.hits[0].score if self.hits else 0.0


def rank(index: Index, text: str, hidden: Collection[str] = ()) -> Ranking:
    """The articles nearest to a text, without the hidden ones. A number alone is a choice, no question."""
    folded = fold(text)
    words = index.words(folded)[:WORDS_MAX]
    if all(word.isdecimal() for word in words):
        return Ranking((), False)
    meant = [meaning(index, word) for word in words]
    grams = index.gram_scores(words)
    spoken, known = _spoken(index, meant)
    rough = [one + other for one, other in zip(spoken, grams, strict=True)]
    shown = [at for at, id in enumerate(index.articles) if id not in hidden and rough[at]]
    best = sorted(shown, key=rough.__getitem__, reverse=True)[:CANDIDATES]
    phrases = _phrases(index, meant, [at for at in best if known[at]])  # without a word there is no phrase
    hits = []
    for at in best:
        first, all_, phrase = phrases.get(at, (0.0, 0.0, ""))
        views = (spoken[at], known[at], grams[at], first, all_)
        hits.append(Hit(index.articles[at], _total(views), phrase, views))
    hits.sort(key=lambda hit: hit.score, reverse=True)
    whole = sum(word.weight for word in meant)
    unknown = sum(word.weight for word in meant if not word.near) / whole
    exact = sum(word.ours for word in meant) / len(words)
    decisive, leaning = _says_enough(index, words, hits), index.leaning.of(folded)
    return Ranking(tuple(hits), decisive, len(words), unknown, exact, leaning)


def _total(views: tuple[float, float, float, float, float]) -> float:
    spoken, known, letters, phrase, phrases = views
    return SPOKEN * spoken + KNOWN * known + LETTERS * letters + PHRASE * phrase + PHRASES * phrases


def _says_enough(index: Index, words: list[str], hits: list[Hit]) -> bool:
    """A country alone names no topic, nor does one word that is only a part of what an article says."""
    if all(word in index.places for word in words):
        return False
    return len(words) > 1 or (bool(hits) and hits[0].phrase_score >= _WHOLE)


def _spoken(index: Index, words: list[Meaning]) -> tuple[list[float], list[float]]:
    """By article: how much of the question's weight it speaks of, and which share of its words it has."""
    whole = sum(word.weight for word in words) or 1.0
    spoken = sum(round(word.weight / whole * _FINE) * word.spoken for word in words)
    known = sum(index.whether(word.spoken) for word in words)
    return (
        [lane / (MUCH * _FINE) for lane in index.lanes(spoken)],
        [lane / len(words) for lane in index.lanes(known)],
    )


def _phrases(index: Index, words: list[Meaning], articles: list[int]) -> dict[int, tuple[float, float, str]]:
    """For each article its best phrase, the mean of its best few, and the best one's text.

    A phrase scores the (geometric) mean of how much of the question it covers, and the question of it.
    """
    phrases = index.phrases
    places = bytearray(len(phrases))  # for each phrase which of these articles has it, from 1
    for place, article in enumerate(articles, 1):
        own = index.phrases_of(article)
        places[own.start : own.stop] = bytes([place]) * len(own)
    fitting: dict[int, list[_Share]] = {}
    for word, share in _shares(index, words).items():
        for at in phrases.having(word):
            if places[at]:
                fitting.setdefault(at, []).append(share)
    scores: list[dict[int, float]] = [{} for _ in articles]
    for at in sorted(fitting):  # of those that score alike the first is the best
        covered, used = _covered(fitting[at])
        weight = phrases.weights[at]
        if used < weight:
            covered *= used / weight
        scores[places[at] - 1][at] = math.sqrt(covered) * phrases.strengths[at]
    found = {}
    for article, own_scores in zip(articles, scores, strict=True):
        if own_scores:
            best = sorted(own_scores.values(), reverse=True)[:_NEAREST]
            first = max(own_scores, key=own_scores.__getitem__)
            found[article] = (best[0], sum(best) / _NEAREST, phrases.text(first))
    return found


_Share = tuple[int, float, float, tuple[tuple[int, float, float], ...]]
"""Of a word that a phrase may have: a bit for each word of the question that it stands for, how much of the
question those are, its own weight, once for each, and the same one by one, each with that word's number."""


def _shares(index: Index, words: list[Meaning]) -> dict[int, _Share]:
    whole = sum(word.weight for word in words) or 1.0
    shares: dict[int, _Share] = {}
    weights = index.weights
    for number, word in enumerate(words):
        own, bit = word.weight / whole, 1 << number
        for other, alike in zip(word.near, word.alike, strict=True):
            one = (number, own * alike, weights[other])
            if other in shares:
                bits, part, weight, each = shares[other]
                shares[other] = (bits | bit, part + one[1], weight + one[2], (*each, one))
            else:
                shares[other] = (bit, one[1], one[2], (one,))
    return shares


def _covered(shares: list[_Share]) -> tuple[float, float]:
    """How much of the question some words cover, each of its words counted once, and what they weigh."""
    counted, covered, used, _ = shares[0]
    for bits, part, weight, _ in shares[1:]:
        if bits & counted:  # two of the phrase's words stand for one of the question's
            return _together(shares)
        counted |= bits
        covered += part
        used += weight
    return covered, used


def _together(shares: list[_Share]) -> tuple[float, float]:
    """As `_covered`, by the best word for each of the question's."""
    best: dict[int, tuple[float, float]] = {}
    for _, _, _, each in shares:
        for number, part, weight in each:
            other = best.get(number)
            if other is None or (part, weight) > other:
                best[number] = (part, weight)
    covered = used = 0.0
    for part, weight in best.values():
        covered += part
        used += weight
    return covered, used


def meaning(index: Index, word: str) -> Meaning:
    """What a word may stand for; of the known words asked last it is kept."""
    found = index.meanings.pop(word, None)
    if found is None:
        number = index.number(word)
        found = _meaning(index, word, number)
        if not found.ours:  # what people type beyond that must not fill the memory
            return found
        if len(index.meanings) >= _KEPT:
            index.meanings.popitem(last=False)
    index.meanings[word] = found
    return found


def _meaning(index: Index, word: str, number: int | None) -> Meaning:
    weights, near = index.weights, _near(index, word, number)
    if number is not None and number < len(weights):
        ours, weight = True, weights[number]
    else:
        ours, weight = False, max([weights[other] for other, _ in near], default=_UNKNOWN)
    others, alike = array("H", [other for other, _ in near]), array("f", [alike for _, alike in near])
    return Meaning(others, alike, weight, index.spoken_of(near), ours)


def _near(index: Index, word: str, number: int | None) -> list[tuple[int, float]]:
    """The words of articles that a word may stand for, each with its likeness."""
    found = {} if number is None else {number: 1.0}
    if len(word) > 3:
        for other, score in index.lookalikes(word, _ALIKE):
            found.setdefault(other, 0.9 * (score / 100) ** 2)
        for other in index.kin(word):
            found[other] = max(found.get(other, 0.0), _KIN)
    for other in index.soundalikes(word):
        likeness = 0.5 + 0.4 * latin_letters.likeness(word, index.word(other))
        found[other] = max(found.get(other, 0.0), likeness)
    for other, alike in list(found.items()):
        if alike < _SAME_FROM:
            continue
        less = _SAME * alike
        for same in index.same(other):
            if less > found.get(same, 0.0):
                found[same] = less
    ours = [row for row in found.items() if row[0] < len(index.weights)]
    return sorted(ours, key=itemgetter(1), reverse=True)
