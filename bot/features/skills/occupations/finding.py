"""From a typed text to the unit groups whose names are nearest to it.

A name scores by how much of it the text says, and how much of the text it explains; a text that is spread
over several names of one group ("I baked bread and cakes") counts for that group as well. Never rapidfuzz's
WRatio or partial ratios: they are full marks for any one shared word.
"""

from __future__ import annotations

from collections import defaultdict

from rapidfuzz import fuzz, process

from bot.features.skills.occupations.index import LIGHT, Index
from bot.features.skills.occupations.model import Match
from bot.language.normal import fold

SHOWN = 3
"""Unit groups that are offered."""
ENOUGH = 0.5
"""Score below which nothing is near: small talk and questions stay below it (test_finding.py)."""
_BESIDE = 0.5
"""A unit group is offered if it has so much of the best one's score."""
_WORDS, _LETTERS = 24, 300
"""So much of a long text is looked at, so that nobody can keep the finder busy."""
_SAID, _EXPLAINED = 0.55, 0.45
"""How much of a name's score is that it is said, and that it explains the text (powers of a product)."""
_ONE_NAME, _ALL_NAMES = 0.75, 0.25
"""A group's score: its best name, and what all its names explain together."""
_ALL, _TELLING = 0.99, 0.2
"""A name is near, whatever else the text says, where all of it is said and its words weigh so much."""
_JOINED_FROM, _JOINED_LETTERS = 88, 5
"""rapidfuzz ratio from which a text of so many letters is a name but for its spaces."""
_JOINED_MOST = 8


def search(index: Index, text: str, lang: str) -> list[Match]:
    """The unit groups near a text, best first; [] where nothing is near enough."""
    words = index.words(fold(text[:_LETTERS]))[:_WORDS]
    if not words or all(word.isdecimal() for word in words):
        return []
    telling = any(index.weight(word) > LIGHT for word in words)
    names = _by_words(index, words) if telling else {}
    _by_letters(index, words, names)
    best: dict[str, tuple[float, int]] = {}
    for at, score in names.items():
        code = index.phrases[at].code
        if code not in best or score > best[code][0]:
            best[code] = (score, at)
    whole = _explained(index, words)
    found = []
    for code, (score, at) in best.items():
        both = _ONE_NAME * score + _ALL_NAMES * max(whole[code], score)
        found.append(Match(code, min(1.0, both), index.phrases[at].text, lang))
    found.sort(key=lambda match: -match.score)
    return [match for match in found if match.score >= max(ENOUGH, found[0].score * _BESIDE)]


def _by_words(index: Index, words: list[str]) -> dict[int, float]:
    """The score of each name that has a word of the text."""
    total = sum(map(index.weight, words)) or 1.0
    said: dict[int, dict[str, float]] = defaultdict(dict)
    explained: dict[int, float] = defaultdict(float)
    for word in words:
        share = index.weight(word) / total
        reached: dict[int, float] = {}
        for own, alike in index.near(word):
            for at in index.using(own):
                said[at][own] = max(alike, said[at].get(own, 0.0))
                reached[at] = max(alike, reached.get(at, 0.0))
        for at, alike in reached.items():
            explained[at] += share * alike
    scores = {}
    for at, own_words in said.items():
        spoken = sum(index.weight(own) * alike for own, alike in own_words.items()) / index.phrases[at].weight
        score = min(1.0, spoken) ** _SAID * min(1.0, explained[at]) ** _EXPLAINED
        whole = spoken > _ALL and index.phrases[at].weight > _TELLING
        scores[at] = max(score, ENOUGH) if whole else score
    return scores


def _by_letters(index: Index, words: list[str], scores: dict[int, float]) -> None:
    """Names that are the text but for spaces and a slip or two: `hair dresser`, `bodaboda`."""
    heavy = [word for word in words if index.weight(word) > LIGHT] or words
    joined = "".join(heavy)
    if len(joined) < _JOINED_LETTERS:
        return
    close = process.extract(
        joined, index.joined, scorer=fuzz.ratio, score_cutoff=_JOINED_FROM, limit=_JOINED_MOST
    )
    for _, ratio, at in close:
        scores[at] = max(scores.get(at, 0.0), (ratio / 100) ** 1.5)


def _explained(index: Index, words: list[str]) -> dict[str, float]:
    """By unit group, how much of the text its names explain together."""
    total = sum(map(index.weight, words)) or 1.0
    found: dict[str, float] = defaultdict(float)
    for word in words:
        share = index.weight(word) / total
        reached: dict[str, float] = {}
        for own, alike in index.near(word):
            for at in index.using(own):
                code = index.phrases[at].code
                if alike > reached.get(code, 0.0):
                    reached[code] = alike
        for code, alike in reached.items():
            found[code] += share * alike
    return found
