"""Everything that a store has written anywhere, to be searched for what must not be there (D6, K9)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from bot.store.database import Store
from bot.store.sqlite_store import SqliteStore


async def found_in(store: Store, needles: Iterable[bytes]) -> list[bytes]:
    """Those of the needles that are in any file or table of the store."""
    dump = await everything(store)
    return [needle for needle in needles if needle in dump or needle.hex().encode() in dump]


async def everything(store: Store) -> bytes:
    """SQLite: the bytes of all files, journals among them. PostgreSQL: every row of every table."""
    if isinstance(store, SqliteStore):
        return b"\n".join(path.read_bytes() for path in sorted(store.data_file.parent.iterdir()))
    return await store.read(_rows)


def _rows(conn: Connection) -> bytes:
    tables = conn.scalars(
        text("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname <> ALL(:theirs)"),
        {"theirs": ["pg_catalog", "information_schema"]},
    ).all()
    rows = [row for table in tables for row in conn.scalars(text(f"SELECT t::text FROM {table} t"))]
    return "\n".join(map(str, rows)).encode()
