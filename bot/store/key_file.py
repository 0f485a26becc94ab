"""Wrapped data keys beside an SQLite database, in a file of their own.

Two files cannot be committed as one. So the order makes every crash harmless: new keys are on disk BEFORE
the rows that need them, and keys are destroyed AFTER the rows are gone. What a crash leaves behind is a key
without a person, never a person without a key; the retention sweep clears such keys away.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.store.key_rows import past
from bot.store.sqlite_files import connect, truncate_journal

_CREATE = "CREATE TABLE IF NOT EXISTS data_keys (name VARCHAR(40) PRIMARY KEY, wrapped BLOB NOT NULL)"


class KeyFile:
    """The KeyRows of one thread. The store tells it when its transaction begins to end."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._read_only = read_only
        self._doomed: set[str] = set()
        self._to_destroy: set[str] = set()
        self._open()

    def get(self, name: str) -> bytes | None:
        if name in self._doomed:
            return None
        row = self._db.execute("SELECT wrapped FROM data_keys WHERE name=?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def get_many(self, names: Iterable[str]) -> dict[str, bytes]:
        return {name: wrapped for name in names if (wrapped := self.get(name)) is not None}

    def put(self, name: str, wrapped: bytes) -> bytes:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        if name in self._doomed:  # destroyed and made anew in one transaction
            self._doomed.discard(name)
            self._db.execute("DELETE FROM data_keys WHERE name=?", (name,))
        self._db.execute("INSERT OR IGNORE INTO data_keys (name, wrapped) VALUES (?, ?)", (name, wrapped))
        stored = self.get(name)
        assert stored is not None
        return stored

    def put_all(self, rows: list[tuple[str, bytes]]) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR IGNORE INTO data_keys (name, wrapped) VALUES (?, ?)", rows)

    def replace(self, rows: list[tuple[str, bytes, bytes]]) -> int:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        changes = [(after, name, before) for name, before, after in rows if name not in self._doomed]
        changed = self._db.executemany("UPDATE data_keys SET wrapped=? WHERE name=? AND wrapped=?", changes)
        return max(0, changed.rowcount)

    def remove(self, names: Iterable[str]) -> None:
        self._doomed.update(names)

    def names(self, prefix: str, after: str = "", limit: int = 1_000) -> list[str]:
        rows = self._db.execute(
            "SELECT name FROM data_keys WHERE name > ? AND name < ? ORDER BY name LIMIT ?",
            (max(after, prefix), past(prefix), limit),
        )
        return [row[0] for row in rows if row[0] not in self._doomed]

    def before_commit(self) -> None:
        """The data are about to be committed: the keys that they need go first."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def after_commit(self) -> None:
        """The data are committed: now nothing needs the removed keys any more.

        Raises sqlite3.Error where the disk refuses; the names are kept for the next time.
        """
        if not self._doomed and not self._to_destroy:
            return
        self._to_destroy.update(self._doomed)
        self._doomed.clear()
        self._db.execute("BEGIN IMMEDIATE")
        try:
            rows = [(name,) for name in self._to_destroy]
            self._db.executemany("DELETE FROM data_keys WHERE name=?", rows)
            self._db.execute("COMMIT")
        except BaseException:
            self.rollback()
            raise
        self._to_destroy.clear()
        truncate_journal(self._db)  # older images of the page still hold the wrapped keys

    def rollback(self) -> None:
        """The data were rolled back: so are the new keys, and nothing is destroyed."""
        self._doomed.clear()
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def reopen(self) -> None:
        """After an error of the disk nothing about a connection is sure."""
        self._db.close()
        self._open()

    def _open(self) -> None:
        self._db = connect(self._path)
        self._db.execute("PRAGMA query_only=ON" if self._read_only else _CREATE)

    def close(self) -> None:
        self._db.close()
