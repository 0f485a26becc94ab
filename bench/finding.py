"""`make eval`: how well the search does on questions that nobody used to build it.

tests/search/questions/LANG.jsonl holds them, written by people who had not seen the articles' own questions:

    {"q": "...", "kind": "article", "articles": ["rights/contract"], "noisy": true}

kind: article (any of `articles` is right as the first), none (no article answers it) or urgent (danger now).
tests/search/tuning/LANG.jsonl is like it, for setting thresholds and finding what is missing;
aside/LANG.jsonl was written with a part of it and then set aside: what gains on the one and not on the other
was learnt by heart. checked/LANG.jsonl is the part, kept out of the content, of messages of danger, calm
messages, questions and small talk that were written together: what gains by the others must gain here. Its
kind "calm" counts for alarms alone. tests/search/figures.yaml holds the figures that the tests do not let
fall by more than two points.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from rapidfuzz import fuzz, process

from bench import learning
from bot.features.library.content import load_content
from bot.features.library.index import Index
from bot.features.library.indexing import tables_of
from bot.features.library.search import rank
from bot.features.library.service import Library
from bot.language.languages import LANGUAGES
from bot.language.normal import fold
from bot.mind import ROOT

QUESTIONS = ROOT / "tests/search/questions"
TUNING = ROOT / "tests/search/tuning"
ASIDE = ROOT / "tests/search/aside"
CHECKED = ROOT / "tests/search/checked"
FIGURES = ROOT / "tests/search/figures.yaml"
FEWEST = 150
"""Questions a language."""
NEARLY = 95
"""Of 100, from which two folded questions are nearly the same (rapidfuzz's ratio)."""

_SPOKEN_OF = {"missing-child": "child"}
"""Kinds of danger as whoever wrote the questions called them."""

GOALS = {"first": 85, "three": 95, "refused": 90, "urgent": 97, "alarms": 2}
"""Percent: at least so much, but for `alarms`, which is at most so much."""


class Question(msgspec.Struct, forbid_unknown_fields=True):
    """One line of a file."""

    q: str
    kind: Literal["article", "none", "urgent", "calm"]
    articles: tuple[str, ...] = ()
    noisy: bool = False
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Percent. first, three: of questions with an article. alarms: of all that are not urgent. kind: of the
    dangers that were caught, those answered with the first aid that is for them."""

    first: float
    three: float
    noisy: float
    """`first` of the noisy ones alone."""
    refused: float
    urgent: float
    alarms: float
    kind: float


def read_questions(file: Path) -> list[Question]:
    """Raises msgspec.DecodeError, which names what is wrong, for a broken line."""
    return [msgspec.json.decode(line, type=Question) for line in file.read_bytes().splitlines() if line]


def measure(library: Library, lang: str, questions: list[Question]) -> tuple[Figures, float]:
    """The figures, and the median microseconds of a question."""
    first, three, noisy, refused, urgent, alarms, kinds = [list[bool]() for _ in range(7)]
    times = []
    for question in questions:  # what is worked out when first needed is no part of the time
        library.find(question.q, lang)
    for question in questions:
        begun = time.perf_counter()
        found = library.find(question.q, lang)
        times.append(time.perf_counter() - begun)
        danger = found.outcome == "urgent"
        if question.kind == "urgent":
            urgent.append(danger)
            if danger and question.urgent:
                told, wanted = library.danger(question.q, lang), question.urgent
                kinds.append(told is not None and told.kind == _SPOKEN_OF.get(wanted, wanted))
            continue
        alarms.append(danger)
        if question.kind == "calm":
            continue
        if question.kind == "none":
            refused.append(found.outcome == "none")
            continue
        given = () if danger or found.outcome == "none" else found.articles
        first.append(bool(given) and given[0] in question.articles)
        three.append(bool(set(given[:3]) & set(question.articles)))
        if question.noisy:
            noisy.append(first[-1])
    shares = [_percent(answers) for answers in (first, three, noisy, refused, urgent, alarms, kinds)]
    return Figures(*shares), statistics.median(times) * 1e6


def _percent(answers: list[bool]) -> float:
    return round(100 * sum(answers) / len(answers), 1) if answers else 0.0


def nearly_stored(lang: str, questions: list[Question], root: Path = ROOT) -> list[tuple[str, str]]:
    """Test questions that are nearly the same as a phrase of the content: they would prove nothing."""
    content = load_content(root / "content", tuple(LANGUAGES.values()), date.max)
    versions = [a.versions[lang] for a in content.articles.values() if lang in a.versions]
    phrases = {fold(text) for v in versions for text in (v.title, v.summary, *v.keywords, *v.questions)}
    if lang in content.everyday:
        phrases |= {fold(text) for text in content.everyday[lang].not_ours}
    if lang in content.urgent.spoken:
        spoken = content.urgent.spoken[lang]
        phrases |= {fold(text) for text in (*spoken.calm, *(text for _, text in spoken.messages))}
    found = []
    for question in questions:
        folded = fold(question.q)
        match = process.extractOne(folded, phrases, scorer=fuzz.ratio, score_cutoff=NEARLY)
        if match and len(folded.split()) > 2:  # a bare keyword is everybody's
            found.append((question.q, match[0]))
    return found


def recorded() -> dict[str, Figures]:
    known = yaml.safe_load(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return {lang: Figures(**row) for lang, row in known.items()}


def _learnt() -> Iterator[str]:
    """What bot/features/library/sureness.py and finding.py hold, worked out anew."""
    content = learning.shipped()
    texts = {}
    for lang in LANGUAGES:
        texts[lang] = [(bool(id), ranking) for id, _, ranking in learning.asked(content, lang)]
        versions = [(id, a.versions[lang]) for id, a in content.articles.items()]
        index = Index(tables_of(versions, lang, content.everyday[lang]))
        tuning = [row for row in read_questions(TUNING / f"{lang}.jsonl") if row.kind != "urgent"]
        texts[lang] += [(row.kind == "article", rank(index, row.q)) for row in tuning]
    weights, thresholds = learning.learn(texts)
    yield "WEIGHTS = (" + ", ".join(f"{weight:.2f}" for weight in weights) + ")\n"
    for lang, least in thresholds.items():
        yield f'"{lang}": {least:.2f},\n'


def fell(before: Figures, now: Figures, by: float = 2.0) -> list[str]:
    """What got worse by more than so many points, each in a few words."""
    then, here = asdict(before), asdict(now)
    worse = {name: then[name] - here[name] for name in then} | {"alarms": here["alarms"] - then["alarms"]}
    return [f"{name}: {then[name]} before, {here[name]} now" for name, lost in worse.items() if lost > by]


def _wrong(library: Library, lang: str, questions: list[Question]) -> Iterator[str]:
    for question in questions:
        found = library.find(question.q, lang)
        got = found.outcome if found.outcome in ("urgent", "none") else "article"
        if got != question.kind or (got == "article" and found.articles[0] not in question.articles):
            wanted = ", ".join(question.articles) or question.kind
            shown = f"{found.outcome} {', '.join(found.articles[:3])}"
            yield f"  {question.q}\n    wanted {wanted}; got {shown}\n"


def _line(lang: str, figures: Figures, micros: float) -> str:
    cells = [f"{value:7.1f}" for value in asdict(figures).values()]
    return f"{lang:5}" + "".join(cells) + f"{micros:9.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make eval")
    parser.add_argument(
        "--record", action="store_true", help="write the figures to tests/search/figures.yaml"
    )
    parser.add_argument("--tuning", action="store_true", help="ask the questions for tuning instead")
    parser.add_argument("--aside", action="store_true", help="ask the questions set aside from the tuning")
    parser.add_argument("--checked", action="store_true", help="ask what was kept from the latest messages")
    parser.add_argument("--lang", choices=tuple(LANGUAGES), help="ask in this language alone")
    parser.add_argument("--wrong", action="store_true", help="with --tuning: show what went wrong")
    parser.add_argument("--learn", action="store_true", help="print what the search refuses, learnt anew")
    options = parser.parse_args()
    if options.learn:
        sys.stdout.writelines(_learnt())
        return
    folders = ((options.tuning, TUNING), (options.aside, ASIDE), (options.checked, CHECKED))
    folder = next((own for asked, own in folders if asked), QUESTIONS)
    library = Library.load(ROOT / "content", lambda text, lang: text.msg, date.today())
    say = sys.stdout.write
    say("lang " + "".join(f"{name:>7}" for name in Figures.__dataclass_fields__) + "       us\n")
    rows = {}
    for lang in [options.lang] if options.lang else LANGUAGES:
        file = folder / f"{lang}.jsonl"
        if not file.exists():
            continue
        questions = read_questions(file)
        library.find("warm", lang)
        gc.collect()
        rows[lang], micros = measure(library, lang, questions)
        say(_line(lang, rows[lang], micros) + "\n")
        if options.tuning and options.wrong:
            say("".join(_wrong(library, lang, questions)))
    say("goal " + "".join(f"{GOALS.get(n, '')!s:>7}" for n in Figures.__dataclass_fields__) + "     2000\n")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"memory of this process with all of them loaded: {megabytes:.0f} MB\n")
    if options.record and folder == QUESTIONS and not options.lang:
        FIGURES.write_text(
            yaml.safe_dump({lang: asdict(row) for lang, row in rows.items()}), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
