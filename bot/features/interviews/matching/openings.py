"""The other way round: the openings that fit a person, for the chat (C8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.features.interviews.matching.keeping import KIND, of_person, read
from bot.features.interviews.matching.model import Match, Wanted
from bot.features.interviews.matching.scoring import match
from bot.features.people import given


@dataclass(frozen=True, slots=True)
class Opening:
    wanted: Wanted
    match: Match


def openings_for(conn: Connection, person: str, vacancies: Iterable[Wanted]) -> list[Opening]:
    """All of these vacancies, the best fitting first, with the reasons; none where she allows no matching.

    `vacancies`: the released ones; none of them is left out, so she can page on to any. A paused person, whom
    no employer is shown, still sees them.
    """
    candidate = of_person(conn, person) if given(conn, person, KIND) else None
    if candidate is None:
        return []
    codes = read(conn, [candidate])[candidate]
    found = [Opening(wanted, match(codes, wanted)) for wanted in vacancies]
    return sorted(found, key=lambda one: (-one.match.points, one.wanted.vacancy_id))
