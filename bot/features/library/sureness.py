"""How surely a text asks for one of our articles at all, rather than for the weather.

A logistic regression of what the search saw: how well the best article fits and how well the small talk
that is none of ours (`not_ours` of content/words), how long the text is, and how much of it is known. It is
the same for all languages but for what a language refuses below (finding.THRESHOLDS). `python -m
bench.finding --learn` prints both anew: from the articles' own questions and the small talk, each asked of
an index without it.
"""

from __future__ import annotations

from bot.features.library.search import NO_VIEWS, Ranking

LONG = 15
"""Words from which a text counts as long."""
LEANING = 10.0
"""What makes one of a text's leaning: of the size of the other features."""
LEAST = -20.0
"""Of a text that no article has a word of."""

FEATURES = (
    "always",
    "spoken of",
    "words known",
    "letters",
    "phrase",
    "phrases",
    "small talk spoken of",
    "small talk phrase",
    "small talk, of the best",
    "next best",
    "words known, at best",
    "one by words",
    "words, of a long text",
    "unknown",
    "exact",
    "leaning",
)
WEIGHTS = (
    -1.20, 4.08, 0.57, 0.95, -0.32, 2.47, 0.05, -2.09, -1.45, -1.01, -0.49, 0.78, 4.98, -0.32, -0.29, 2.85,
)  # fmt: skip


def features(ranking: Ranking) -> tuple[float, ...] | None:
    """The numbers that count, as FEATURES names them; None where no article fits at all."""
    ours = ranking.ours
    if not ours:
        return None
    other = ranking.small_talk
    best, views = ours[0].score, other.views if other else NO_VIEWS
    return (
        1.0,
        *ours[0].views,
        views[0],
        views[3],
        other.score / (best + 0.01) if other else 0.0,
        ours[1].score if len(ours) > 1 else 0.0,
        max(hit.views[1] for hit in ours),
        1 / ranking.words,
        min(ranking.words, LONG) / LONG,
        ranking.unknown,
        ranking.exact,
        ranking.leaning / LEANING,
    )


def sureness(ranking: Ranking) -> float:
    """The logarithm of the odds that a text asks for one of ours."""
    seen = features(ranking)
    if seen is None:
        return LEAST
    return sum(weight * feature for weight, feature in zip(WEIGHTS, seen, strict=True))
