"""Finds the article that answers a question, or says that there is none. It never makes one up.

Letter groups name the candidates. Then every word of the question is held against the words of the
candidates' phrases (rapidfuzz's ratio forgives a slip of the finger), and how much of the question a
phrase covers, and the question of the phrase, decides: one answer, a few to choose from, or none.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.features.library.index import Index
from bot.language.normal import fold

CANDIDATES = 8
WORDS_MAX = 40
_ALIKE = 80  # rapidfuzz ratio from which two words count as one
_UNKNOWN = 0.8  # weight of a word that no article uses
_WHOLE = 0.85  # phrase score from which one word counts as a whole phrase
_PHRASE_SHARE, _GRAM_SHARE = 0.5, 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """An article and how well it fits, from 0 to 1; `phrase` is its nearest phrase, folded."""

    article: str
    score: float
    phrase: str
    phrase_score: float
    gram_score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best articles, best first. Where `decisive` is False, none of them may be taken as the answer."""

    hits: tuple[Hit, ...]
    decisive: bool

    @property
    def best(self) -> float:
        return self.hits[0].score if self.hits else 0.0


def rank(index: Index, text: str, hidden: Collection[str] = ()) -> Ranking:
    """The articles nearest to a text, without the hidden ones."""
    words = index.words(fold(text))[:WORDS_MAX]
    if not words:
        return Ranking((), False)
    grams = index.gram_scores(words)
    shown = [at for at, id in enumerate(index.articles) if id not in hidden]
    best = sorted(shown, key=grams.__getitem__, reverse=True)[:CANDIDATES]
    phrases = _best_phrases(index, words, set(best))
    hits = []
    for at in best:
        score, phrase = phrases.get(at, (0.0, ""))
        total = _PHRASE_SHARE * score + _GRAM_SHARE * grams[at]
        hits.append(Hit(index.articles[at], total, phrase, score, grams[at]))
    hits.sort(key=lambda hit: hit.score, reverse=True)
    return Ranking(tuple(hits), _says_enough(index, words, hits))


def _says_enough(index: Index, words: list[str], hits: list[Hit]) -> bool:
    """A country alone names no topic, nor does one word that is only a part of what an article says."""
    if all(word in index.places for word in words):
        return False
    return len(words) > 1 or (bool(hits) and hits[0].phrase_score >= _WHOLE)


def _best_phrases(index: Index, words: list[str], articles: set[int]) -> dict[int, tuple[float, str]]:
    """For each article its best phrase: the mean (geometric) of what it covers and of what covers it."""
    covered: dict[int, float] = {}  # by phrase: weight of the question's words that it has
    used: dict[int, float] = {}  # by phrase: weight of its own words that the question has
    whole = 0.0
    for word in words:
        near, weight = _near(index, word)
        whole += weight
        seen: dict[int, float] = {}
        for other, alike in near:
            having, own = index.with_word[other], index.weights[other]
            for at in [at for article in articles for at in having.get(article, ())]:
                if at not in seen:
                    used[at] = used.get(at, 0.0) + own
                if alike > seen.get(at, 0.0):
                    seen[at] = alike
        for at, alike in seen.items():
            covered[at] = covered.get(at, 0.0) + weight * alike
    found: dict[int, tuple[float, str]] = {}
    for at, part in covered.items():
        phrase = index.phrases[at]
        both = part / whole * min(1.0, used[at] / phrase.weight)
        score = math.sqrt(both) * phrase.strength
        if score > found.get(phrase.article, (0.0, ""))[0]:
            found[phrase.article] = (score, phrase.text)
    return found


def _near(index: Index, word: str) -> tuple[list[tuple[str, float]], float]:
    """Words of the index that a word may mean, with their likeness, and the word's own weight."""
    found = index.near.get(word)
    if found is None:
        found = [(word, 1.0)] if word in index.with_word else []
        if len(word) > 3:
            others = index.lookalikes(word)
            scored = process.extract(word, others, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=8)
            found += list({other: (score / 100) ** 2 for other, score, _ in scored if other != word}.items())
        if word in index.weights:  # what people type beyond that must not fill the memory
            index.near[word] = found
    weight = index.weights.get(word)
    if weight is None:
        weight = max((index.weights[other] for other, _ in found), default=_UNKNOWN)
    return found, weight
