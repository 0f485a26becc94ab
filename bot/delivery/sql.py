"""The few words of SQL that SQLAlchemy spells differently for each engine, and a name for any row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Executable, Row, Table

AnyRow = Row[*tuple[Any, ...]]


def inserting(engine: str, table: Table) -> Any:
    """An INSERT with the engine's own words (ON CONFLICT). The other engine's are not even loaded: 2 MB."""
    if engine == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


class PerEngine:
    """One statement in an engine's words, built once for each so that its compiled form is found again."""

    def __init__(self, table: Table, finish: Callable[[Any], Executable]) -> None:
        self._table = table
        self._finish = finish
        self._by_name: dict[str, Executable] = {}

    def of(self, conn: Connection) -> Executable:
        return self.named(conn.dialect.name)

    def named(self, engine: str) -> Executable:
        found = self._by_name.get(engine)
        if found is None:  # built twice at once, it is the same
            found = self._by_name[engine] = self._finish(inserting(engine, self._table))
        return found
