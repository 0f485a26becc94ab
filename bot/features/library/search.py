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
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

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
_KEPT = 500  # words of a language whose meaning is kept
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
    known = sum(word.known for word in words)
    return (
        [lane / (MUCH * _FINE) for lane in index.lanes(spoken)],
        [lane / len(words) for lane in index.lanes(known)],
    )


def _phrases(index: Index, words: list[Meaning], articles: list[int]) -> dict[int, tuple[float, float, str]]:
    """For each article its best phrase, the mean of its best few, and the best one's text.

    A phrase scores the (geometric) mean of how much of the question it covers, and the question of it.
    """
    whole = sum(word.weight for word in words) or 1.0
    shares = _shares(words, whole)
    meant: dict[str, list[tuple[int, float, float]]] = {}
    known, found = frozenset(shares), {}
    apart, shared = known.isdisjoint, known.intersection
    words_of, weights, strengths = index.phrases.words, index.phrases.weights, index.phrases.strengths
    for article in articles:
        scores = {}
        places = index.phrases_of(article)
        for at, own_words in zip(places, words_of[places.start : places.stop], strict=True):
            if apart(own_words):
                continue
            both = shared(own_words)
            covered = used = 0.0
            counted = 0
            for own in both:
                numbers, part, weight = shares[own]
                if numbers & counted:  # two of the phrase's words stand for one of the question's
                    meant = meant or _meant(words, whole)
                    covered, used = _together(both, meant)
                    break
                counted |= numbers
                covered += part
                used += weight
            if used < weights[at]:
                covered *= used / weights[at]
            scores[at] = math.sqrt(covered) * strengths[at]
        if scores:
            best = sorted(scores.values(), reverse=True)[:_NEAREST]
            first = max(scores, key=scores.__getitem__)
            found[article] = (best[0], sum(best) / _NEAREST, index.phrases.text(first))
    return found


def _shares(words: list[Meaning], whole: float) -> dict[str, tuple[int, float, float]]:
    """For each word that a phrase may have: a bit for each word of the question that it stands for, how much
    of the question those are, and its own weight, once for each."""
    shares: dict[str, tuple[int, float, float]] = {}
    bit = 1
    for word in words:
        share = word.weight / whole
        for other, alike, weight in word.others():
            if other in shares:
                bits, part, weights = shares[other]
                shares[other] = (bits | bit, part + share * alike, weights + weight)
            else:
                shares[other] = (bit, share * alike, weight)
        bit <<= 1
    return shares


def _meant(words: list[Meaning], whole: float) -> dict[str, list[tuple[int, float, float]]]:
    """As `_shares`, word by word of the question, each by its number."""
    meant: dict[str, list[tuple[int, float, float]]] = {}
    for number, word in enumerate(words):
        share = word.weight / whole
        for other, alike, weight in word.others():
            meant.setdefault(other, []).append((number, share * alike, weight))
    return meant


def _together(
    both: Iterable[str], meant: Mapping[str, list[tuple[int, float, float]]]
) -> tuple[float, float]:
    """How much of the question some words cover, each of its words counted once, and what they weigh."""
    best: dict[int, tuple[float, float]] = {}
    for own in both:
        for number, part, weight in meant[own]:
            other = best.get(number)
            if other is None or (part, weight) > other:
                best[number] = (part, weight)
    covered = used = 0.0
    for part, weight in best.values():
        covered += part
        used += weight
    return covered, used


def meaning(index: Index, word: str) -> Meaning:
    """What a word may stand for; known words are worked out once."""
    found = index.meanings.get(word)
    if found is None:
        number = index.number(word)
        own = None if number is None else index.weight(number)
        near = _near(index, word, number)
        weights = array("d", [weight for _, _, weight in near])
        weight = max(weights, default=0.0) or _UNKNOWN if own is None else own
        others, alike = (
            tuple(index.texts([other for other, _, _ in near])),
            array("f", [a for _, a, _ in near]),
        )
        spoken, known = index.spoken_of((other, alike) for other, alike, _ in near)
        found = Meaning(others, alike, weights, weight, spoken, known, own is not None)
        if own is not None:  # what people type beyond that must not fill the memory
            if len(index.meanings) >= _KEPT:
                index.meanings.clear()
            index.meanings[word] = found
    return found


def _near(index: Index, word: str, number: int | None) -> list[tuple[int, float, float]]:
    """The words of articles that a word may stand for, each with its likeness and its weight."""
    found = {} if number is None else {number: 1.0}
    if len(word) > 3:
        others = index.lookalikes(word)
        texts = index.texts(others)
        for _, score, at in process.extract(word, texts, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=8):
            found.setdefault(others[at], 0.9 * (score / 100) ** 2)
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
    known = [
        (other, alike, weight)
        for other, alike in found.items()
        if (weight := index.weight(other)) is not None
    ]
    return sorted(known, key=lambda row: row[1], reverse=True)
