"""Whole topics to read and to keep: what the library has to offer for it, and how a page is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.channels.web.languages import direction
from bot.channels.web.runs import Run, runs
from bot.conversation.messages import Ref, Rich, Words


class Labels(Protocol):
    """Words for texts of the catalogs and for names (bot.delivery.wording has them)."""

    def label(self, words: Words, lang: str, /) -> str:
        """The plain words, in `lang` or its fallback."""
        ...


class Pages(Protocol):
    """The library as far as these pages read it (bot.features.library has it). Pure look-ups in memory."""

    def groups(self) -> Sequence[str]:
        """Groups that have something to read, in the order of the menu."""
        ...

    def in_group(self, group: str) -> Sequence[str]:
        """The ids of the articles of a group, withdrawn ones left out."""
        ...

    def title(self, id: str, lang: str) -> tuple[str, str]:
        """The title and the language that it is in."""
        ...

    def pieces(self, id: str) -> int:
        """How many pieces an article has."""
        ...

    def piece(self, id: str, number: int, lang: str) -> Rich:
        """One piece, numbered from 0, with its state and the day when it was last checked."""
        ...

    def sources(self, id: str, lang: str) -> Rich:
        """The sources, each with its real host."""
        ...


@dataclass(frozen=True, slots=True)
class Section:
    """A text of a page: its heading, if it begins with one, and the rest."""

    heading: str
    body: tuple[Run, ...]
    lang: str
    dir: str


@dataclass(frozen=True, slots=True)
class Article:
    anchor: str
    title: str
    lang: str
    dir: str
    sections: tuple[Section, ...]
    sources: Section


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: str


def topics(pages: Pages, labels: Labels, lang: str) -> list[Topic]:
    """Every group that has something to read."""
    return [Topic(group, labels.label(Ref("group", group), lang)) for group in pages.groups()]


def articles(pages: Pages, topic: str, lang: str) -> list[Article]:
    """All articles of a group, laid out for one page."""
    return [_article(pages, id, lang) for id in pages.in_group(topic)]


def _article(pages: Pages, id: str, lang: str) -> Article:
    title, found = pages.title(id, lang)
    sections = [_section(pages.piece(id, number, lang)) for number in range(pages.pieces(id))]
    if sections and sections[0].heading == title:  # it stands above the article already
        first = sections[0]
        sections[0] = Section("", first.body, first.lang, first.dir)
    anchor = id.rpartition("/")[2]
    return Article(anchor, title, found, direction(found), tuple(sections), _section(pages.sources(id, lang)))


def _section(rich: Rich) -> Section:
    """A first line that is bold from end to end is a heading: it says so to screen readers too."""
    line = rich.text.partition("\n")[0]
    all_runs = runs(rich.text, rich.spans)
    headed = any(s.style == "bold" and s.start == 0 and s.end == len(line) for s in rich.spans)
    if not headed:
        return Section("", all_runs, rich.lang, direction(rich.lang))
    rest = all_runs[1:]
    if rest:
        rest = (Run(rest[0].t.lstrip("\n"), rest[0].b, rest[0].i, rest[0].h, rest[0].o), *rest[1:])
    return Section(line, rest, rich.lang, direction(rich.lang))
