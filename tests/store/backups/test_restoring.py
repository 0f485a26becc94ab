"""O1, C7: a copy of a running database comes back wholly, on either engine, without those who were erased."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, delete, insert, select, text
from sqlalchemy.exc import DBAPIError

from bot.backup_commands import _forget
from bot.delivery.fleet import muting
from bot.delivery.keys import Keys
from bot.delivery.tables import inbox, outbox, persons
from bot.features.people import erase
from bot.features.places.tables import places
from bot.features.staff import audit
from bot.store import keyring as key_files
from bot.store.backups import copying, restoring
from bot.store.backups.rows import unpack
from bot.store.backups.sealing import BackupError, opened
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.lookup import Lookup
from bot.store.migrations import current
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.delivery.people import Known, settle
from tests.dumps import found_in
from tests.servers import Postgres

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
Everything = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@asynccontextmanager
async def emptiness(engine: str, folder: Path, server: Postgres) -> AsyncIterator[Store]:
    """A database without tables."""
    if engine == "sqlite":
        store: Store = SqliteStore(folder)
        try:
            yield store
        finally:
            await store.close()
        return
    with server.empty_database() as address:
        store = PostgresStore(address)
        try:
            yield store
        finally:
            await store.close()


def everything(conn: Connection) -> Everything:
    found = MetaData()
    found.reflect(conn)
    return {
        str(table.name): sorted(map(tuple, conn.execute(select(table))), key=repr)
        for table in found.sorted_tables
    }


def as_it_was(conn: Connection) -> None:
    """Nothing is settled in the copy."""


async def put_back(
    target: Store,
    data: Path,
    newest: Path,
    ring: Keyring,
    keys: Keys,
    finish: Callable[[Connection], None] = as_it_was,
) -> restoring.Restored:
    checked = restoring.check(data, newest, ring)

    def forget(conn: Connection, ids: list[str]) -> None:
        _forget(conn, keys.data, ids)

    return await target.write(lambda conn: restoring.restore(conn, checked, ring, forget, finish))


async def copied(store: Store, ring: Keyring, folder: Path, now: float) -> tuple[Path, Path]:
    data, newest = folder / f"data-{int(now)}", folder / "keys"
    await copying.back_up(store, ring, data, newest, now)
    return data, newest


def _place(id_: str, parent: str | None) -> dict[str, object]:
    return {
        "id": id_, "code": id_, "kind": "camp", "parent_id": parent, "country": "KE",
        "zone": "Africa/Nairobi", "active": True, "demo": True,
    }  # fmt: skip


async def test_O1_all_rows_come_back_on_the_other_engine(
    store: Store,
    tmp_path: Path,
    postgres_server: Postgres,
    keys: Keys,
    keyring: Keyring,
    clock: FakeClock,
) -> None:
    def fill(conn: Connection) -> list[Known]:
        known = [settle(conn, keys, f"person-{number}", clock.now()) for number in range(30)]
        for id_, parent in (("z-camp", None), ("a-block", "z-camp"), ("0-tent", "a-block")):
            conn.execute(insert(places), _place(id_, parent))
        last = conn.scalar(select(outbox.c.id).order_by(outbox.c.id.desc()).limit(1))
        conn.execute(delete(outbox).where(outbox.c.id == last))
        audit.note(conn, "somebody", "something.done", "about", {}, clock.now())
        return known

    known = await store.write(fill)
    data, newest = await copied(store, keyring, tmp_path, clock.now())
    before = await store.read(everything)
    assert len(before["persons"]) == 30
    assert len(before["outbox"]) == 29
    other = "postgresql" if store.dialect == "sqlite" else "sqlite"
    async with emptiness(other, tmp_path / "new", postgres_server) as target:
        restored = await put_back(target, data, newest, keyring, keys)
        assert await target.read(everything) == before
        assert restored.rows == sum(map(len, before.values()))
        assert (restored.keys, restored.forgotten) == (31, 0)  # one of the day

        def next_id(conn: Connection) -> int:
            row = conn.execute(select(outbox).limit(1)).mappings().one()
            values = {name: value for name, value in row.items() if name != "id"} | {"ref": "another"}
            return int(conn.execute(insert(outbox).values(values)).inserted_primary_key[0])  # type: ignore[index]

        assert await target.write(next_id) == 31, "the thirtieth was given out once"
        with pytest.raises(DBAPIError, match="the audit log cannot be changed"):  # L3: guarded again
            await target.write(lambda conn: conn.execute(text("DELETE FROM staff_audit")))
        fresh = DataKeys(keyring)
        cipher = await target.read(lambda conn: fresh.for_person(conn, known[3].id))
        sealed = await target.read(
            lambda conn: conn.scalar(select(persons.c.address).where(persons.c.id == known[3].id))
        )
        assert sealed is not None
        assert cipher.open_(sealed, "persons.address", known[3].id) == b"address-of-person-3"


async def test_C7_O2_who_was_erased_after_the_copy_does_not_come_back_and_it_is_muted(
    store: Store, tmp_path: Path, postgres_server: Postgres, keys: Keys, keyring: Keyring, clock: FakeClock
) -> None:
    await store.write(lambda conn: muting.settle(conn, clock.now()))
    gone, stays = await store.write(
        lambda conn: [settle(conn, keys, name, clock.now()) for name in ("gone", "stays")]
    )
    data, newest = await copied(store, keyring, tmp_path, clock.now())
    of_then = tmp_path / "keys-of-then"
    of_then.write_bytes(newest.read_bytes())
    await store.write(lambda conn: erase(conn, keys.data, gone.id))
    clock.forward(60)
    await copied(store, keyring, tmp_path, clock.now())  # the next run writes the keys anew
    async with emptiness(store.dialect, tmp_path / "new", postgres_server) as target:

        def mute(conn: Connection) -> None:
            muting.restored(conn, clock.now())

        restored = await put_back(target, data, newest, keyring, keys, mute)
        assert restored.forgotten == 1
        muted = await target.write(lambda conn: muting.settle(conn, clock.now()))
        assert muted is not None
        assert muted.reason == muting.RESTORED
        assert await target.write(lambda conn: muting.unmute(conn, "Amal"))
        assert await target.write(lambda conn: muting.settle(conn, clock.now())) is None, "it is at home here"
        assert list(await target.read(lambda conn: conn.scalars(select(persons.c.id)).all())) == [stays.id]
        left = await target.read(lambda conn: conn.execute(select(inbox.c.person_id, inbox.c.body)).all())
        assert sorted(left, key=repr)[1] == (None, None), "her update stays known, without her (M2)"
        assert len(await target.read(lambda conn: conn.scalars(select(outbox.c.id)).all())) == 1
    if store.dialect == "postgresql":
        return  # the controls are the same, and each restore costs a second
    async with emptiness("sqlite", tmp_path / "control", postgres_server) as target:
        restored = await put_back(target, data, of_then, keyring, keys)
        assert restored.forgotten == 0, "the control: older keys bring her back, so only the newest are kept"
        assert await target.read(muting.muted) is None, "the control: not muted by itself"
        left_alone = await target.write(lambda conn: muting.settle(conn, clock.now()))
        assert left_alone is not None, "and still its place gives it away"
        assert left_alone.reason == muting.COPY


async def test_O1_a_copy_made_while_others_write_is_of_one_moment(
    store: Store, tmp_path: Path, keys: Keys, keyring: Keyring, clock: FakeClock
) -> None:
    """Every person of the copy has her message, her answer and her key; none is there in part."""
    stop, begun, went_on = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def write() -> int:
        number = 0
        while not stop.is_set():
            name = f"person-{number}"
            await store.write(lambda conn: settle(conn, keys, name, clock.now()))  # noqa: B023
            number += 1
            (went_on if begun.is_set() else begun).set()
        return number

    writing = asyncio.create_task(write())
    await begun.wait()
    data, newest = await copied(store, keyring, tmp_path, clock.now())
    went_on.clear()
    await went_on.wait()
    stop.set()
    written = await writing
    rows, held = contents(data, keyring), contents(newest, keyring)
    ids = {row["id"] for row in rows["persons"]}
    assert 0 < len(ids) < written
    for table in ("inbox", "outbox"):
        assert sorted(str(row["person_id"]) for row in rows[table]) == sorted(map(str, ids))
    assert {f"person:{id_}" for id_ in ids} <= {row["name"] for row in held["data_keys"]}


def contents(path: Path, ring: Keyring) -> dict[str, list[dict[str, object]]]:
    """The rows in a file, by table."""
    found: dict[str, list[dict[str, object]]] = {}
    name, columns = "", list[str]()
    for kind, *content in unpack(opened(path, ring)):
        if kind == "table":
            name, columns = content
            found[name] = []
        elif kind == "rows":
            found[name] += [dict(zip(columns, row, strict=True)) for row in content[0]]
    return found


async def test_K9_K3_neither_file_shows_what_people_wrote_or_a_master_key(
    store: Store, tmp_path: Path, keys: Keys, keyring: Keyring, clock: FakeClock
) -> None:
    people = await store.write(
        lambda conn: [settle(conn, keys, f"canary-{number}", clock.now()) for number in range(5)]
    )
    data, newest = await copied(store, keyring, tmp_path, clock.now())
    words = [word for known in people for word in known.texts]
    ids = [known.id.encode() for known in people]
    secrets = [key.secret for group in keyring.keys.values() for key in group]
    files = data.read_bytes() + newest.read_bytes()
    assert [word for word in (*words, *ids, *secrets) if word in files] == []
    assert await found_in(store, ids) == ids  # the control: in the database itself the ids stand readable
    assert {path.stat().st_mode & 0o777 for path in (data, newest)} == {0o600}


CHILD = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.store import key_file, keyring
from bot.store.backups import restoring
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore

data, newest, ring_file, where, moment = sys.argv[1:]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "between the two files":
    commit = key_file.KeyFile.before_commit
    key_file.KeyFile.before_commit = lambda self: (commit(self), die())
ring = keyring.load(Path(ring_file), Path("/nonexistent"))
checked = restoring.check(Path(data), Path(newest), ring)
settle = die if moment == "at the end" else (lambda conn: None)
store = PostgresStore(where) if where.startswith("postgres") else SqliteStore(Path(where))
store.write_sync(lambda conn: restoring.restore(conn, checked, ring, lambda conn, ids: None, settle))
"""


@pytest.mark.parametrize(
    ("engine", "moment"),
    [
        ("sqlite", "between the two files"),
        pytest.param("postgresql", "at the end", marks=pytest.mark.skipif(not SOAK, reason="RAFIQ_SOAK=1")),
    ],
)
async def test_O1_O3_a_restore_that_was_killed_left_nothing_and_is_begun_again(
    sqlite_store: SqliteStore,
    engine: str,
    moment: str,
    tmp_path: Path,
    postgres_server: Postgres,
    keys: Keys,
    keyring: Keyring,
    clock: FakeClock,
) -> None:
    await sqlite_store.write(lambda conn: [settle(conn, keys, f"p-{n}", clock.now()) for n in range(20)])
    data, newest = await copied(sqlite_store, keyring, tmp_path, clock.now())
    ring_file = tmp_path / "ring.json"
    ring_file.touch(0o600)
    ring_file.write_text(key_files.dump(keyring))
    async with emptiness(engine, tmp_path / "new", postgres_server) as target:
        where = str(tmp_path / "new")
        if isinstance(target, PostgresStore):
            where = target.url.set(drivername="postgresql").render_as_string(hide_password=False)
        else:
            await target.close()
        args = [sys.executable, "-c", CHILD, str(data), str(newest), str(ring_file), where, moment]
        child = await asyncio.to_thread(subprocess.run, args, env=os.environ, timeout=60)
        assert child.returncode == -signal.SIGKILL
        again = SqliteStore(tmp_path / "new") if engine == "sqlite" else target
        assert await again.read(current) is None, "nothing of it is there"
        restored = await put_back(again, data, newest, keyring, keys)
        assert restored.keys == 21
        assert len(await again.read(lambda conn: conn.scalars(select(persons.c.id)).all())) == 20
        await again.close()


async def test_O1_what_does_not_fit_is_refused_before_anything_is_touched(
    store: Store, tmp_path: Path, postgres_server: Postgres, keys: Keys, keyring: Keyring, clock: FakeClock
) -> None:
    await store.write(lambda conn: settle(conn, keys, "somebody", clock.now()))
    data, newest = await copied(store, keyring, tmp_path, clock.now())
    with pytest.raises(BackupError, match="is not empty, and nothing in it was changed"):
        await put_back(store, data, newest, keyring, keys)
    with pytest.raises(BackupError, match="holds keys, not data: give the data first"):
        restoring.check(newest, data, keyring)
    with pytest.raises(BackupError, match="is there already"):
        await copying.back_up(store, keyring, data, newest, clock.now())
    older = tmp_path / "older"
    older.write_bytes(newest.read_bytes())
    clock.forward(5)
    later, newest = await copied(store, keyring, tmp_path, clock.now())
    with pytest.raises(BackupError, match="is not the newest copy of the keys"):
        restoring.check(later, older, keyring)
    other = Keyring({**key_files.generate().keys, "backups": keyring.keys["backups"]})
    with pytest.raises(BackupError, match="wrapped with the master key"):
        restoring.check(later, newest, other)
    await store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    clock.forward(5)
    newer, newest = await copied(store, keyring, tmp_path, clock.now())
    with pytest.raises(BackupError, match="at revision 9999 of the database, which this version"):
        restoring.check(newer, newest, keyring)


async def test_O1_the_keys_of_other_data_are_not_mixed_in(
    sqlite_store: SqliteStore, tmp_path: Path, keys: Keys, keyring: Keyring, clock: FakeClock
) -> None:
    """A folder that lost its data and still has its keys is not written to."""
    await sqlite_store.write(lambda conn: settle(conn, keys, "somebody", clock.now()))
    data, newest = await copied(sqlite_store, keyring, tmp_path, clock.now())
    target = SqliteStore(tmp_path / "new")
    await target.write(lambda conn: keys.data.create_person_key(conn, "somebody-else"))
    with pytest.raises(BackupError, match="data keys of other data"):
        await put_back(target, data, newest, keyring, keys)
    assert await target.read(current) is None
    await target.close()
