"""How an SQLite file is opened, wherever it is: durable, wiped behind, shared with other processes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.store.database import StoreUnavailable

WAIT = 5.0
"""Seconds to wait for another process that is writing."""

READ_ONLY = "database_file_is_read_only"

_CODES = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_BUSY: "another_process_is_writing",
    sqlite3.SQLITE_LOCKED: "another_process_is_writing",
    sqlite3.SQLITE_CORRUPT: "database_file_damaged",
    sqlite3.SQLITE_NOTADB: "database_file_damaged",
    sqlite3.SQLITE_CANTOPEN: "database_file_cannot_be_opened",
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_NOMEM: "out_of_memory",
}


def connect(path: Path, wait: float = WAIT) -> sqlite3.Connection:
    """Open a file in the mode that every promise of delivery rests on, or raise StoreUnavailable.

    The driver begins no transactions by itself (isolation_level None): BEGIN IMMEDIATE is ours to say.
    """
    try:
        _create_private(path)
        db = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
        _set_up(db)
    except (OSError, sqlite3.Error) as error:
        raise StoreUnavailable(reason(error) or "database_file_cannot_be_opened") from error
    return db


def _create_private(path: Path) -> None:
    """SQLite gives its journals the rights of the file, so the file is made with none for others.

    A file that is there is never opened here: closing it again would drop all locks that this process has
    on it (POSIX). Another process that ends then deletes the journal, and what is committed later is lost.
    See "How To Corrupt An SQLite Database File", 2.2, https://sqlite.org/howtocorrupt.html.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _set_up(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("PRAGMA foreign_keys=ON")
    # FULL is 2. Without it a commit can be lost when the power fails, and M1 would be untrue.
    settings = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    if settings != {"journal_mode": "wal", "synchronous": 2}:
        raise StoreUnavailable("no_write_ahead_log_on_this_file_system")


def truncate_journal(db: sqlite3.Connection) -> bool:
    """Move the write-ahead log into the file and cut it to nothing. False where a reader is in the way."""
    blocked: int = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return blocked == 0


def reason(error: BaseException) -> str | None:
    """The code of a StoreUnavailable for an error of disk, file or lock; None for any other error."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, OSError):
        return "disk_error"
    if not isinstance(original, sqlite3.Error):
        return None
    code = getattr(original, "sqlite_errorcode", None)
    return None if code is None else _CODES.get(code & 0xFF)
