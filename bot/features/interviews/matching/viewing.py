"""What an employer sees of the people who may fit a vacancy: ten at a time, by reference, with reasons.

Never contact, camp, family, nationality, name or the id of a person (E3); no search by name and no export
(E4): there is this page, and the opening of one profile after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.interviews.matching.keeping import KIND, LOTS, read
from bot.features.interviews.matching.model import Codes, Match, Wanted
from bot.features.interviews.matching.ports import Ports, Viewer
from bot.features.interviews.matching.ranking import TOP, Ranked, place, ranked
from bot.features.interviews.matching.refs import behind, refs_for
from bot.features.interviews.matching.scoring import match
from bot.features.people import given, given_by

PAGE = 10
SHARING = "sharing"
"""The consent to show her profile to one named employer (C3)."""


class NoVacancy(Exception):
    """There is no such vacancy of this organisation, or nobody has released it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the page. `released`: she shows her profile to this employer, so it can be opened."""

    ref: str
    match: Match
    codes: Codes
    released: bool


@dataclass(frozen=True, slots=True)
class Page:
    """`next`: what to ask for the following page with; "" after the last candidate."""

    candidates: tuple[Candidate, ...]
    next: str


def page(conn: Connection, ports: Ports, viewer: Viewer, vacancy: str, now: float, after: str = "") -> Page:
    """The candidates of a released vacancy of the viewer's own, best first; a write, for it is noted (L3).

    `after`: `next` of the page before. Raises NoVacancy.
    """
    wanted = own(conn, ports, viewer, vacancy, now)
    found = _allowing(conn, wanted, now, _start(conn, viewer, wanted, after))
    ids = [one.id for one in found[:PAGE]]
    names, codes = refs_for(conn, ids, viewer.organisation), read(conn, ids)
    # Whoever leaves while this page is made is not on it (C4).
    shown = [one for one in found[:PAGE] if one.id in names and one.id in codes]
    sharing = given_by(conn, _persons(shown), SHARING, viewer.organisation)
    lines = tuple(
        Candidate(
            names[one.id],
            match(codes[one.id], wanted),
            without_places(codes[one.id]),
            # A canary looks like somebody who shares with everyone, or nobody could open it (E5).
            one.person is None or one.person in sharing,
        )
        for one in shown
    )
    ports.note(conn, viewer.account, "candidates.listed", vacancy, {"count": str(len(lines))}, now)
    more = len(found) > PAGE and bool(shown)
    return Page(lines, f"{shown[-1].points}.{names[shown[-1].id]}" if more else "")


def own(conn: Connection, ports: Ports, viewer: Viewer, vacancy: str, now: float) -> Wanted:
    """A released vacancy of the viewer's organisation. Raises NoVacancy."""
    wanted = ports.released(conn, vacancy, now)
    if wanted is None or wanted.organisation != viewer.organisation:
        raise NoVacancy(vacancy)
    return wanted


def released(conn: Connection, person: str, organisation: str) -> bool:
    """May this employer see her profile? Asked in the transaction of every read (C4, E3)."""
    return given(conn, person, KIND) and given(conn, person, SHARING, organisation)


def without_places(codes: Codes) -> Codes:
    """Where she lives and wishes to go are hers alone: they only count (E3)."""
    return Codes(
        codes.occupations,
        codes.tongues,
        travel=codes.travel,
        licences=codes.licences,
        nights=codes.nights,
    )


def _allowing(conn: Connection, wanted: Wanted, now: float, after: int) -> list[Ranked]:
    """The next PAGE and one more, of those who allow matching at this moment (C4)."""
    found: list[Ranked] = []
    while len(found) <= PAGE:
        batch = ranked(conn, wanted, now, after, PAGE + 1)
        allowing = given_by(conn, _persons(batch), KIND)
        found += [one for one in batch if one.person is None or one.person in allowing]
        if len(batch) <= PAGE:
            break
        after = batch[-1].place
    return found


def _persons(found: Iterable[Ranked]) -> list[str]:
    return [one.person for one in found if one.person is not None]


def _start(conn: Connection, viewer: Viewer, wanted: Wanted, after: str) -> int:
    """The place behind which the page begins.

    The position is told by the reference of the last one shown, never by her place: that could be compared
    with another employer's. Where she has left meanwhile, those with as many points come again.
    """
    points, _, ref = after.partition(".")
    if not (points.isascii() and points.isdecimal() and len(points) <= 3):
        return TOP
    last = behind(conn, ref, viewer.organisation)
    if last is None:
        return min((int(points) + 1) * LOTS, TOP)
    return place(int(points), last.lot, wanted.vacancy_id)
