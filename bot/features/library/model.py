"""What the library holds: articles, their versions in the languages, their sources and states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.conversation.messages import Span

State = Literal["open", "paused", "closed", "changing", "not-applicable"]
STATES: tuple[State, ...] = ("open", "paused", "closed", "changing", "not-applicable")

TITLE_LIMIT = 60
SUMMARY_LIMIT = 200
HEADING_LIMIT = 50
PIECE_LIMIT = 600  # characters of the words shown, headings and addresses not counted
PIECES_MIN, PIECES_MAX = 2, 5
QUESTIONS_MIN = 12
REVIEW_DAYS = 180
REVIEW_DAYS_OF_SCHEME = 92  # schemes close within months


@dataclass(frozen=True, slots=True)
class Status:
    """How the scheme stands that an article is about; checked on the article's day of review."""

    state: State
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    publisher: str
    url: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """Who made a version, how it was checked, and the hash of the English text that it follows."""

    by: str
    checked: str
    native_review: bool
    follows: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One screen of an article, in words. Span offsets count code points of `text`, heading apart."""

    heading: str
    text: str
    spans: tuple[Span, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Version:
    """An article in one language. `translation` is None for the English original."""

    lang: str
    title: str
    summary: str
    questions: Sequence[str]
    keywords: Sequence[str]
    pieces: Sequence[Piece]
    translation: Translation | None
    body_hash: str
    file: str


@dataclass(frozen=True, slots=True)
class Article:
    """The facts stand once, in the English file; a translation carries words only."""

    id: str
    group: str
    status: Status
    places: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date
    versions: Mapping[str, Version]

    def current(self, lang: str) -> Version | None:
        """The version to show in a language: None where it is missing or follows an older English text."""
        version = self.versions.get(lang)
        if version is None or version.translation is None:
            return version
        return version if version.translation.follows == self.versions["en"].body_hash else None
