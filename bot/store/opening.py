"""Opening the store that the settings name, with its tables as this version wants them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, NullPool, create_engine, event, text

from bot.store import sqlite_files
from bot.store.database import Store, StoreError, StoreUnavailable
from bot.store.migrations import HEAD, current, migrate
from bot.store.sqlite_store import SqliteStore, driver
from bot.store.turnstile import Turnstile

if TYPE_CHECKING:
    from bot.store.postgres_store import PostgresStore

_MIGRATION_WAIT = 60.0
"""Seconds to wait for another process that is migrating the same file."""
STARTS_WITHIN = 60.0
"""Seconds that a start waits for a PostgreSQL that is starting itself: after a crash it reads its log."""
_LOOK_AGAIN = 0.5


async def open_store(data_dir: Path, database_url: str | None = None) -> Store:
    """PostgreSQL where an address is given, else SQLite in `data_dir`. Migrations are applied first.

    Raises StoreError where the store cannot be used; a server that is only starting is waited for.
    """
    if database_url is None:
        return await asyncio.to_thread(open_sqlite, data_dir)
    from bot.store.postgres_store import PostgresStore  # asyncio's half of SQLAlchemy costs 0.1 s

    store = PostgresStore(database_url)
    try:
        await _migrated(store)
    except BaseException:
        await store.close()
        raise
    return store


async def _migrated(store: PostgresStore) -> None:
    from bot.store.postgres_store import STARTING

    end = asyncio.get_running_loop().time() + STARTS_WITHIN
    while True:
        try:
            await store.write(migrate)
            return
        except StoreUnavailable as error:
            if error.reason != STARTING or asyncio.get_running_loop().time() > end:
                raise
        await asyncio.sleep(_LOOK_AGAIN)


def open_sqlite(data_dir: Path) -> SqliteStore:
    """The store in a folder, which is made where it is missing."""
    migrate_file(data_dir / "rafiq.db")
    return SqliteStore(data_dir)


def migrate_file(path: Path) -> None:
    """Bring an SQLite file to the newest revision."""
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite_files.connect(path, _MIGRATION_WAIT), poolclass=NullPool
    )
    event.listen(engine, "begin", lambda conn: _begin(conn, path.parent))
    try:
        with engine.connect() as conn:
            # A revision may have to build a table anew; dropping the old one must not cascade.
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            with conn.begin():
                if current(conn) == HEAD:
                    return
                migrate(conn)
                if conn.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise StoreError("The migration would leave rows that point nowhere; it was not applied.")
    except Exception as error:
        unavailable = sqlite_files.reason(error)
        if unavailable is None:
            raise
        raise StoreUnavailable(unavailable) from error


def _begin(conn: Connection, folder: Path) -> None:
    """In turn: beside a busy process no start of a command would ever get to look at the revision."""
    turnstile = Turnstile(folder)
    try:
        turnstile.begin(driver(conn), _MIGRATION_WAIT)
    finally:
        turnstile.close()
