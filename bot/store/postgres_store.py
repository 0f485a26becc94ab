"""PostgreSQL: a pool of connections; work that has to wait shares a transaction (bot.store.lanes)."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Coroutine, Mapping
from typing import Any

from sqlalchemy import URL, Connection, NullPool, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.database import Dialect, StoreError, StoreUnavailable, T, Work, begin_scratch, share
from bot.store.durability import ON_FOR_US
from bot.store.lanes import CommitUnknown, Lanes
from bot.store.locality import is_local

STARTING = "server_starting"
"""The reason of StoreUnavailable while the server is starting up, or reads its log after a crash."""
POOL_SIZE = 8
"""Connections a process, unless RAFIQ_DATABASE_URL ends in ?pool_size=N."""
STATEMENT_TIMEOUT = 10_000
"""Milliseconds after which the server gives a statement up."""
_CONNECT_TIMEOUT = 5.0
_COMMAND_TIMEOUT = 15.0
"""Seconds: the driver's own limits, for a server that has gone silent."""

_TRY_AGAIN = {"40001", "40P01"}  # serialization_failure, deadlock_detected
_MET = {"23503", "23505"}
"""foreign_key_violation, unique_violation: what the work had read is another's by now, or gone. Run again, it
reads that too, and answers accordingly. Where it fails again the work itself is at fault."""
_RUNS = 3
"""How often work is run that meets others, before its caller is told."""
_UNAVAILABLE = {
    "08": "no_connection",
    "53": "server_out_of_resources",
    "57": "server_gave_up",
    "58": "server_disk_error",
    "28": "server_refuses_user",
    "3D": "no_such_database",
}


class InsecureAddress(StoreError):
    """The address would carry data over a network unencrypted or unchecked (K8)."""


class PostgresStore:
    """The store of a fleet. Transactions are READ COMMITTED; reads are REPEATABLE READ."""

    dialect: Dialect = "postgresql"

    def __init__(self, address: str, pool_size: int = POOL_SIZE) -> None:
        url = make_url(address)
        size = int(str(url.query.get("pool_size", pool_size)))
        self.url, self._options = connect_options(url.difference_update_query(["pool_size"]))
        self._engine = self._new_engine(pool_size=size, max_overflow=0)
        self._view = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._lanes = Lanes(size, lambda work: _run(self._engine, work), share)
        self._closed = False
        self._running = 0
        self._idle = asyncio.Event()

    def _new_engine(self, **pool: Any) -> AsyncEngine:
        engine = create_async_engine(self.url, connect_args=self._options, hide_parameters=True, **pool)
        event.listen(engine.sync_engine, "connect", _durable)
        return engine

    async def write(self, work: Work[T]) -> T:
        value: T = await self._counted(self._lanes.write(work))
        return value

    async def read(self, work: Work[T]) -> T:
        return await self._counted(_run(self._view, work))

    async def _counted(self, running: Coroutine[Any, Any, T]) -> T:
        if self._closed:
            running.close()
            raise StoreUnavailable("closed")
        self._running += 1
        try:
            return await running
        finally:
            self._running -= 1
            if self._running == 0:
                self._idle.set()

    def write_sync(self, work: Work[T]) -> T:
        return asyncio.run(self._write_alone(work))

    async def _write_alone(self, work: Work[T]) -> T:
        engine = self._new_engine(poolclass=NullPool)  # a pool's connections belong to one event loop
        try:
            return await _run(engine, work)
        finally:
            await engine.dispose()

    async def scrub(self) -> None:
        """Take erased rows out of the pages of every table. The server's log archive is not ours to cut."""
        # On a connection of its own: this may take longer than any statement of a turn may.
        patient = {**self._options, "command_timeout": None, "server_settings": {"statement_timeout": "0"}}
        engine = create_async_engine(
            self.url,
            connect_args=patient,
            hide_parameters=True,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
        )
        try:
            async with engine.connect() as conn:
                names = await conn.scalars(text(_OWN_TABLES))
                for name in names.all():
                    await conn.exec_driver_sql(f"VACUUM {name}")
        except (DBAPIError, OSError) as error:
            raise StoreUnavailable(_reason(error) or "vacuum_failed") from error
        finally:
            await engine.dispose()

    async def close(self) -> None:
        self._closed = True
        self._idle.clear()
        if self._running:
            await self._idle.wait()
        await self._engine.dispose()


def _durable(connection: Any, _record: object) -> None:
    """Have commits of this connection wait for the disk, whatever the server's own choice is (M1)."""
    connection.run_async(lambda driver: driver.execute(ON_FOR_US))


_OWN_TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname IN (current_schema(), 'rafiq_keys') AND tableowner = current_user
"""


def connect_options(url: URL) -> tuple[URL, dict[str, Any]]:
    """The address as the driver wants it, and its options: limits, and TLS wherever data leave the machine.

    Raises InsecureAddress for an sslmode that checks no certificate, on a host that is not this one.
    """
    mode, authority = url.query.get("sslmode"), url.query.get("sslrootcert")
    options: dict[str, Any] = {
        "timeout": _CONNECT_TIMEOUT,
        "command_timeout": _COMMAND_TIMEOUT,
        "server_settings": {"application_name": "rafiq", "statement_timeout": str(STATEMENT_TIMEOUT)},
    }
    hosts = _hosts(url)
    if not all(host.startswith("/") or is_local(host) for host in hosts):
        if mode not in (None, "verify-full"):
            raise InsecureAddress(
                f"RAFIQ_DATABASE_URL says sslmode={mode}, but its server is another machine: say "
                "sslmode=verify-full, and sslrootcert=FILE where the authority is your own."
            )
        options["ssl"] = _checked_tls(str(authority) if authority else None)
    plain = url.difference_update_query(["sslmode", "sslrootcert"]).set(drivername="postgresql+asyncpg")
    return plain, options


def _hosts(url: URL) -> list[str]:
    asked = url.query.get("host", ())
    several = [asked] if isinstance(asked, str) else list(asked)
    named = [*several, *([url.host] if url.host else [])]
    return [name.rsplit(":", 1)[0] if name.count(":") == 1 else name for name in named]


def _checked_tls(authority: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=authority)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


async def _run(engine: AsyncEngine, work: Work[T]) -> T:
    """Run work, again if it met others or lost its connection; never once a commit has begun."""
    for _ in range(_RUNS - 1):
        try:
            return await _transaction(engine, work)
        except _Again:
            continue
    try:
        return await _transaction(engine, work)
    except _Again as again:
        if _state(again.error) in _MET:
            raise again.error from None
        raise StoreUnavailable(again.reason) from again.error


class _Again(Exception):
    """Nothing was done, and the same work may well succeed now."""

    def __init__(self, error: DBAPIError) -> None:
        self.error = error
        self.reason = _reason(error) or "others_were_faster"


async def _transaction(engine: AsyncEngine, work: Work[T]) -> T:
    committing = False
    try:
        async with engine.connect() as conn, conn.begin():
            value = await conn.run_sync(_prepared(work))
            committing = True
        return value
    except PoolTimeout as error:
        raise StoreUnavailable("too_much_work_waiting") from error
    except (DBAPIError, OSError) as error:
        if isinstance(error, DBAPIError) and not committing and _may_succeed(error):
            raise _Again(error) from error
        reason = _reason(error)
        if reason is None:
            raise
        raise (CommitUnknown if committing else StoreUnavailable)(reason) from error


def _may_succeed(error: DBAPIError) -> bool:
    return error.connection_invalidated or _state(error) in _TRY_AGAIN | _MET


def _prepared(work: Work[T]) -> Work[T]:
    def run(conn: Connection) -> T:
        begin_scratch(conn)
        return work(conn)

    return run


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _reason(error: Exception) -> str | None:
    """The code of a StoreUnavailable, or None where the work itself was at fault."""
    if not isinstance(error, DBAPIError):
        return "no_connection"
    state = _state(error)
    if state in _TRY_AGAIN:
        return "others_were_faster"
    if error.connection_invalidated:
        return "connection_lost"
    if state == "57P03":  # cannot_connect_now
        return STARTING
    classes: Mapping[str, str] = _UNAVAILABLE
    return classes.get(state[:2])
