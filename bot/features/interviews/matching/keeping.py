"""Codes in the database: written only while she allows matching, kept in step with her profile (C3, C4)."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from bot.delivery.sql import PerEngine
from bot.features.interviews.matching.codes import codes_of
from bot.features.interviews.matching.model import SKILLS, Codes, Occupation, Tongue
from bot.features.interviews.matching.tables import candidates, occupations, tongues
from bot.features.people import given
from bot.features.skills import Profile

KIND = "matching"
"""The consent that her codes rest on; it rests on that for the profile."""
DAY = 24 * 3600
ASKED_EVERY = 90 * DAY
"""Seconds after which she is asked whether she still looks for work."""
PATIENCE = 30 * DAY
"""Seconds for an answer; without one nobody is shown her codes any more, until she says so again."""
LOTS = 2**31 - 1
"""A prime: lots are 1 to LOTS - 1."""

_ADD = PerEngine(
    candidates,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["lot"]).returning(candidates.c.id),
)


def keep_codes(conn: Connection, person: str, profile: Profile, now: float) -> bool:
    """Keep the codes of a profile that is stored, if she allows matching; called whenever it is saved.

    True where she had none before.
    """
    if not given(conn, person, KIND):
        return False
    found = of_person(conn, person)
    codes = codes_of(profile)
    if found is None:
        plant(conn, codes, person, active_until(now))
        return True
    if read(conn, [found])[found] != codes:
        _write(conn, found, codes)
    return False


def forget(conn: Connection, person: str) -> None:
    """Erase the codes with every reference and invitation, in the moment in which she says no (C4)."""
    conn.execute(delete(candidates).where(candidates.c.person_id == person))


def still_looking(conn: Connection, person: str, *, yes: bool, now: float) -> bool:
    """Show her codes for another ASKED_EVERY and PATIENCE, or to nobody until she says yes again.

    False where she has no codes. A child is never shown (C9): who says so calls this with a no.
    """
    until = active_until(now) if yes else int(now)
    mine = update(candidates).where(candidates.c.person_id == person).values(active_until=until)
    return conn.execute(mine).rowcount == 1


def paused(conn: Connection, person: str, now: float) -> bool:
    """Has she codes that are shown to nobody?"""
    until = conn.scalar(select(candidates.c.active_until).where(candidates.c.person_id == person))
    return until is not None and until <= int(now)


def active_until(now: float) -> int:
    """To the day, so that the row does not show at what hour she was here (D2)."""
    return math.ceil((now + ASKED_EVERY + PATIENCE) / DAY) * DAY


def of_person(conn: Connection, person: str) -> int | None:
    """The candidate that a person is."""
    return conn.scalar(select(candidates.c.id).where(candidates.c.person_id == person))


def plant(conn: Connection, codes: Codes, person: str | None, until: int) -> int:
    """A new candidate; `person` None: nobody. Returns the id, which no one outside is told."""
    values = {"person_id": person, "active_until": until, **_facts(codes)}
    candidate = None
    while candidate is None:  # a lot that somebody has is drawn again
        candidate = conn.scalar(_ADD.of(conn), {"lot": 1 + secrets.randbelow(LOTS - 1), **values})
    _lists(conn, int(candidate), codes)
    return int(candidate)


def read(conn: Connection, ids: Iterable[int]) -> dict[int, Codes]:
    """The codes of many candidates with three queries."""
    wanted = list(ids)
    works: dict[int, list[Occupation]] = {id_: [] for id_ in wanted}
    spoken: dict[int, list[Tongue]] = {id_: [] for id_ in wanted}
    for row in conn.execute(select(occupations).where(occupations.c.candidate_id.in_(wanted))).all():
        works[row.candidate_id].append(Occupation(row.unit, row.years, row.recent, row.rating))
    for row in conn.execute(select(tongues).where(tongues.c.candidate_id.in_(wanted))).all():
        levels = (row.listening, row.speaking, row.reading, row.writing)
        spoken[row.candidate_id].append(Tongue(row.tag, *levels))
    rows = conn.execute(select(candidates).where(candidates.c.id.in_(wanted))).all()
    return {
        row.id: Codes(
            tuple(sorted(works[row.id], key=lambda work: work.unit)),
            tuple(sorted(spoken[row.id], key=lambda tongue: tongue.tag)),
            row.lives,
            row.wished,
            row.travel,
            row.licences,
            row.nights,
        )
        for row in rows
    }


def _write(conn: Connection, candidate: int, codes: Codes) -> None:
    conn.execute(update(candidates).where(candidates.c.id == candidate).values(_facts(codes)))
    for table in (occupations, tongues):
        conn.execute(delete(table).where(table.c.candidate_id == candidate))
    _lists(conn, candidate, codes)


def _facts(codes: Codes) -> dict[str, str | int]:
    return {
        "lives": codes.lives,
        "wished": codes.wished,
        "travel": codes.travel,
        "licences": codes.licences,
        "nights": codes.nights,
    }


def _lists(conn: Connection, candidate: int, codes: Codes) -> None:
    works = [
        {
            "candidate_id": candidate,
            "unit": work.unit,
            "years": work.years,
            "recent": work.recent,
            "rating": work.rating,
        }
        for work in codes.occupations
    ]
    spoken = [
        {"candidate_id": candidate, "tag": tongue.tag, **{skill: tongue.level(skill) for skill in SKILLS}}
        for tongue in codes.tongues
    ]
    if works:
        conn.execute(insert(occupations), works)
    if spoken:
        conn.execute(insert(tongues), spoken)
