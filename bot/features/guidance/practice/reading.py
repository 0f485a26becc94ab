"""Reads content/guidance/interviews.yaml. Faults are collected with file and line, never raised."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.conversation.answers.choice import MOST
from bot.features.guidance import sheets
from bot.features.guidance.practice.model import ASKED, OWN, Interviews, Kind, Question
from bot.features.library import Fault, Matter

FILE = "interviews.yaml"
ARTICLES = 4
CHECKLIST = 8
"""Lines at most: a list that is taken in at one look."""


def read_interviews(
    content_dir: Path, known: Collection[str] | None = None
) -> tuple[Interviews, list[Fault]]:
    """All questions, and every fault. `known`: the ids of the articles there are; None: not asked."""
    matter, notes = sheets.open_sheet(content_dir, FILE)
    if matter is None:
        return Interviews({}, (), (), sheets.UNCHECKED), notes.faults
    first, last = (_questions(matter, name) for name in ("first", "last"))
    interviews = Interviews(
        _kinds(matter, first, last),
        sheets.sentences(matter, "checklist", 1, CHECKLIST, "lines"),
        sheets.articles(matter, known, ARTICLES),
        sheets.checked(matter),
    )
    sheets.sources(matter)
    matter.close()
    return interviews, notes.faults


def _kinds(matter: Matter, first: tuple[Question, ...], last: tuple[Question, ...]) -> dict[str, Kind]:
    kinds = {}
    whole = matter.part("kinds")
    for id_ in whole.names() if whole else ():
        part = whole.part(id_) if whole else None
        if part is not None:
            kinds[id_] = _kind(id_, part, first, last)
    if whole is not None and not 1 <= len(kinds) <= MOST:
        matter.notes.error(matter.line("kinds"), f"1 to {MOST} kinds of work, these are {len(kinds)}")
    return kinds


def _kind(id_: str, matter: Matter, first: tuple[Question, ...], last: tuple[Question, ...]) -> Kind:
    own = _questions(matter, "questions")
    asked = (*first, *own, *last)
    if len(own) < OWN or len(asked) != ASKED:
        said = f"{len(own)} of its own make {len(asked)} questions: {OWN} or more, and {ASKED} in all"
        matter.notes.error(matter.at, f"{id_}: {said}")
    kind = Kind(id_, sheets.sentence(matter, "label"), asked)
    matter.close()
    return kind


def _questions(matter: Matter, key: str) -> tuple[Question, ...]:
    found = []
    for part in matter.parts(key):
        found.append(Question(sheets.sentence(part, "ask"), sheets.sentence(part, "tip")))
        part.close()
    return tuple(found)
