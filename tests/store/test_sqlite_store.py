"""SQLite's own side: groups, durability, other processes, and disks that refuse."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.store import sqlite_files
from bot.store.database import StoreUnavailable
from bot.store.sqlite_store import SqliteStore
from tests.store.works import add, articles, count


def pragma(name: str) -> Callable[[Connection], object]:
    return lambda conn: conn.exec_driver_sql(f"PRAGMA {name}").scalar()


async def test_M1_a_commit_is_on_disk_and_B2_erased_bytes_are_overwritten(sqlite_store: SqliteStore) -> None:
    names = ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
    found = {name: await sqlite_store.write(pragma(name)) for name in names}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


async def test_B2_a_write_holds_the_lock_before_its_first_statement(sqlite_store: SqliteStore) -> None:
    other = sqlite_files.connect(sqlite_store.data_file, wait=0)

    def begin_elsewhere(conn: Connection) -> str:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            return str(error)
        return "began"

    assert await sqlite_store.write(begin_elsewhere) == "database is locked"
    assert await sqlite_store.read(begin_elsewhere) == "began"  # the control: a reader holds no such lock
    other.close()


async def test_what_waits_together_is_committed_together(sqlite_store: SqliteStore) -> None:
    commits_before = sqlite_store.data_file.with_name("rafiq.db-wal").stat().st_size
    started, proceed = threading.Event(), threading.Event()

    def hold(conn: Connection) -> None:
        started.set()
        proceed.wait(5)

    first = asyncio.ensure_future(sqlite_store.write(hold))
    await asyncio.to_thread(started.wait, 5)
    others = [asyncio.ensure_future(sqlite_store.write(add(f"a{number}"))) for number in range(30)]
    await asyncio.sleep(0)
    proceed.set()
    await asyncio.gather(first, *others)
    grown = sqlite_store.data_file.with_name("rafiq.db-wal").stat().st_size - commits_before
    # One commit writes each changed page once: a frame is a page of 4,096 bytes and a head of 24.
    assert 0 < grown < 10 * (4096 + 24)
    assert await sqlite_store.read(count) == 30


async def test_work_runs_again_alone_after_its_group_was_rolled_back(sqlite_store: SqliteStore) -> None:
    runs: list[str] = []
    started, proceed = threading.Event(), threading.Event()

    def hold(conn: Connection) -> None:
        started.set()
        proceed.wait(5)

    def counted(conn: Connection) -> None:
        runs.append("counted")
        add("once")(conn)

    def fails(conn: Connection) -> None:
        raise ValueError("no")

    first = asyncio.ensure_future(sqlite_store.write(hold))
    await asyncio.to_thread(started.wait, 5)
    others = [asyncio.ensure_future(sqlite_store.write(work)) for work in (counted, fails)]
    await asyncio.sleep(0)
    proceed.set()
    outcomes = await asyncio.gather(first, *others, return_exceptions=True)
    assert runs == ["counted", "counted"]
    assert [type(outcome) for outcome in outcomes] == [type(None), type(None), ValueError]
    assert await sqlite_store.read(articles) == ["once"]


async def test_another_writing_process_is_waited_for(sqlite_store: SqliteStore) -> None:
    other = sqlite_files.connect(sqlite_store.data_file)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(sqlite_store.write(add("a")))
    await asyncio.sleep(0.1)  # long enough to meet the lock; the write must still be waiting
    assert not waiting.done()
    other.execute("COMMIT")
    assert await waiting == "a"
    other.close()


async def test_a_lock_that_stays_is_a_clear_error_and_writing_goes_on_later(
    sqlite_store: SqliteStore, data_dir: Path
) -> None:
    hasty = SqliteStore(data_dir, wait=0.05)
    other = sqlite_files.connect(sqlite_store.data_file)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="another process is writing"):
        await hasty.write(add("a"))
    other.execute("COMMIT")
    other.close()
    assert await hasty.write(add("b")) == "b"
    assert await sqlite_store.read(articles) == ["b"]
    await hasty.close()


async def test_O3_a_full_disk_reaches_the_caller_and_nothing_is_half_done(sqlite_store: SqliteStore) -> None:
    pages = await sqlite_store.write(pragma("page_count"))
    await sqlite_store.write(pragma(f"max_page_count={pages}"))

    def much(conn: Connection) -> None:
        for number in range(2_000):
            add(f"long-{number}-{'x' * 90}")(conn)

    with pytest.raises(StoreUnavailable, match="disk full"):
        await sqlite_store.write(much)
    assert await sqlite_store.read(count) == 0
    await sqlite_store.write(pragma("max_page_count=1000000"))
    await sqlite_store.write(much)
    assert await sqlite_store.read(count) == 2_000


async def test_O3_work_that_hides_a_full_disk_is_not_believed(sqlite_store: SqliteStore) -> None:
    """SQLite rolls back by itself on a full disk: what follows would be outside any transaction."""
    pages = await sqlite_store.write(pragma("page_count"))
    await sqlite_store.write(pragma(f"max_page_count={pages}"))
    rolled_back = []

    def hiding(conn: Connection) -> None:
        try:
            for number in range(2_000):
                add(f"long-{number}-{'x' * 90}")(conn)
        except DBAPIError:
            driver = conn.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.rollback()
            rolled_back.append(True)

    with pytest.raises(StoreUnavailable, match="disk full"):
        await sqlite_store.write(hiding)
    assert rolled_back
    assert await sqlite_store.read(count) == 0


@contextmanager
def files_cannot_grow_beyond(size: int) -> Iterator[None]:
    """The kernel itself refuses the write, as a broken or full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_O3_a_disk_error_reaches_the_caller_and_later_writes_work(sqlite_store: SqliteStore) -> None:
    await sqlite_store.write(add("before"))
    journal = sqlite_store.data_file.with_name("rafiq.db-wal")
    with files_cannot_grow_beyond(journal.stat().st_size):
        outcome = await asyncio.gather(sqlite_store.write(add("during")), return_exceptions=True)
    assert isinstance(outcome[0], StoreUnavailable)
    assert outcome[0].reason in ("disk_error", "disk_full")
    assert await sqlite_store.write(add("later")) == "later"
    assert await sqlite_store.read(articles) == ["before", "later"]


async def test_files_can_be_read_by_their_owner_only(sqlite_store: SqliteStore, data_dir: Path) -> None:
    await sqlite_store.write(add("a"))
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) & 0o077 for path in data_dir.iterdir()}
    assert {"rafiq.db", "rafiq.db-wal", "keys.db"} <= rights.keys()
    assert set(rights.values()) == {0}
    assert stat.S_IMODE(data_dir.stat().st_mode) & 0o077 == 0


async def test_closing_finishes_what_was_accepted(sqlite_store: SqliteStore, data_dir: Path) -> None:
    writes = [asyncio.ensure_future(sqlite_store.write(add(f"a{number}"))) for number in range(200)]
    await asyncio.sleep(0)
    await sqlite_store.close()
    await asyncio.gather(*writes)
    again = SqliteStore(data_dir)
    assert await again.read(count) == 200
    await again.close()


async def test_work_that_waits_for_work_is_told_instead_of_standing_still(sqlite_store: SqliteStore) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        await sqlite_store.write(lambda conn: sqlite_store.write_sync(count))
