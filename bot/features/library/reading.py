"""Reads one article file: front matter and body, with every fault at its line."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from bot.features.library.building import host_of
from bot.features.library.faults import Notes
from bot.features.library.markdown import read_body
from bot.features.library.matter import Matter, read_matter
from bot.features.library.model import (
    QUESTIONS_MIN,
    REVIEW_DAYS,
    REVIEW_DAYS_OF_SCHEME,
    STATES,
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    Source,
    State,
    Status,
    Translation,
    Version,
)
from bot.language.languages import Language
from bot.language.names import country_codes

ORIGINAL = "en"
CHECKS = ("none", "back-translation")
_FACTS = ("status", "places", "sources", "reviewed", "review_by")


@dataclass(frozen=True, slots=True)
class Facts:
    """What only the English file says, with the lines that later checks point at."""

    status: Status
    places: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date
    review_line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One file. `facts` is None for a translation, and for an English file whose facts are broken."""

    version: Version
    facts: Facts | None
    follows_line: int


def body_hash(title: str, summary: str, body: str) -> str:
    """What `follows` must say: the first 12 hex digits of the SHA-256 of the three, one a line."""
    text = "\n".join((title, summary, body.strip()))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_article_file(path: Path, language: Language, notes: Notes) -> Reading | None:
    """The file as a version, or None where nothing can be made of it; faults are in `notes`."""
    text = _text_of(path, notes)
    if text is None:
        return None
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not mark:
        notes.error(1, "the file must begin with front matter between two lines of ---")
        return None
    matter = read_matter(head, 1, notes)
    if matter is None:
        return None
    title = matter.text("title", TITLE_LIMIT)
    summary = matter.text("summary", SUMMARY_LIMIT)
    questions = matter.texts("questions", QUESTIONS_MIN)
    keywords = matter.texts("keywords", 1)
    original = language.tag == ORIGINAL
    if not original:
        _refuse_facts(matter)
    facts = _facts(matter) if original else None
    translation, follows_line = (None, 0) if original else _translation(matter)
    matter.close()
    above = head.count("\n") + 3
    version = Version(
        lang=language.tag,
        title=title,
        summary=summary,
        questions=questions,
        keywords=keywords,
        pieces=read_body(body, above, language, notes),
        translation=translation,
        body_hash=body_hash(title, summary, body),
        file=notes.file,
    )
    return Reading(version, facts, follows_line)


def _text_of(path: Path, notes: Notes) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        notes.error(line, "this is not UTF-8: save the file as UTF-8")
        return None
    return unicodedata.normalize("NFC", text)


def _refuse_facts(matter: Matter) -> None:
    for key in _FACTS:
        if key in matter:
            matter.notes.error(matter.line(key), f"'{key}' stands in en.md only: take it out here")
            matter.forget(key)


def _translation(matter: Matter) -> tuple[Translation | None, int]:
    """How the version was made, and the line of its `follows`."""
    part = matter.part("translation")
    if part is None:
        return None, 0
    made = Translation(
        by=part.text("by", 60),
        checked=part.choice("checked", CHECKS),
        native_review=part.flag("native_review"),
        follows=part.text("follows"),
    )
    part.close()
    return made, part.line("follows")


def _facts(matter: Matter) -> Facts | None:
    status = _status(matter)
    places = _places(matter)
    sources = tuple(_source(part) for part in matter.parts("sources"))
    reviewed = matter.day("reviewed")
    review_by = matter.day("review_by")
    if status is None or reviewed is None or review_by is None:
        return None
    most = REVIEW_DAYS if status.state == "not-applicable" else REVIEW_DAYS_OF_SCHEME
    if not timedelta(0) < review_by - reviewed <= timedelta(days=most):
        matter.notes.error(
            matter.line("review_by"),
            f"'review_by' must be 1 to {most} days after 'reviewed', "
            f"but is {(review_by - reviewed).days}: correct the day",
        )
    return Facts(status, places, sources, reviewed, review_by, matter.line("review_by"))


def _status(matter: Matter) -> Status | None:
    part = matter.part("status")
    if part is None:
        return None
    state = part.choice("state", STATES)
    since = part.day("since", required=False)
    part.close()
    return Status(cast(State, state), since) if state else None


def _places(matter: Matter) -> tuple[str, ...]:
    places = matter.texts("places")
    for place in places:
        if place not in country_codes():
            matter.notes.error(
                matter.line("places"), f"'{place}' is no ISO 3166-1 code of two letters, such as CA"
            )
    return places


def _source(part: Matter) -> Source:
    source = Source(
        title=part.text("title"),
        publisher=part.text("publisher"),
        url=part.text("url", required=False),
        year=part.number("year", 1900, 2100),
    )
    part.close()
    if source.url and not host_of(source.url):
        part.notes.error(part.line("url"), f"'{source.url}' must be https:// and a plain host name")
    return source
