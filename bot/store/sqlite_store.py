"""SQLite: one thread writes, and what waits for it is committed together.

A commit costs one wait for the disk however much is in it. So 50 people at once share one (DESIGN.md, Scale).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, NullPool, create_engine, event

from bot.store.database import Dialect, StoreUnavailable, T, Work, begin_scratch
from bot.store.key_file import KeyFile
from bot.store.key_rows import KEY_ROWS
from bot.store.sqlite_files import READ_ONLY, connect, reason, truncate_journal
from bot.store.turnstile import Turnstile
from bot.store.worker import Job, Outcome, Worker

log = structlog.get_logger("store")

TURN = 15.0
"""Seconds to stand in line behind other processes that write: each is in for one transaction at a time."""


class SqliteStore:
    """The store of one machine: DATA_DIR/rafiq.db, and its keys in DATA_DIR/keys.db."""

    dialect: Dialect = "sqlite"

    def __init__(self, data_dir: Path, wait: float = TURN) -> None:
        """`wait`: seconds that a write stands in line before it is given up."""
        self.data_file = data_dir / "rafiq.db"
        self.key_file = data_dir / "keys.db"
        self._keys = KeyFile(self.key_file)
        self._seen_keys = KeyFile(self.key_file, read_only=True)
        self._turnstile, self._wait = Turnstile(data_dir), wait
        self._conn = self._open_to_write()
        self._view = _open(self.data_file, _begin, self._seen_keys)
        self._view.exec_driver_sql("PRAGMA query_only=ON")
        self._view.rollback()
        self._writer = Worker("store-writer", self._write_group)
        self._reader = Worker("store-reader", self._read_group)

    async def write(self, work: Work[T]) -> T:
        value: T = await self._writer.submit(work)
        return value

    async def read(self, work: Work[T]) -> T:
        value: T = await self._reader.submit(work)
        return value

    def write_sync(self, work: Work[T]) -> T:
        value: T = self._writer.call(work)
        return value

    async def scrub(self) -> None:
        """Cut both write-ahead logs: they hold older images of pages, with what was erased since."""
        if not await asyncio.to_thread(self._truncate_journals):
            raise StoreUnavailable("a_reader_is_in_the_way")

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writer.stop()
        self._reader.stop()
        for conn in (self._view, self._conn):
            conn.close()
        self._seen_keys.close()
        self._keys.close()
        self._turnstile.close()

    def _open_to_write(self) -> Connection:
        return _open(self.data_file, self._begin_to_write, self._keys)

    def _begin_to_write(self, conn: Connection) -> None:
        self._turnstile.begin(driver(conn), self._wait)

    def _truncate_journals(self) -> bool:
        done = []
        for path in (self.data_file, self.key_file):
            db = connect(path)
            try:
                done.append(truncate_journal(db))
            finally:
                db.close()
        return all(done)

    def _write_group(self, group: list[Job]) -> list[Outcome]:
        """All jobs in one transaction; if that fails, each again in one of its own."""
        try:
            return [Outcome(value) for value in self._transaction([job.work for job in group])]
        except BaseException as error:
            if len(group) == 1:
                return [Outcome(error=error)]
        return [outcome for job in group for outcome in self._write_group([job])]

    def _transaction(self, works: list[Work[Any]]) -> list[Any]:
        """Raises what a work raised, or StoreUnavailable; then nothing of it was done."""
        if self._conn.closed:
            self._reopen()
        begin_scratch(self._conn)
        try:
            with self._conn.begin():
                values = [self._run(work) for work in works]
                self._keys.before_commit()
        except BaseException as error:
            self._undo()
            unavailable = reason(error)
            if unavailable is None:
                raise
            raise StoreUnavailable(unavailable) from error
        self._destroy_keys()
        return values

    def _run(self, work: Work[Any]) -> Any:
        value = work(self._conn)
        if not driver(self._conn).in_transaction:
            # SQLite has rolled back by itself (disk full) and the work has swallowed the error.
            raise StoreUnavailable("disk_full")
        return value

    def _undo(self) -> None:
        """Leave nothing half done, also where the rollback itself fails: closing a file undoes too."""
        try:
            self._keys.rollback()
            if driver(self._conn).in_transaction:
                driver(self._conn).rollback()
        except sqlite3.Error:
            with suppress(Exception):  # nothing about this connection is sure any more
                self._conn.invalidate()
            self._conn.close()

    def _reopen(self) -> None:
        self._keys.reopen()
        self._conn = self._open_to_write()

    def _destroy_keys(self) -> None:
        try:
            self._keys.after_commit()
        except sqlite3.Error as error:
            # The data are committed, so the work is done. KeyFile tries again after the next commit.
            log.error("store.keys_not_destroyed", code=reason(error) or "unknown")

    def _read_group(self, group: list[Job]) -> list[Outcome]:
        begin_scratch(self._view)
        try:
            with self._view.begin():
                return [_outcome(job.work, self._view) for job in group]
        except BaseException as error:
            return [Outcome(error=_translated(error))] * len(group)


def _open(path: Path, begin: Callable[[Connection], None], keys: KeyFile) -> Connection:
    creator: Callable[[], sqlite3.Connection] = lambda: connect(path)  # noqa: E731
    engine = create_engine("sqlite://", creator=creator, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", begin)
    conn = engine.connect()
    conn.info[KEY_ROWS] = keys
    return conn


def _begin(conn: Connection) -> None:
    driver(conn).execute("BEGIN")


def driver(conn: Connection) -> sqlite3.Connection:
    """The connection below SQLAlchemy's."""
    driver = conn.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _outcome(work: Work[Any], conn: Connection) -> Outcome:
    try:
        return Outcome(work(conn))
    except BaseException as error:
        return Outcome(error=_translated(error))


def _translated(error: BaseException) -> BaseException:
    unavailable = reason(error)
    if unavailable is None or unavailable == READ_ONLY:  # a read that tried to write
        return error
    translated = StoreUnavailable(unavailable)
    translated.__cause__ = error
    return translated
