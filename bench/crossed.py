"""`python -m bench.crossed`: how well the search does on words that its index has not seen.

Each of the articles' own questions, and each of the small talk that is none of ours, is asked of an index
that was built without it (bench/learning.py leaves out a sixth at a time). So there are far more
questions than are held out, and a stemmer or a weight can be judged without ever asking those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench import learning
from bot.features.library.finding import THRESHOLDS, decide
from bot.features.library.search import Ranking
from bot.language.languages import LANGUAGES

Asked = Sequence[tuple[str, str, Ranking]]


def shares(asked: Asked, lang: str) -> dict[str, float]:
    """Percent. recall@1, recall@3: of our questions, by rank alone; first, three: as people are shown them;
    refused: of the small talk."""
    ours = [(id, ranking) for id, _, ranking in asked if id]
    ranked = [(id, [hit.article for hit in ranking.ours[:3]]) for id, ranking in ours]
    shown = [(id, decide(ranking, THRESHOLDS[lang])) for id, ranking in ours]
    given = [(id, () if found.outcome == "none" else found.articles[:3]) for id, found in shown]
    talk = [decide(ranking, THRESHOLDS[lang]).outcome == "none" for id, _, ranking in asked if not id]
    return {
        "recall@1": _percent([id in best[:1] for id, best in ranked]),
        "recall@3": _percent([id in best for id, best in ranked]),
        "first": _percent([id in best[:1] for id, best in given]),
        "three": _percent([id in best for id, best in given]),
        "refused": _percent(talk),
    }


def _percent(right: list[bool]) -> float:
    return 100 * sum(right) / len(right) if right else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.crossed")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), help="ask in this language alone")
    options = parser.parse_args()
    content = learning.shipped()
    for lang in [options.lang] if options.lang else LANGUAGES:
        asked = learning.asked(content, lang)
        figures = "  ".join(f"{name} {value:5.1f}" for name, value in shares(asked, lang).items())
        sys.stdout.write(f"{lang}: {len(asked)} asked  {figures}\n")


if __name__ == "__main__":
    main()
