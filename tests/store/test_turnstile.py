"""B2: who writes to one SQLite file from two processes gets a turn, however busy the other one is."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from bot.features.library.tables import withdrawn
from bot.store.database import StoreUnavailable
from bot.store.opening import migrate_file
from bot.store.sqlite_store import SqliteStore
from bot.store.turnstile import Turnstile
from tests.store.works import add

TIMES = 10
BUSY = """
import sys, time
from pathlib import Path
from bot.store import sqlite_files
from bot.store.turnstile import Turnstile

folder, pushes = Path(sys.argv[1]), sys.argv[2] == "pushes"
db, turnstile = sqlite_files.connect(folder / "rafiq.db"), Turnstile(folder)
for number in range(1_000_000):
    db.execute("BEGIN IMMEDIATE") if pushes else turnstile.begin(db, 5)
    db.execute("INSERT INTO library_withdrawn VALUES (?, 1, 'editor')", (f"busy-{number}",))
    time.sleep(0.005)
    db.execute("COMMIT")
"""
"""A process that begins anew as soon as it has committed."""


def busy_rows(conn: Connection) -> int:
    return conn.scalar(select(func.count()).where(withdrawn.c.article.startswith("busy-"))) or 0


def add_and_count(number: int) -> Callable[[Connection], int]:
    def work(conn: Connection) -> int:
        add(f"turn-{number}")(conn)
        return busy_rows(conn)

    return work


@asynccontextmanager
async def busy(store: SqliteStore, how: str = "in turn") -> AsyncIterator[None]:
    """Beside such a process, which is at work."""
    folder = store.data_file.parent
    process = subprocess.Popen([sys.executable, "-c", BUSY, str(folder), how])
    try:
        while await store.read(busy_rows) < 2:
            assert process.poll() is None
            await asyncio.sleep(0.01)
        yield
    finally:
        process.kill()
        process.wait()


async def passed(store: SqliteStore) -> list[int]:
    """How many transactions of the other were committed while each of ours waited."""
    waited = []
    for number in range(TIMES):
        before = await store.read(busy_rows)
        waited.append(await store.write(add_and_count(number)) - before)
    return waited


async def test_B2_beside_a_busy_process_everybody_gets_a_turn(sqlite_store: SqliteStore) -> None:
    async with busy(sqlite_store):
        waited = await passed(sqlite_store)
    # One is in, one stands in line already; and some may end while we are not looking.
    assert sum(waited) <= 4 * TIMES


async def test_B2_without_the_turnstile_a_busy_process_lets_nobody_in(
    sqlite_store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""

    def push(self: Turnstile, db: sqlite3.Connection, wait: float) -> None:
        db.execute("PRAGMA busy_timeout=300")
        db.execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(Turnstile, "begin", push)
    async with busy(sqlite_store, "pushes"):
        try:
            waited = await passed(sqlite_store)
        except StoreUnavailable as error:
            assert error.reason == "another_process_is_writing"
        else:
            assert sum(waited) > 4 * TIMES


async def test_B2_a_command_that_starts_beside_a_busy_process_gets_its_turn(
    sqlite_store: SqliteStore,
) -> None:
    async with busy(sqlite_store):
        before = await sqlite_store.read(busy_rows)
        await asyncio.to_thread(migrate_file, sqlite_store.data_file)
        assert await sqlite_store.read(busy_rows) - before <= 10


async def test_B2_who_stands_still_in_the_turnstile_keeps_nobody_out_for_ever(
    sqlite_store: SqliteStore, data_dir: Path
) -> None:
    """As a process that was stopped there."""
    patient = SqliteStore(data_dir, wait=0.05)
    still = Turnstile(data_dir)
    assert still._entered()
    assert await patient.write(add("a")) == "a"
    await patient.close()
    still.close()


async def test_B2_the_turnstile_is_free_again_when_its_holder_is_gone(
    sqlite_store: SqliteStore, data_dir: Path
) -> None:
    gone = Turnstile(data_dir)
    assert gone._entered()
    assert not sqlite_store._turnstile._entered()
    gone.close()
    assert await sqlite_store.write(add("a")) == "a"
