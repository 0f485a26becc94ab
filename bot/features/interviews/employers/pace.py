"""How many applications a day the public form takes: in all, and from one name (I13, E1).

Staff have to check each, so that whoever floods the form must not bury the others.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.features.interviews.employers.model import DAY, Details
from bot.features.interviews.employers.ports import Desk, No
from bot.features.interviews.employers.rows import name_hash
from bot.features.interviews.employers.tables import employer_marks, employers
from bot.features.interviews.employers.words import FULL_TODAY, SAME_NAME_TODAY
from bot.store.exclusion import one_at_a_time

MOST = 50
MOST_OF_NAME = 3
"""Applications within 24 hours."""


def too_many(conn: Connection, desk: Desk, details: Details, now: float) -> No | None:
    """Why an application is not taken now; None where it is. Asked in the transaction that takes it."""
    one_at_a_time(conn, "employers.applications")
    young = employers.c.applied > int(now) - DAY
    same = (
        select(func.count())
        .select_from(employer_marks.join(employers, employers.c.id == employer_marks.c.employer_id))
        .where(young, employer_marks.c.kind == "name", employer_marks.c.hash == name_hash(desk, details.name))
    )
    if (conn.scalar(same) or 0) >= MOST_OF_NAME:
        return No("same_name", SAME_NAME_TODAY)
    if (conn.scalar(select(func.count()).select_from(employers).where(young)) or 0) >= MOST:
        return No("full", FULL_TODAY)
    return None
