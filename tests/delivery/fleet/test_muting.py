"""O2: a restored or copied database sends nothing until a person says so; O6: one switch stops all."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.delivery.fleet import muting
from bot.delivery.fleet.whereabouts import fingerprint
from bot.store.database import Store
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore
from tests.servers import Postgres

NOW = 1_795_255_200.0


async def settled(store: Store) -> muting.Muted | None:
    return await store.write(lambda conn: muting.settle(conn, NOW))


async def test_O2_a_database_that_stays_where_it_is_is_never_muted(store: Store) -> None:
    for _ in range(3):
        assert await settled(store) is None
    assert await store.read(muting.muted) is None


async def test_O6_a_person_stops_all_sending_and_lets_it_go_on(store: Store) -> None:
    assert await settled(store) is None
    await store.write(lambda conn: muting.mute(conn, muting.PERSON, "Amal", NOW + 5))
    found = await settled(store)
    assert found == muting.Muted(int(NOW) + 5, muting.PERSON, "Amal")
    assert await store.write(lambda conn: muting.unmute(conn, "Badr"))
    assert await settled(store) is None
    assert not await store.write(lambda conn: muting.unmute(conn, "Badr"))


async def test_O2_a_copied_file_is_muted_until_a_person_unmutes_it(
    sqlite_store: SqliteStore, tmp_path: Path
) -> None:
    assert await settled(sqlite_store) is None
    await sqlite_store.close()
    copy = tmp_path / "elsewhere"
    shutil.copytree(sqlite_store.data_file.parent, copy)
    again, copied = open_sqlite(sqlite_store.data_file.parent), open_sqlite(copy)
    try:
        assert await settled(again) is None  # the original goes on
        found = await settled(copied)
        assert found is not None
        assert found.reason == muting.COPY
        assert await settled(copied) == found  # still so at its next start
        assert await copied.write(lambda conn: muting.unmute(conn, "Amal"))
        assert await settled(copied) is None
    finally:
        await again.close()
        await copied.close()


async def test_O2_a_file_made_by_the_backup_interface_is_a_copy_too(
    sqlite_store: SqliteStore, tmp_path: Path
) -> None:
    assert await settled(sqlite_store) is None
    folder = tmp_path / "restored"
    folder.mkdir()
    for name in ("rafiq.db", "keys.db"):
        with sqlite3.connect(sqlite_store.data_file.parent / name) as source:
            target = sqlite3.connect(folder / name)
            source.backup(target)
            target.close()
        source.close()
    restored = open_sqlite(folder)
    try:
        found = await settled(restored)
        assert found is not None
        assert found.reason == muting.COPY
    finally:
        await restored.close()


async def test_O2_a_cloned_postgresql_database_is_muted(postgres_server: Postgres) -> None:
    """CREATE DATABASE ... TEMPLATE copies the files one by one: the nearest thing to the original that
    one server can hold. A dump that is restored elsewhere differs in more."""
    with postgres_server.database() as address:
        original = PostgresStore(address)
        assert await settled(original) is None
        here = await original.read(fingerprint)
        await original.close()
        name, clone = address.rsplit("/", 1)[-1].partition("?")[0], "rafiq_test_clone"
        await asyncio.to_thread(postgres_server.run, f"CREATE DATABASE {clone} TEMPLATE {name}")
        try:
            copied = PostgresStore(postgres_server.address(clone))
            assert await copied.read(fingerprint) != here
            found = await settled(copied)
            await copied.close()
            assert found is not None
            assert found.reason == muting.COPY
        finally:
            await asyncio.to_thread(postgres_server.run, f"DROP DATABASE {clone} WITH (FORCE)")
        again = PostgresStore(address)
        assert await settled(again) is None
        await again.close()


async def test_O2_the_control_without_a_fingerprint_a_copy_would_speak(
    sqlite_store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: if all places looked alike, the copy would not be noticed."""
    monkeypatch.setattr(muting, "fingerprint", lambda conn: bytes(32))
    assert await settled(sqlite_store) is None
    await sqlite_store.close()
    copy = tmp_path / "elsewhere"
    shutil.copytree(sqlite_store.data_file.parent, copy)
    copied = open_sqlite(copy)
    assert await settled(copied) is None
    await copied.close()
