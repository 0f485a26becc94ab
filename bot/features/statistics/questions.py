"""Which pages helped, what nobody answered, and how far announcements went, as it may be shown (L4).

The first two are of everybody who uses the service: with an answer or a question no place is kept. All is as
of the end of the last whole week, and does not change while a week lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.announcements import Announcement, sent_to
from bot.features.disclosure import Veil
from bot.features.library import asked, feedback_between
from bot.features.statistics import weeks
from bot.store.datakeys import DataKeys

BACK = 8
"""Weeks that are looked back on: so long questions that nobody understood are kept."""
MOST = 10
"""Rows of a list."""


@dataclass(frozen=True, slots=True)
class Helped:
    """How often readers said that a page helped, and that it did not; None: hidden."""

    article: str
    yes: int | None
    no: int | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many people asked something alike in a week; what some of them wrote, where ten wrote alike."""

    week: str
    lang: str
    near: str
    """The id of the page that comes nearest; "" for none."""
    people: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """How many people got an announcement; None: hidden."""

    id: str
    title: str
    started: int
    people: int | None


def helped(conn: Connection, veil: Veil, now: float) -> list[Helped]:
    """Pages of whose answers something may be shown, by what is shown and never by what is hidden."""
    last = weeks.last_whole(now)
    counts = feedback_between(conn, weeks.monday(weeks.before(last, BACK - 1)), weeks.sunday(last))
    found = []
    for article in sorted({article for article, _ in counts}):
        yes, no = (
            veil.shown(f"feedback {article} {said}", counts.get((article, said), 0)) for said in (True, False)
        )
        if yes is not None or no is not None:
            found.append(Helped(article, yes, no))
    return found


def best(found: Sequence[Helped]) -> list[Helped]:
    """Those that helped most, by how many more said so."""
    return _first(found, lambda one: (one.yes or 0) - (one.no or 0))


def worst(found: Sequence[Helped]) -> list[Helped]:
    """Those that did not help most often."""
    return _first(found, lambda one: (one.no or 0) - (one.yes or 0))


def _first(found: Sequence[Helped], more: Callable[[Helped], int]) -> list[Helped]:
    ordered = sorted(found, key=lambda one: (-more(one), one.article))
    return [one for one in ordered if more(one) > 0][:MOST]


def unanswered(conn: Connection, veil: Veil, keys: DataKeys, now: float) -> list[Unanswered]:
    """What most people asked and nobody answered, the newest week first."""
    wanted = weeks.last(weeks.last_whole(now), BACK)
    found = []
    for one in asked(conn, keys, wanted):
        people = veil.shown(f"asked {one.week} {one.lang} {one.about}", one.people)
        if people is not None:
            near = "" if one.about.startswith("~") else one.about
            found.append(Unanswered(one.week, one.lang, near, people, tuple(dict.fromkeys(one.texts))))
    found.sort(key=lambda one: (one.people, one.lang, one.near), reverse=True)
    return sorted(found, key=lambda one: one.week, reverse=True)


def announced(
    conn: Connection, veil: Veil, own: Sequence[Announcement], now: float, back: int = BACK
) -> list[Announced]:
    """Of live announcements that were over before the last week ended, the newest first.

    Only one figure of each: with how many it was meant for, those who did not get it would be a cell too.
    """
    until = weeks.end(weeks.last_whole(now))
    since = until - back * weeks.WEEK
    found = []
    for one in own:
        over = one.ended is not None and since <= one.ended < until
        if one.draft.mode == "live" and over and one.started is not None:
            people = veil.shown(f"got {one.id}", sent_to(conn, one.id, now))
            found.append(Announced(one.id, one.draft.title, one.started, people))
    return sorted(found, key=lambda one: (-one.started, one.id))
