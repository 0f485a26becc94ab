"""Which announcement somebody means who types an id, the beginning of one, or a check code."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from bot.features.announcements.codes import read_code, shown
from bot.features.announcements.tables import announcements

FEWEST = 4
"""Signs of the beginning of an id: fewer are a slip rather than a name."""
_SHOWN = 5


class NotNamed(Exception):
    """No announcement is named so, or several are; the text says what to type instead."""


def id_of(conn: Connection, typed: str) -> str:
    """The id of the announcement that is meant. Raises NotNamed.

    A whole id is always that one. Else the code and the beginning of an id have to point to one announcement
    together: to stop another one than was meant is worse than to ask again.
    """
    said, columns = typed.strip(), announcements.c
    if conn.scalar(select(columns.id).where(columns.id == said)) is not None:
        return said
    code = read_code(said)
    if code is None and len(said) < FEWEST:
        raise NotNamed(f"{said!r} is too short: give at least {FEWEST} signs of the id, or the check code.")
    # Not LIKE: SQLite's has no regard to case, and ids have.
    meant = [func.substr(columns.id, 1, len(said)) == said] if len(said) >= FEWEST else []
    if code is not None:
        meant.append(columns.code == code)
    found = conn.execute(
        select(columns.id, columns.code).where(or_(*meant)).order_by(columns.id).limit(_SHOWN + 1)
    ).all()
    if not found:
        raise NotNamed(f"No announcement has the id or check code {said!r}. See: rafiq announce list")
    if len(found) > 1:
        each = "\n".join(f"  {row.id}  {shown(row.code)}" for row in found[:_SHOWN])
        more = "\n  and more" if len(found) > _SHOWN else ""
        raise NotNamed(f"{said!r} names more than one announcement. Type more of the id:\n{each}{more}")
    return str(found[0].id)
