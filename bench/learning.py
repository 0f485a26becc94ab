"""What the search refuses, learnt: `python -m bench.finding --learn` prints the weights and thresholds.

Each of the articles' own questions, and each of the small talk that is none of ours, is asked of an index
that was built without it; so are the questions for tuning, which no index has. A logistic regression
(iteratively reweighted least squares) tells the two apart over all languages; then each language refuses
below the value that so many of its small talk stay under. The questions held out are never looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.features.library.content import Content, load_content
from bot.features.library.index import Index
from bot.features.library.indexing import tables_of
from bot.features.library.search import Ranking, rank
from bot.features.library.sureness import features
from bot.language.languages import LANGUAGES
from bot.mind import ROOT

FOLDS = 6
REFUSED = 0.94
"""So large a share of the small talk is refused."""
_SMALL_TALK = 1 / 3
"""What all small talk weighs against all questions of ours."""
_RIDGE = 1.0
_ROUNDS = 8
_FAR = 30.0  # from here on the odds are as good as certain

Row = tuple[tuple[float, ...], bool]
"""Features of a text, and whether it asks for one of ours."""


def asked(content: Content, lang: str) -> list[tuple[str, str, Ranking]]:
    """An article's id (or none), a text, and what the search found for it without knowing it.

    Small talk is left out in blocks, since neighbours in the file are about one thing.
    """
    versions = [(id, a.versions[lang]) for id, a in content.articles.items() if lang in a.versions]
    everyday = content.everyday[lang]
    small_talk = everyday.not_ours
    found = []
    for fold in range(FOLDS):
        block = slice(len(small_talk) * fold // FOLDS, len(small_talk) * (fold + 1) // FOLDS)
        rest = replace(everyday, not_ours=small_talk[: block.start] + small_talk[block.stop :])
        left = [(id, replace(v, questions=without(v.questions, fold, FOLDS))) for id, v in versions]
        index = Index(tables_of(left, lang, rest))
        own = [(id, text) for id, version in versions for text in version.questions[fold::FOLDS]]
        own += [("", text) for text in small_talk[block]]
        found += [(id, text, rank(index, text)) for id, text in own]
    return found


def without(texts: Sequence[str], first: int, step: int) -> tuple[str, ...]:
    """The texts but for every so many-th, from the first on."""
    return tuple(text for at, text in enumerate(texts) if at % step != first)


def learn(texts: dict[str, list[tuple[bool, Ranking]]]) -> tuple[list[float], dict[str, float]]:
    """The weights of all features, and by language what to refuse below."""
    rows = {
        lang: [(seen, ours) for ours, ranking in found if (seen := features(ranking))]
        for lang, found in texts.items()
    }
    weights = fit([row for some in rows.values() for row in some])
    thresholds = {}
    for lang, some in rows.items():
        scores = sorted(score(weights, seen) for seen, ours in some if not ours)
        thresholds[lang] = scores[int(REFUSED * len(scores))]
    return weights, thresholds


def score(weights: Sequence[float], seen: Sequence[float]) -> float:
    return sum(weight * feature for weight, feature in zip(weights, seen, strict=True))


def fit(rows: Sequence[Row]) -> list[float]:
    """The weights of a logistic regression."""
    ours = sum(own for _, own in rows)
    share = ours / (len(rows) - ours) * _SMALL_TALK
    many = len(rows[0][0])
    weights = [0.0] * many
    for _ in range(_ROUNDS):
        slope = [-_RIDGE * weight for weight in weights]
        bend = [[_RIDGE * (at == other) for other in range(many)] for at in range(many)]
        for seen, own in rows:
            chance = 1 / (1 + math.exp(-max(-_FAR, min(_FAR, score(weights, seen)))))
            counts = 1.0 if own else share
            error, spread = counts * (own - chance), counts * chance * (1 - chance)
            for at, feature in enumerate(seen):
                slope[at] += error * feature
                line, part = bend[at], spread * feature
                for other in range(at, many):
                    line[other] += part * seen[other]
        for at in range(many):
            for other in range(at):
                bend[at][other] = bend[other][at]
        weights = [weight + step for weight, step in zip(weights, _solved(bend, slope), strict=True)]
    return weights


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Of a positive definite system of equations (Gauss-Jordan; no pivoting is needed for one)."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at, line in enumerate(rows):
        line[:] = [value / line[at] for value in line]
        for other in rows:
            if other is not line and other[at]:
                factor = other[at]
                other[:] = [value - factor * own for value, own in zip(other, line, strict=True)]
    return [line[-1] for line in rows]


def shipped() -> Content:
    return load_content(ROOT / "content", tuple(LANGUAGES.values()), date.max)
