"""Reads content/guidance/interviews.yaml. Mistakes are collected with file and line, never raised."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import yaml

from bot.conversation.answers.choice import MOST
from bot.conversation.flow import Issue
from bot.conversation.nodes import Reader, line_of
from bot.features.guidance import sheets
from bot.features.guidance.practice.model import ASKED, OWN, Interviews, Kind, Question

FILE = "interviews.yaml"
ARTICLES = 4
CHECKLIST = 8
"""Lines at most: a list that is taken in at one look."""
_FIELDS = {"first", "kinds", "last", "checklist", "articles", "sources", "reviewed", "review_by"}


def read_interviews(
    content_dir: Path, known: Collection[str] | None = None
) -> tuple[Interviews, list[Issue]]:
    """All questions, and every mistake. `known`: the ids of the articles there are; None: not asked."""
    reader = Reader(content_dir / sheets.FOLDER / FILE)
    root = sheets.compose(reader.file, reader.issues)
    fields = reader.fields(root, _FIELDS, _FIELDS)
    first, last = (_questions(reader, fields.get(name)) for name in ("first", "last"))
    kinds = {}
    for id_, node in reader.pairs(fields["kinds"]) if "kinds" in fields else ():
        kinds[id_] = _kind(reader, id_, node, first, last)
    if "kinds" in fields and not 1 <= len(kinds) <= MOST:
        reader.wrong(fields["kinds"], f"1 to {MOST} kinds of work, these are {len(kinds)}")
    checklist = tuple(sheets.sentence(reader, item) for item in reader.items(fields.get("checklist")))
    if "checklist" in fields and not 1 <= len(checklist) <= CHECKLIST:
        reader.wrong(fields["checklist"], f"1 to {CHECKLIST} lines, these are {len(checklist)}")
    sheets.sources(reader, fields.get("sources"))
    articles = sheets.articles(reader, fields.get("articles"), known, ARTICLES)
    days = (fields.get("reviewed"), fields.get("review_by"))
    checked = sheets.checked(reader, root, *days) if root is not None else sheets.UNCHECKED
    return Interviews(kinds, checklist, articles, checked), reader.issues


def _kind(
    reader: Reader, id_: str, node: yaml.Node, first: tuple[Question, ...], last: tuple[Question, ...]
) -> Kind:
    fields = reader.fields(node, {"label", "questions"}, {"label", "questions"})
    own = _questions(reader, fields.get("questions"))
    asked = (*first, *own, *last)
    if len(own) < OWN or len(asked) != ASKED:
        said = f"{len(own)} of its own make {len(asked)} questions: {OWN} or more, and {ASKED} in all"
        reader.issues.append(Issue(reader.file, line_of(node), f"{id_}: {said}"))
    return Kind(id_, sheets.sentence(reader, fields.get("label")), asked)


def _questions(reader: Reader, node: yaml.Node | None) -> tuple[Question, ...]:
    found = []
    for item in reader.items(node):
        fields = reader.fields(item, {"ask", "tip"}, {"ask", "tip"})
        ask, tip = (sheets.sentence(reader, fields.get(name)) for name in ("ask", "tip"))
        found.append(Question(ask, tip))
    return tuple(found)
