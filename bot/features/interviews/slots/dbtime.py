"""What time it is by the database: holds end by it, so that machines whose clocks differ agree (B4)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, text

DatabaseTime = Callable[[Connection], int]
"""The whole seconds since 1970 UTC, by the clock of the database that the connection belongs to."""

_NOW = {
    "sqlite": text("SELECT unixepoch('now')"),
    # clock_timestamp: now() would be the begin of the transaction, which may have waited since.
    "postgresql": text("SELECT floor(extract(epoch FROM clock_timestamp()))::bigint"),
}


def database_time(conn: Connection) -> int:
    """The database's own clock. A `DatabaseTime`."""
    return int(conn.execute(_NOW[conn.dialect.name]).scalar_one())


def shifted(offset: Callable[[], float]) -> DatabaseTime:
    """The database's clock, so many seconds ahead: for tests, which cannot wait."""
    return lambda conn: database_time(conn) + int(offset())
