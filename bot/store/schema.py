"""The one MetaData that all tables of the program join."""

from typing import Any

from sqlalchemy import Connection, Index, MetaData, TextClause, event

metadata = MetaData()


def partial_index(name: str, *columns: str, where: TextClause, unique: bool = False) -> Index:
    """An index of the rows for which `where` holds, SQL that both engines read.

    `sqlite_where` and `postgresql_where` are handed to it when it is created: an Index that names them loads
    both dialects, and a start on SQLite does without the 4 MB of PostgreSQL's.
    """
    index = Index(name, *columns, unique=unique)

    def settle(index: Index, conn: Connection, **_: Any) -> None:
        index.dialect_kwargs[f"{conn.dialect.name}_where"] = where

    event.listen(index, "before_create", settle)
    return index
