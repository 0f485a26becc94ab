"""What many tests need: a clock that moves, keys, and a store on each engine."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store import keyring as key_files
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.servers import Postgres, postgres
from tests.valkey import Valkey, valkey

# The first example of a test may load eight locales, and the machine may be busy: neither is a fault.
# The same examples each time, so that a change is judged by what it changed; `make soak` looks for others.
settings.register_profile(
    "rafiq",
    deadline=None,
    derandomize=not os.environ.get("RAFIQ_SOAK"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("rafiq")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave modules and tests, which stay to the end, out of every later collection of garbage.

    A full one looks at each object that is there: with seven thousand tests that is a quarter of a second.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The folder of an installation, not made yet."""
    return tmp_path / "data"


@pytest.fixture
def keyring() -> Keyring:
    """New random keys for every purpose, of no file."""
    return key_files.generate()


@pytest.fixture
def data_keys(keyring: Keyring) -> DataKeys:
    return DataKeys(keyring)


@pytest.fixture
def lookup(keyring: Keyring) -> Lookup:
    return Lookup(keyring.newest("lookup").secret)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Valkey]:
    """One that tests may empty; whoever freezes or kills it takes one of their own (`tests.valkey`)."""
    with valkey() as server:
        yield server


@pytest.fixture
def postgres_address(postgres_server: Postgres) -> Iterator[str]:
    """The address of a database of the test's own, with all tables."""
    with postgres_server.database() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all tables and nothing in them: copying it is ten times as quick as making one."""
    folder = tmp_path_factory.mktemp("template") / "data"
    open_sqlite(folder)._close()
    return folder


@pytest.fixture
async def sqlite_store(data_dir: Path, sqlite_template: Path) -> AsyncIterator[SqliteStore]:
    if not data_dir.exists():
        shutil.copytree(sqlite_template, data_dir)
    store = open_sqlite(data_dir)
    yield store
    await store.close()


@pytest.fixture
async def postgres_store(postgres_address: str) -> AsyncIterator[PostgresStore]:
    store = PostgresStore(postgres_address)
    yield store
    await store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """One test, run on both engines."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    return found
