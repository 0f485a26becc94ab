"""Profiles that belong to nobody: whoever opens one opens people whom no vacancy of theirs concerns (E5)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.features.interviews.matching.keeping import plant, read
from bot.features.interviews.matching.model import Codes
from bot.features.interviews.matching.ports import Note
from bot.features.interviews.matching.tables import candidates

FOREVER = 2**40
"""Seconds since 1970 that nobody lives to see: a canary is asked nothing, so it is never paused."""


@dataclass(frozen=True, slots=True)
class Canary:
    """One that was planted, as staff see it. `handle` is for this list and taking it away only."""

    handle: int
    unit: str


def plant_canary(conn: Connection, staff: str, codes: Codes, note: Note, now: float) -> int:
    """Plant one; its handle.

    Choose work that no honest employer here looks for: then it stands far down every list, where only
    somebody comes who opens one profile after the other. On a page it looks like anybody else.
    """
    handle = plant(conn, codes, None, FOREVER)
    note(conn, staff, "canary.planted", str(handle), {}, now)
    return handle


def canaries(conn: Connection) -> list[Canary]:
    """All of them, for staff, with the first unit group of each."""
    ids = conn.scalars(select(candidates.c.id).where(candidates.c.person_id.is_(None))).all()
    codes = read(conn, ids)
    return [Canary(id_, codes[id_].occupations[0].unit if codes[id_].occupations else "") for id_ in ids]


def take_away(conn: Connection, staff: str, handle: int, note: Note, now: float) -> bool:
    """Take a canary away; False where the handle is none."""
    gone = delete(candidates).where(candidates.c.id == handle, candidates.c.person_id.is_(None))
    if conn.execute(gone).rowcount == 0:
        return False
    note(conn, staff, "canary.taken_away", str(handle), {}, now)
    return True
