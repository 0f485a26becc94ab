"""Two files cannot be committed as one: what a crash or a refusal between them leaves behind (K3, C7)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.delivery.keys import Keys
from bot.delivery.retention import sweep_store
from bot.delivery.tables import persons
from bot.features.people.erasing import erase
from bot.store import keyring as key_files
from bot.store import sqlite_files
from bot.store.datakeys import DataKeys, KeyDestroyed
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.delivery.people import settle

PROGRAM = """
import os, signal, sys
from pathlib import Path
from bot.delivery.keys import Keys
from bot.delivery.tables import persons
from bot.features.people.erasing import erase
from bot.store import keyring
from bot.store.datakeys import DataKeys
from bot.store.key_file import KeyFile
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from tests.delivery.people import settle

folder, keys_path, dies_in = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
ring = keyring.load(keys_path, folder)
keys = Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))
store = open_sqlite(folder)

def die_in(moment):
    real = getattr(KeyFile, moment)
    def dying(self):
        if moment == "before_commit":
            real(self)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(KeyFile, moment, dying)

if dies_in == "before_commit":
    die_in(dies_in)
known = store.write_sync(lambda conn: settle(conn, keys, "anna", 1_795_255_200))
die_in(dies_in)
store.write_sync(lambda conn: erase(conn, keys.data, known.id))
"""


@pytest.mark.parametrize(("dies_in", "what"), [("before_commit", "new"), ("after_commit", "erased")])
async def test_O3_a_kill_between_the_two_files_leaves_a_key_without_a_person_and_never_the_reverse(
    data_dir: Path, tmp_path: Path, clock: FakeClock, dies_in: str, what: str
) -> None:
    path = tmp_path / "keys.json"
    key_files.create(path, data_dir)
    command = [sys.executable, "-c", PROGRAM, str(data_dir), str(path), dies_in]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    store = open_sqlite(data_dir)
    keys = DataKeys(key_files.load(path, data_dir))
    assert await store.read(lambda conn: list(conn.scalars(select(persons.c.id)))) == [], what
    assert len(await store.read(lambda conn: keys.person_ids(conn, "", 10))) == 1, what
    assert (await sweep_store(store, keys, clock.now()))["orphan_keys"] == 1
    assert await store.read(lambda conn: keys.person_ids(conn, "", 10)) == []
    await store.close()


async def test_a_key_that_could_not_be_destroyed_at_once_is_destroyed_with_the_next_commit(
    sqlite_store: SqliteStore, data_keys: DataKeys, lookup: Lookup, clock: FakeClock
) -> None:
    keys = Keys(data_keys, lookup)
    known = await sqlite_store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    sqlite_store._keys._db.execute("PRAGMA busy_timeout=10")
    other = sqlite_files.connect(sqlite_store.key_file)
    other.execute("BEGIN IMMEDIATE")
    assert await sqlite_store.write(lambda conn: erase(conn, data_keys, known.id))
    assert await sqlite_store.read(lambda conn: data_keys.person_ids(conn, "", 10)) == [known.id]
    other.execute("COMMIT")
    other.close()
    await sqlite_store.write(lambda conn: None)
    assert await sqlite_store.read(lambda conn: data_keys.person_ids(conn, "", 10)) == []


async def test_a_key_made_again_in_the_transaction_that_destroyed_it_is_a_new_one(
    sqlite_store: SqliteStore, data_keys: DataKeys
) -> None:
    first = await sqlite_store.write(lambda conn: data_keys.create_person_key(conn, "anna").key_id)

    def anew(conn: Connection) -> bytes:
        data_keys.destroy_person_key(conn, "anna")
        return data_keys.create_person_key(conn, "anna").key_id

    second = await sqlite_store.write(anew)
    assert second != first
    assert await sqlite_store.read(lambda conn: data_keys.for_person(conn, "anna").key_id) == second
    await sqlite_store.write(lambda conn: data_keys.destroy_person_key(conn, "anna"))
    with pytest.raises(KeyDestroyed):
        await sqlite_store.read(lambda conn: data_keys.for_person(conn, "anna"))


async def test_a_connection_that_was_lost_is_opened_again(
    sqlite_store: SqliteStore, data_keys: DataKeys
) -> None:
    sqlite_store._conn.close()
    await sqlite_store.write(lambda conn: data_keys.create_person_key(conn, "anna"))
    assert await sqlite_store.read(lambda conn: data_keys.person_ids(conn, "", 10)) == ["anna"]
