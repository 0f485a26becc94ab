"""Backup, restore and a new master key for many people, on both engines (O1: back in 15 minutes; K4).

    python -m bench.backup --people 100000

Each person has her data key, her sealed address and a row of one announcement. The floor is SQLite's own
backup of the same file, which is neither encrypted nor checked nor restored.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from pydantic import SecretStr

from bench.audience import fill, real
from bot.app import SystemClock
from bot.backup_commands import backup_command
from bot.backup_commands import fill as restored_into
from bot.delivery.keys import Keys
from bot.settings import Settings
from bot.store import key_rotation, keyring
from bot.store.backups.restoring import check
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_store
from tests.servers import Postgres, postgres


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=100_000)
    people: int = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        _engine("sqlite", Path(folder) / "sqlite", people, None, None)
        with postgres() as server:
            _on_postgres(server, Path(folder) / "postgresql", people)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of the process: {most:,.0f} MB")


def _on_postgres(server: Postgres, folder: Path, people: int) -> None:
    with server.empty_database() as source, server.empty_database() as target:
        _engine("postgresql", folder, people, source, target)


def _engine(name: str, folder: Path, people: int, source: str | None, target: str | None) -> None:
    folder.mkdir()
    ring_file = folder / "apart" / "keys.json"
    own = Settings(
        data_dir=folder / "data", keys_file=ring_file, database_url=SecretStr(source) if source else None
    )
    new = own.model_copy(
        update={"data_dir": folder / "new", "database_url": SecretStr(target) if target else None}
    )
    keyring.create(ring_file, own.data_dir)
    ring = keyring.load(ring_file, own.data_dir)
    asyncio.run(_filled(own, Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret)), people))
    began, used = time.monotonic(), time.process_time()
    backup_command(lambda: own, SystemClock())(folder / "copy")
    backed_up = time.monotonic() - began
    checked = check(folder / "copy", folder / "keys-newest.backup", ring)
    proved = time.monotonic() - began - backed_up
    restored_into(new, ring, checked, SystemClock())
    restored = time.monotonic() - began - backed_up - proved
    rewrapped = asyncio.run(_rewrapped(own, key_rotation.with_new(ring, key_rotation.MASTER)))
    print(
        f"{name}, {people:,} people: backup {backed_up:.1f} s, check {proved:.1f} s, "
        f"restore {restored:.1f} s, data keys wrapped anew {rewrapped:.1f} s; "
        f"{time.process_time() - used:.1f} s of this process's own time"
    )
    if not source:
        print(f"floor: SQLite's own backup of the file {_floor(own.data_dir):.1f} s")


async def _filled(settings: Settings, keys: Keys, people: int) -> None:
    store = await _opened(settings)
    try:
        await real(store, keys, range(people))
        await fill(store, "one", 1_800_000_000)
    finally:
        await store.close()


async def _rewrapped(settings: Settings, ring: keyring.Keyring) -> float:
    store = await _opened(settings)
    try:
        began = time.monotonic()
        await asyncio.to_thread(key_rotation.rewrap, store, DataKeys(ring))
        return time.monotonic() - began
    finally:
        await store.close()


async def _opened(settings: Settings) -> Store:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    return await open_store(settings.data_dir, url)


def _floor(folder: Path) -> float:
    began = time.monotonic()
    with sqlite3.connect(folder / "rafiq.db") as source, sqlite3.connect(folder / "floor.db") as target:
        source.backup(target)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
