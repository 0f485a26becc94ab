"""The few words of SQL that SQLAlchemy spells differently for each engine, and a name for any row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

AnyRow = Row[*tuple[Any, ...]]


class PerEngine:
    """One statement in the words of both engines, built once so that its compiled form is found again."""

    def __init__(self, table: Table, finish: Callable[[Any], Executable]) -> None:
        self._by_name = {
            "sqlite": finish(sqlite.insert(table)),
            "postgresql": finish(postgresql.insert(table)),
        }

    def of(self, conn: Connection) -> Executable:
        return self._by_name[conn.dialect.name]

    def named(self, engine: str) -> Executable:
        return self._by_name[engine]
