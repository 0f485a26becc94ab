"""Changing the keys of a key file while everything runs (K4).

The master key wraps data keys; a new one is made first in the file, then every data key is wrapped anew, in
batches, and nothing else has to be written: what people said is sealed under data keys, which stay. At any
moment rows under both keys can be opened, so a kill leaves nothing to mend: the next run goes on.

Where processes have copies of the file of their own, the new key has to be known to all of them before the
first row is under it: it waits in the file (`standby`) until then.

The lookup key cannot be exchanged. People, accounts and links are found by it, and for those who are to be
found again only their hash is kept: without the address there is nothing to hash anew.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.store.cipher import key_id_of
from bot.store.database import Store
from bot.store.datakeys import DataKeys, all_names
from bot.store.key_rows import rows_of
from bot.store.keyring import Key, Keyring, KeyringError, dump, load, new_key

log = structlog.get_logger("store")

MASTER = "master"
REPLACED = ("sessions", "links", "logs")
"""Purposes whose older keys open nothing: what rests on them ends with the change."""
KEPT = ("backups",)
"""Purposes whose older keys go on to open what is older."""
AT_ONCE = 1_000
"""Data keys wrapped anew in one transaction."""


class Watched:
    """A key file that may change while this process runs."""

    def __init__(self, path: Path, data_dir: Path) -> None:
        """Make this before the file is read for the first time."""
        self._path, self._data_dir = path, data_dir
        self._seen = self._stamp()

    def fresh(self) -> Keyring | None:
        """The keys, where the file is another than when it was last read; None where it is the same, or
        cannot be read: then what is known goes on to hold."""
        stamp = self._stamp()
        if stamp == self._seen:
            return None
        self._seen = stamp
        try:
            return load(self._path, self._data_dir)
        except (KeyringError, OSError) as error:
            log.error("keys.unreadable", reason=type(error).__name__, alarm=True)
            return None

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


@contextmanager
def changing(path: Path, data_dir: Path) -> Iterator[tuple[Keyring, Callable[[Keyring], None]]]:
    """The keys of a file, and what writes others in their place; one process at a time."""
    place = path.resolve()
    handle = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield load(place, data_dir), lambda ring: _write(place, handle, ring)
    finally:
        os.close(handle)


def _write(path: Path, folder: int, ring: Keyring) -> None:
    """Whole or not at all, with the owner and the rights of the file that it takes the place of."""
    before = path.stat()
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".keys-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(dump(ring))
            if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), before.st_mode & 0o700)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
        os.fsync(folder)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def with_new(ring: Keyring, purpose: str) -> Keyring:
    """The same keys, with a new one first. Raises KeyringError for a purpose that has to keep its key."""
    if purpose not in (MASTER, *REPLACED, *KEPT):
        raise KeyringError(
            f"The {purpose} key cannot be exchanged: people are found by hashes made with it, and there is "
            "nothing to make them anew from."
        )
    older = () if purpose in REPLACED else ring.keys[purpose]
    return Keyring({**ring.keys, purpose: (new_key(), *older)})


def with_standby(ring: Keyring) -> Keyring:
    """The same keys, with a new master key that opens, and does not seal yet."""
    first, *older = ring.keys[MASTER]
    return Keyring({**ring.keys, MASTER: (first, replace(new_key(), standby=True), *older)})


def promoted(ring: Keyring) -> Keyring | None:
    """The same keys, with the master key on standby first; None where there is none."""
    waiting = [key for key in ring.keys[MASTER] if key.standby]
    if not waiting:
        return None
    others = tuple(key for key in ring.keys[MASTER] if not key.standby)
    return Keyring({**ring.keys, MASTER: (*(replace(key, standby=False) for key in waiting), *others)})


def without_older(ring: Keyring, purpose: str) -> tuple[Keyring, tuple[Key, ...]]:
    """The newest key of a purpose alone (and one on standby), and the keys that went."""
    first, *others = ring.keys[purpose]
    stay = tuple(key for key in others if key.standby)
    gone = tuple(key for key in others if not key.standby)
    return Keyring({**ring.keys, purpose: (first, *stay)}), gone


def in_use(conn: Connection) -> Counter[str]:
    """How many data keys are wrapped under each master key, by its id in hex."""
    names, counts = all_names(conn), Counter[str]()
    for at in range(0, len(names), AT_ONCE):
        page = rows_of(conn).get_many(names[at : at + AT_ONCE])
        counts.update(key_id_of(wrapped).hex() for wrapped in page.values())
    return counts


def rewrap(store: Store, keys: DataKeys) -> int:
    """Wrap every data key that is there under the newest master key; how many were under another.

    Batch by batch, while others work; killed at any moment, the next run goes on. It blocks.
    """
    names = store.write_sync(all_names)
    changed = 0
    for at in range(0, len(names), AT_ONCE):
        page = names[at : at + AT_ONCE]
        changed += store.write_sync(lambda conn: keys.rewrap(conn, page))  # noqa: B023
    return changed
