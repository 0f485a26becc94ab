"""Making a backup while everything runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.store.backups.rows import KEYS, Frame, data_frames, key_frames, pack
from bot.store.backups.sealing import PURPOSE, BackupError, Sealed, new_header
from bot.store.cipher import key_id_of
from bot.store.database import Store
from bot.store.keyring import Keyring
from bot.store.migrations import current


@dataclass(frozen=True, slots=True)
class Copied:
    """What was written: rows of each table, wrapped keys, bytes of both files, seconds that it took.

    `masters`: ids of the master keys that the wrapped ones are under; `sealed`: of the key for backups.
    """

    counts: dict[str, int]
    keys: int
    masters: frozenset[str]
    sealed: str
    size: int
    seconds: float

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


async def back_up(store: Store, ring: Keyring, data: Path, keys: Path, now: float) -> Copied:
    """Write the data to a new file, and the wrapped keys over the file of the last time (C7).

    Both are whole or not there: they are written beside and renamed, the keys first, and the keys are read
    after the data. So no data file is ever beside keys that are older, and every person of the data has
    her key there, unless she was erased meanwhile. Raises BackupError.
    """
    _refuse(data, keys)
    began, made = time.monotonic(), int(now)
    masters: set[str] = set()

    def keys_of(conn: Connection) -> Iterable[Frame]:
        return _noting(key_frames(conn), masters)

    parts = [path.with_name(path.name + ".part") for path in (data, keys)]
    try:
        counts = await store.read(lambda conn: _write(conn, "data", parts[0], ring, made, data_frames))
        held = await store.read(lambda conn: _write(conn, "keys", parts[1], ring, made, keys_of))
        size = sum(part.stat().st_size for part in parts)
        parts[1].replace(keys)
        _settle(keys.parent)
        parts[0].replace(data)
        _settle(data.parent)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    seconds = time.monotonic() - began
    return Copied(counts, held[KEYS], frozenset(masters), ring.newest(PURPOSE).id.hex(), size, seconds)


def _noting(frames: Iterable[Frame], masters: set[str]) -> Iterator[Frame]:
    for frame in frames:
        if frame[0] == "rows":
            masters.update(key_id_of(wrapped).hex() for _name, wrapped in frame[1])
        yield frame


def _refuse(data: Path, keys: Path) -> None:
    if data.exists():
        raise BackupError(f"{data} is there already and stays as it is: give each backup a name of its own.")
    if data.absolute() == keys.absolute():
        raise BackupError("Data and keys need two files: the one is kept, the other always written anew.")


def _write(
    conn: Connection,
    kind: str,
    path: Path,
    ring: Keyring,
    made: int,
    frames: Callable[[Connection], Iterable[Frame]],
) -> dict[str, int]:
    revision = current(conn)
    if revision is None:
        raise BackupError("There is nothing to back up: the database has no tables yet.")
    key = ring.newest(PURPOSE)
    path.unlink(missing_ok=True)  # of a run that was killed
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        sealed = Sealed(file, new_header(kind, made, revision, key), key)
        counts = pack(frames(conn), sealed.write)
        sealed.finish()
        file.flush()
        os.fsync(file.fileno())
    return counts


def _settle(folder: Path) -> None:
    """Have the new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
