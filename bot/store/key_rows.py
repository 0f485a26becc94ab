"""Where wrapped data keys lie: apart from the data, in their own file or their own schema (K3).

Whoever copies the data for a backup does not copy these; so destroying one row here makes everything that
was sealed under it unreadable, wherever copies of it are (C7).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    delete,
    func,
    select,
    update,
)

key_metadata = MetaData(schema="rafiq_keys")

data_keys = Table(
    "data_keys",
    key_metadata,
    Column("name", String(40, collation="C"), primary_key=True),  # person:ID or day:YYYY-MM-DD
    Column("wrapped", LargeBinary, nullable=False),  # 32 random bytes and their id, under a master key
)

KEY_ROWS = "rafiq.key_rows"
"""The place in `Connection.info` where a store puts its KeyRows, if they are not in the same database."""


class KeyRows(Protocol):
    """Wrapped keys by name, for the running transaction."""

    def get(self, name: str) -> bytes | None: ...

    def get_many(self, names: Iterable[str]) -> dict[str, bytes]: ...

    def put(self, name: str, wrapped: bytes) -> bytes:
        """Store a key unless there is one of that name already; return the one that is stored."""
        ...

    def put_all(self, rows: list[tuple[str, bytes]]) -> None:
        """Store many keys, each unless there is one of that name already."""
        ...

    def replace(self, rows: list[tuple[str, bytes, bytes]]) -> int:
        """Store other wrappings of keys, one or more: (name, before, after); how many that were.

        A key that is not `before` any more, or was destroyed, stays as it is.
        """
        ...

    def remove(self, names: Iterable[str]) -> None: ...

    def names(self, prefix: str, after: str = "", limit: int = 1_000) -> list[str]:
        """Names that begin with `prefix`, in order, those after `after` only."""
        ...


class SchemaKeyRows:
    """Keys in the schema rafiq_keys of the same PostgreSQL database, in the same transaction."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def get(self, name: str) -> bytes | None:
        return self._conn.scalar(select(data_keys.c.wrapped).where(data_keys.c.name == name))

    def get_many(self, names: Iterable[str]) -> dict[str, bytes]:
        rows = self._conn.execute(
            select(data_keys.c.name, data_keys.c.wrapped).where(data_keys.c.name.in_(list(names)))
        )
        return {row.name: row.wrapped for row in rows}

    def put(self, name: str, wrapped: bytes) -> bytes:
        from sqlalchemy.dialects.postgresql import insert  # 2 MB that SQLite does without

        added = insert(data_keys).values(name=name, wrapped=wrapped).on_conflict_do_nothing()
        stored = None
        while stored is None:  # another transaction may remove it between the two statements
            if self._conn.execute(added).rowcount == 1:
                return wrapped
            stored = self.get(name)
        return stored

    def put_all(self, rows: list[tuple[str, bytes]]) -> None:
        from sqlalchemy.dialects.postgresql import insert

        added = [{"name": name, "wrapped": wrapped} for name, wrapped in rows]
        if added:
            self._conn.execute(insert(data_keys).on_conflict_do_nothing(), added)

    def replace(self, rows: list[tuple[str, bytes, bytes]]) -> int:
        from sqlalchemy.dialects.postgresql import ARRAY

        names, before, after = (list(found) for found in zip(*rows, strict=True))
        given = func.unnest(
            cast(names, ARRAY(Text)), cast(before, ARRAY(LargeBinary)), cast(after, ARRAY(LargeBinary))
        )
        row = given.table_valued("name", "before", "after").render_derived(name="given").c
        # One statement of three parameters, however many rows. C is the collation of the stored names.
        same = (data_keys.c.name == row.name.collate("C")) & (data_keys.c.wrapped == row.before)
        return self._conn.execute(update(data_keys).where(same).values(wrapped=row.after)).rowcount

    def remove(self, names: Iterable[str]) -> None:
        self._conn.execute(delete(data_keys).where(data_keys.c.name.in_(list(names))))

    def names(self, prefix: str, after: str = "", limit: int = 1_000) -> list[str]:
        found = (
            select(data_keys.c.name)
            .where(data_keys.c.name > max(after, prefix), data_keys.c.name < past(prefix))
            .order_by(data_keys.c.name)
            .limit(limit)
        )
        return list(self._conn.scalars(found))


def past(prefix: str) -> str:
    """The first string after all that begin with `prefix`, so that an index finds them as a range."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def rows_of(conn: Connection) -> KeyRows:
    """The keys that belong to the data behind this connection."""
    apart: KeyRows | None = conn.info.get(KEY_ROWS)
    return apart if apart is not None else SchemaKeyRows(conn)
