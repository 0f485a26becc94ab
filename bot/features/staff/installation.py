"""Whether this database is a demo: decided once, when it is new, and never changed into the other."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from bot.delivery.sql import PerEngine
from bot.features.staff.tables import installation

_MARK = PerEngine(installation, lambda insert: insert.on_conflict_do_nothing(index_elements=["id"]))


def mark(conn: Connection, demo: bool, now: float) -> None:
    """Say what a new database is; one that is marked stays as it is.

    `demo`: the start was for this machine alone and names no operator, so that nobody's real data come in.
    """
    if _marked(conn) is None:
        conn.execute(_MARK.of(conn), {"id": 1, "demo": demo, "marked": int(now)})


def is_demo(conn: Connection) -> bool:
    """True where demo accounts and demo data may be."""
    return _marked(conn) is True


def people_once(conn: Connection, now: float) -> bool:
    """True for the one who is to give a demo its invented people: the first that asks, and nobody after."""
    first = update(installation).where(installation.c.demo, installation.c.peopled.is_(None))
    return conn.execute(first.values(peopled=int(now))).rowcount == 1


def _marked(conn: Connection) -> bool | None:
    return conn.scalar(select(installation.c.demo).where(installation.c.id == 1))
