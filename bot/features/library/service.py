"""The library as others see it: what can be read, in which language, and what is withdrawn right now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import Connection

from bot.conversation.messages import Found, Rich
from bot.features.library.content import load_content
from bot.features.library.everyday import Everyday
from bot.features.library.faults import BrokenContent
from bot.features.library.finding import Explanation, Finder, Guess
from bot.features.library.groups import GROUPS
from bot.features.library.index_tables import Tables
from bot.features.library.model import Article, Status
from bot.features.library.packed import read_pack
from bot.features.library.places import Near, Nowhere, Place, whom_to_call
from bot.features.library.records import withdrawn_ids
from bot.features.library.rendering import (
    GONE,
    Say,
    how_it_stands,
    render_piece,
    render_schemes,
    render_sources,
    version_for,
)
from bot.features.library.urgent import NO_URGENT_WORDS, Danger, UrgentWords, first_aid
from bot.features.library.urgent_likeness import Learnt
from bot.language.detection import guess
from bot.language.languages import LANGUAGES, Language

FRESH_SECONDS = 1.0
"""How long the list of withdrawn articles may be used before it is read again."""


@dataclass(frozen=True, slots=True)
class _View:
    """What holds until an article is withdrawn or restored, or a day begins; replaced as a whole."""

    withdrawn: frozenset[str]
    today: date
    pieces: dict[tuple[str, int, str], Rich] = field(default_factory=dict)
    sources: dict[tuple[str, str], Rich] = field(default_factory=dict)
    titles: dict[tuple[str, str], Rich] = field(default_factory=dict)
    schemes: dict[str, Rich] = field(default_factory=dict)


class Library:
    """All articles. May be read from several threads; `refresh` is called by the one that writes."""

    def __init__(
        self,
        articles: Mapping[str, Article],
        say: Say,
        today: date,
        urgent: UrgentWords = NO_URGENT_WORDS,
        everyday: Mapping[str, Everyday] | None = None,
        places: Mapping[str, Place] | None = None,
        guess: Guess = guess,
        learnt: Mapping[str, Learnt] | None = None,
        tables: Mapping[str, Tables] | None = None,
    ) -> None:
        self._all = articles
        self._by_group: dict[str, list[str]] = {}
        for id, article in articles.items():
            self._by_group.setdefault(article.group, []).append(id)
        self._finder = Finder(articles, urgent, everyday or {}, guess, learnt, tables)
        self._say = say
        self.places = places or {}
        self.packed = False
        """Was all content checked when it was packed, and not changed since?"""
        self.place: Place | None = None
        """The place that this installation serves, where it has set one."""
        self.near: Near = Nowhere()
        """Knows the places that people chose."""
        self._view = _View(frozenset(), today)
        self._refreshed = float("-inf")

    @classmethod
    def load(
        cls,
        content_dir: Path,
        say: Say,
        today: date,
        languages: Sequence[Language] = tuple(LANGUAGES.values()),
    ) -> Self:
        """Read all articles. Raises BrokenContent with every error, its file, line and remedy."""
        pack = read_pack(content_dir) if languages == tuple(LANGUAGES.values()) else None
        if pack is not None:
            urgent = UrgentWords(pack.urgent)
            articles, words, places = pack.articles, pack.everyday, pack.places
            known = (pack.learnt, pack.tables)
            library = cls(articles, say, today, urgent, words, places, guess, *known)
            library.packed = True
            return library
        content = load_content(content_dir, languages, today)
        if content.errors:
            raise BrokenContent(content.errors)
        return cls(content.articles, say, today, content.urgent, content.everyday, content.places)

    def refresh(self, conn: Connection, now: float) -> None:
        """Learn what was withdrawn or restored elsewhere; asks the database once a second at most."""
        if 0 <= now - self._refreshed < FRESH_SECONDS:
            return
        self.set_withdrawn(withdrawn_ids(conn), datetime.fromtimestamp(now, UTC).date())
        self._refreshed = now

    def set_withdrawn(self, ids: frozenset[str], today: date) -> None:
        """Hide these articles from now on, and show days as of `today`."""
        if ids != self._view.withdrawn or today != self._view.today:
            self._view = _View(ids, today)

    @property
    def withdrawn(self) -> frozenset[str]:
        return self._view.withdrawn

    @property
    def today(self) -> date:
        """The day (UTC) as of which pieces are shown."""
        return self._view.today

    @property
    def articles(self) -> Mapping[str, Article]:
        """Every article that was loaded, the withdrawn ones too."""
        return self._all

    def article(self, id: str) -> Article | None:
        """The article, or None where there is none of this id or it is withdrawn."""
        return None if id in self._view.withdrawn else self._all.get(id)

    def readable(self, id: str) -> bool:
        """Is there such an article to be read right now?"""
        return self.pieces(id) > 0

    def groups(self) -> tuple[str, ...]:
        """Groups that have something to read, in the order of the menu."""
        return tuple(group for group in GROUPS if self.in_group(group))

    def in_group(self, group: str) -> tuple[str, ...]:
        hidden = self._view.withdrawn
        return tuple(id for id in self._by_group.get(group, ()) if id not in hidden)

    def schemes(self) -> tuple[str, ...]:
        """Articles about a scheme that can open and close, in the order of the menu."""
        hidden = self._view.withdrawn
        return tuple(
            id for id, a in self._all.items() if a.status.state != "not-applicable" and id not in hidden
        )

    def how_schemes_stand(self, lang: str) -> Rich:
        """All schemes on one screen, each with its state and the day that it was checked."""
        view = self._view
        if lang not in view.schemes:
            articles = [self._all[id] for id in self.schemes()]
            view.schemes[lang] = render_schemes(articles, lang, view.today, self._say)
        return view.schemes[lang]

    def title(self, id: str, lang: str) -> tuple[str, str]:
        """The title and the language that it is in."""
        article = self.article(id)
        if article is None:
            return self._say(GONE, lang), lang
        version = version_for(article, lang)
        return version.title, version.lang

    def label(self, id: str, lang: str) -> Rich:
        """The title as it stands on a button."""
        titles = self._view.titles
        found = titles.get((id, lang))
        if found is None:
            found = Rich(*self.title(id, lang))
            if id in self._all:
                titles[id, lang] = found
        return found

    def summary(self, id: str, lang: str) -> tuple[str, str]:
        """The one sentence that answers the question, and the language that it is in."""
        article = self.article(id)
        if article is None:
            return self._say(GONE, lang), lang
        version = version_for(article, lang)
        return version.summary, version.lang

    def standing(self, id: str, lang: str) -> str:
        """How the scheme stands, where the article is about one, and when that was checked."""
        article = self.article(id)
        return (
            self._say(GONE, lang) if article is None else how_it_stands(article, lang, self.today, self._say)
        )

    def pieces(self, id: str) -> int:
        """How many pieces an article has; 0 for one that cannot be read (any more)."""
        article = self.article(id)
        return 0 if article is None else len(article.versions["en"].pieces)

    def status(self, id: str) -> Status | None:
        article = self.article(id)
        return None if article is None else article.status

    def piece(self, id: str, number: int, lang: str) -> Rich:
        """One piece, numbered from 0; a polite word where it cannot be read (any more)."""
        view = self._view
        found = view.pieces.get((id, number, lang))
        if found is None:
            article = None if id in view.withdrawn else self._all.get(id)
            if article is None or not 0 <= number < len(article.versions["en"].pieces):
                return Rich(self._say(GONE, lang), lang)
            found = render_piece(article, number, lang, view.today, self._say)
            view.pieces[id, number, lang] = found
        return found

    def sources(self, id: str, lang: str) -> Rich:
        """The sources of an article, or a polite word where it cannot be read (any more)."""
        view = self._view
        found = view.sources.get((id, lang))
        if found is None:
            article = None if id in view.withdrawn else self._all.get(id)
            if article is None:
                return Rich(self._say(GONE, lang), lang)
            found = render_sources(article, lang, self._say)
            view.sources[id, lang] = found
        return found

    def find(self, text: str, lang: str) -> Found:
        """What a typed text asks for: at most five articles, best first. Needs no database."""
        return self._finder.find(text, lang, self._view.withdrawn)

    def explain(self, text: str, lang: str) -> Explanation:
        """As `find`, with the scores that decided."""
        return self._finder.explain(text, lang, self._view.withdrawn)

    def first_aid(self, kind: str, lang: str, place: str = "") -> Rich:
        """What to do first in a danger, the operator's contact, and whom to call: at the place that she
        chose (its id) or in its country; where she chose none, at the place that this installation serves."""
        words = self._say(first_aid(kind), lang)
        called = (self.near.near(place) if place else None) or self.place
        if called is not None and called.contacts:
            words += "\n\n" + whom_to_call(called, lang, self._say)
        return Rich(words, lang)

    def content_words(self, text: str, lang: str) -> tuple[str, ...]:
        """The words of a text that say what it is about, brought to one form."""
        return self._finder.content_words(text, lang)

    def learnt(self, lang: str) -> Learnt:
        """What is learnt of danger in a language, to be packed."""
        return self._finder.learnt(lang)

    def danger(self, text: str, lang: str) -> Danger | None:
        """The danger that a text tells of, if any."""
        return self._finder.danger(text, lang)

    def related(self, id: str) -> tuple[str, ...]:
        """Up to three articles about nearly the same; () where the article cannot be read."""
        return () if self.article(id) is None else self._finder.related(id, self._view.withdrawn)
