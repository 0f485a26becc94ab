"""K4: a new master key while everything runs, whatever is killed meanwhile."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.store import key_rotation as rotation
from bot.store import keyring as key_files
from bot.store.database import Store
from bot.store.datakeys import DataKeys, KeyDestroyed
from bot.store.keyring import PURPOSES, Keyring, KeyringError
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore

PEOPLE = [f"person-{number:02}" for number in range(40)]


@pytest.fixture
def ring_file(tmp_path: Path, keyring: Keyring) -> Path:
    path = tmp_path / "apart" / "keys.json"
    path.parent.mkdir()
    path.touch(0o600)
    path.write_text(key_files.dump(keyring))
    return path


def make(conn: Connection, keys: DataKeys, people: list[str]) -> dict[str, bytes]:
    return {
        person: keys.create_person_key(conn, person).seal(person.encode(), "persons.place", person)
        for person in people
    }


def read(conn: Connection, keys: DataKeys, sealed: dict[str, bytes]) -> list[bytes]:
    return [
        keys.for_person(conn, person).open_(words, "persons.place", person)
        for person, words in sealed.items()
    ]


def exchange(path: Path, data_dir: Path) -> Keyring:
    with rotation.changing(path, data_dir) as (ring, write):
        changed = rotation.with_new(ring, "master")
        write(changed)
    return changed


async def test_K4_a_running_process_goes_on_and_no_row_stays_under_the_old_key(
    store: Store, data_dir: Path, ring_file: Path, keyring: Keyring
) -> None:
    second = [0.0]
    running = DataKeys(keyring, lambda: second[0], rotation.Watched(ring_file, data_dir).fresh)
    forgetful = DataKeys(keyring)
    sealed = await store.write(lambda conn: make(conn, running, PEOPLE))
    ring = exchange(ring_file, data_dir)
    assert await asyncio.to_thread(rotation.rewrap, store, DataKeys(ring)) == len(PEOPLE)
    assert await store.read(rotation.in_use) == {ring.newest("master").id.hex(): len(PEOPLE)}

    second[0] += 1.0
    later = await store.write(lambda conn: make(conn, running, ["came-later"]))
    assert await store.read(rotation.in_use) == {ring.newest("master").id.hex(): len(PEOPLE) + 1}
    words = await store.read(lambda conn: read(conn, running, sealed | later))
    assert words == [person.encode() for person in [*PEOPLE, "came-later"]]
    with pytest.raises(KeyringError, match="not in the key file"):  # the control: one that does not look
        await store.read(lambda conn: read(conn, forgetful, sealed))

    left, gone = rotation.without_older(ring, "master")
    assert gone == keyring.keys["master"]
    alone = DataKeys(left)
    assert len(await store.read(lambda conn: read(conn, alone, sealed))) == len(PEOPLE)
    assert await asyncio.to_thread(rotation.rewrap, store, alone) == 0


CHILD = """
import os, signal, sys
from pathlib import Path
from bot.store import key_rotation, keyring
from bot.store.datakeys import DataKeys
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore

ring_file, where = sys.argv[1:]
key_rotation.AT_ONCE, wrap, batches = 10, DataKeys.rewrap, []

def rewrap(self, conn, names):
    batches.append(1)
    changed = wrap(self, conn, names)
    if len(batches) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return changed

DataKeys.rewrap = rewrap
store = PostgresStore(where) if where.startswith("postgres") else SqliteStore(Path(where))
key_rotation.rewrap(store, DataKeys(keyring.load(Path(ring_file), Path("/nonexistent"))))
"""


async def test_K4_a_kill_half_way_leaves_all_readable_and_the_next_run_ends_it(
    store: Store, data_dir: Path, ring_file: Path, keyring: Keyring
) -> None:
    sealed = await store.write(lambda conn: make(conn, DataKeys(keyring), PEOPLE))
    ring = exchange(ring_file, data_dir)
    where = str(data_dir)
    if isinstance(store, PostgresStore):
        where = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    args = [sys.executable, "-c", CHILD, str(ring_file), where]
    child = await asyncio.to_thread(subprocess.run, args, env=os.environ, timeout=60)
    assert child.returncode == -signal.SIGKILL
    old, new = keyring.newest("master").id.hex(), ring.newest("master").id.hex()
    assert await store.read(rotation.in_use) == {new: 20, old: 20}
    both = DataKeys(ring)
    assert len(await store.read(lambda conn: read(conn, both, sealed))) == len(PEOPLE)
    assert await asyncio.to_thread(rotation.rewrap, store, both) == 20
    assert await store.read(rotation.in_use) == {new: 40}


async def test_C7_wrapping_anew_brings_no_destroyed_key_back(
    store: Store, data_dir: Path, ring_file: Path, keyring: Keyring
) -> None:
    old = DataKeys(keyring)
    await store.write(lambda conn: make(conn, old, PEOPLE))
    new = DataKeys(exchange(ring_file, data_dir))

    def both(conn: Connection) -> int:
        old.destroy_person_key(conn, PEOPLE[0])
        return new.rewrap(conn, [f"person:{person}" for person in PEOPLE])

    assert await store.write(both) == len(PEOPLE) - 1
    with pytest.raises(KeyDestroyed):
        await store.read(lambda conn: new.for_person(conn, PEOPLE[0]))


async def test_K4_the_old_wrapping_is_not_left_in_the_files(
    sqlite_store: SqliteStore, data_dir: Path, ring_file: Path, keyring: Keyring
) -> None:
    await sqlite_store.write(lambda conn: make(conn, DataKeys(keyring), PEOPLE))
    old_id = keyring.newest("master").id
    assert old_id in sqlite_store.key_file.with_name("keys.db-wal").read_bytes()
    await asyncio.to_thread(rotation.rewrap, sqlite_store, DataKeys(exchange(ring_file, data_dir)))
    await sqlite_store.scrub()
    left = b"".join(path.read_bytes() for path in data_dir.glob("keys.db*"))
    assert b"\x01" + old_id not in left


def test_K4_a_key_on_standby_is_known_before_it_seals(ring_file: Path, data_dir: Path) -> None:
    with rotation.changing(ring_file, data_dir) as (ring, write):
        write(rotation.with_standby(ring))
    prepared = key_files.load(ring_file, data_dir)
    first, waiting = prepared.keys["master"]
    assert (first.standby, waiting.standby) == (False, True)
    assert prepared.newest("master") == ring.newest("master")
    assert rotation.without_older(prepared, "master") == (prepared, ())
    after = rotation.promoted(prepared)
    assert after is not None
    assert [key.id for key in after.keys["master"]] == [waiting.id, first.id]
    assert not any(key.standby for key in after.keys["master"])
    assert rotation.promoted(after) is None
    content = json.loads(key_files.dump(prepared))
    content["master"].reverse()
    ring_file.write_text(json.dumps(content))
    with pytest.raises(KeyringError, match="is on standby"):
        key_files.load(ring_file, data_dir)


def test_K4_each_purpose_keeps_what_it_needs(keyring: Keyring) -> None:
    for purpose in PURPOSES:
        if purpose == "lookup":
            with pytest.raises(KeyringError, match="cannot be exchanged"):
                rotation.with_new(keyring, purpose)
            continue
        changed = rotation.with_new(keyring, purpose)
        older = keyring.keys[purpose] if purpose in ("master", "backups") else ()
        assert changed.keys[purpose][1:] == older
        assert changed.newest(purpose) != keyring.newest(purpose)
        others = set(PURPOSES) - {purpose}
        assert all(changed.keys[other] == keyring.keys[other] for other in others)


def test_the_file_is_replaced_whole_and_stays_private(ring_file: Path, data_dir: Path) -> None:
    watched = rotation.Watched(ring_file, data_dir)
    assert watched.fresh() is None
    ring = exchange(ring_file, data_dir)
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    assert [path.name for path in ring_file.parent.iterdir()] == ["keys.json"]
    assert watched.fresh() == ring
    assert watched.fresh() is None
    ring_file.write_text("{")
    assert watched.fresh() is None, "what cannot be read changes nothing"
