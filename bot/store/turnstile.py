"""Whose turn it is to write to an SQLite file: processes stand in line instead of pushing.

SQLite itself keeps no line. Whoever finds the file locked looks again after 1, 2, 5 and in the end 100 ms,
and between two transactions of a busy process the file is free for microseconds: so the others never meet
that moment, and after all their waiting are told "database is locked" (B2). Here only the one at the
turnstile waits for SQLite's lock, and whoever has just written has to pass the turnstile again: so a busy
process lets another in after every transaction. SQLite's own lock still decides who writes; those who do not
know of the turnstile are as safe as before.
"""

from __future__ import annotations

import fcntl
import os
import random
import sqlite3
import time
from pathlib import Path

_LOOK = 0.001
"""Seconds between two looks whether the way is free, on the average."""


class Turnstile:
    """One's place before it; the kernel gives it back when the process ends, however it does."""

    def __init__(self, folder: Path) -> None:
        # The folder, never the database: closing any handle of that file would drop all locks that SQLite
        # has on it in this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
        self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def begin(self, db: sqlite3.Connection, wait: float) -> None:
        """BEGIN IMMEDIATE, when it is our turn. Raises sqlite3.OperationalError after `wait` s: busy."""
        until = time.monotonic() + wait
        while not self._entered():
            if time.monotonic() >= until:
                break  # somebody stands still in it: push, as SQLite does
            _pause()
        try:
            _lock(db, until)
        finally:
            fcntl.flock(self._handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Also a second time, when the number may already be another file's."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _entered(self) -> bool:
        # Looking, because a wait for flock() cannot be ended. It is fair all the same: nobody can come back
        # before the one who is in has got SQLite's lock, and that takes as long as a transaction.
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _lock(db: sqlite3.Connection, until: float) -> None:
    """Look for SQLite's lock more often than SQLite does: nobody else is looking."""
    patience = db.execute("PRAGMA busy_timeout").fetchone()[0]
    db.execute("PRAGMA busy_timeout=0")
    try:
        while not _began(db, last=time.monotonic() >= until):
            _pause()
    finally:
        db.execute(f"PRAGMA busy_timeout={patience}")


def _began(db: sqlite3.Connection, *, last: bool) -> bool:
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _pause() -> None:
    time.sleep(random.uniform(0.5, 1.5) * _LOOK)
