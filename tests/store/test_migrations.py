"""Migrations: they make exactly what the program expects, wholly or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text

import bot.store.migrations as migrations
from bot.store.database import Store
from bot.store.key_rows import key_metadata
from bot.store.migrations import HEAD, NewerDatabase, current
from bot.store.opening import open_sqlite, open_store
from bot.store.register import load_tables
from bot.store.schema import metadata
from tests.servers import Postgres


def differences(conn: Connection) -> list[object]:
    with_keys = conn.dialect.name == "postgresql"
    context = MigrationContext.configure(
        conn,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_schemas": with_keys,
            "include_name": lambda name, kind, parents: kind != "schema" or name in (None, "rafiq_keys"),
            "include_object": lambda item, name, kind, reflected, other: name != "alembic_version",
        },
    )
    whole = MetaData()
    for table in [*metadata.tables.values(), *(key_metadata.tables.values() if with_keys else ())]:
        table.to_metadata(whole)
    return list(compare_metadata(context, whole))


async def test_the_migrated_database_is_what_the_tables_say(store: Store) -> None:
    load_tables()
    assert await store.read(differences) == []


async def test_the_comparison_would_notice_a_difference(store: Store) -> None:
    """The negative control of the test above."""
    load_tables()
    await store.write(lambda conn: conn.execute(text("ALTER TABLE persons DROP COLUMN lang")))
    await store.write(lambda conn: conn.execute(text("DROP INDEX outbox_due")))
    assert len(await store.read(differences)) == 2


def test_HEAD_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


async def test_a_database_of_a_newer_version_is_left_alone(store: Store, data_dir: Path) -> None:
    await store.write(lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    address = getattr(store, "url", None)
    with pytest.raises(NewerDatabase, match="9999"):
        await open_store(data_dir, address and address.render_as_string(hide_password=False))


START = """
import sys, os, asyncio, signal
from pathlib import Path
from sqlalchemy import event, Engine
from bot.store.migrations import packed
from bot.store.opening import open_store

dies_after, folder, address = int(sys.argv[1]), sys.argv[2], sys.argv[3] or None
packed.PACK = Path(sys.argv[4])
made = 0

@event.listens_for(Engine, "after_cursor_execute")
def count(conn, cursor, statement, *rest):
    global made
    if statement.lstrip().startswith(("CREATE", "INSERT")):
        made += 1
        if made == dies_after:
            os.kill(os.getpid(), signal.SIGKILL)

async def start():
    store = await open_store(Path(folder), address)
    await store.close()

asyncio.run(start())
"""
NEVER = 10_000


NO_PACK = Path("nowhere")


def start(
    folder: Path, address: str, dies_after: int = NEVER, pack: Path = NO_PACK
) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(dies_after), str(folder), address, str(pack)])


@contextmanager
def empty(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables; '' for SQLite."""
    if engine == "sqlite":
        yield ""
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    with server.empty_database() as address:
        yield address


def tables(conn: Connection) -> set[str]:
    return set(inspect(conn).get_table_names())


@pytest.mark.parametrize("engine", ["sqlite", "sqlite by its pack", "postgresql"])
async def test_O3_a_start_that_dies_half_way_through_is_made_good_by_the_next(
    engine: str, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    pack = request.getfixturevalue("pack") if "pack" in engine else NO_PACK
    with empty(engine.split()[0], request) as address:
        for dies_after in (2, 5):
            died = start(data_dir, address, dies_after, pack)
            assert died.wait(30) == -signal.SIGKILL
        store = await open_store(data_dir, address or None)
        assert set(metadata.tables) <= await store.read(tables)
        assert await store.read(current) == HEAD
        await store.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_several_processes_may_start_at_once(
    engine: str, data_dir: Path, request: pytest.FixtureRequest
) -> None:
    with empty(engine, request) as address:
        starting = [start(data_dir, address) for _ in range(3)]
        assert [process.wait(60) for process in starting] == [0, 0, 0]
        store = await open_store(data_dir, address or None)
        assert await store.read(current) == HEAD
        await store.close()


@pytest.mark.parametrize("first", [True, False])
def test_a_start_does_not_load_alembic(data_dir: Path, pack: Path, first: bool) -> None:
    """It takes 0.4 s, and a start has 2 s: not on a finished database, and not on a new one with a pack."""
    if not first:
        open_sqlite(data_dir)._close()
    check = "import sys; from pathlib import Path; from bot.store.opening import open_sqlite; "
    check += f"from bot.store.migrations import packed; packed.PACK = Path({str(pack)!r}); "
    check += f"open_sqlite(Path({str(data_dir)!r}))._close(); sys.exit('alembic' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    assert subprocess.run([sys.executable, "-c", check], check=False, env=environment).returncode == 0
