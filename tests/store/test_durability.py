"""What a server says about the disk, and what our own connections ask of it (M1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg  # type: ignore[import-untyped]
import pytest
from sqlalchemy import make_url, text

from bot.store import durability, postgres_store
from bot.store.postgres_store import PostgresStore
from bot.store.sqlite_store import SqliteStore
from tests.servers import Postgres

COMMIT = "SELECT current_setting('synchronous_commit')"


async def test_M1_settings_of_the_server_that_break_the_promise_are_found(
    postgres_store: PostgresStore, postgres_address: str
) -> None:
    """Not against a list of our own: what `SHOW` says of each."""
    own = await asyncpg.connect(postgres_address)
    try:
        said = {name: await own.fetchval(f"SHOW {name}") for name in ("fsync", "full_page_writes")}
    finally:
        await own.close()
    off = {name for name, value in said.items() if value == "off"}
    assert set(await postgres_store.read(durability.weak)) == off


def test_M1_each_setting_is_told_by_what_it_loses() -> None:
    well = dict.fromkeys(durability.SETTINGS, "on")
    assert durability.those_off(well) == ()
    assert durability.those_off(well | {"synchronous_commit": "remote_apply"}) == ()
    for name in durability.SETTINGS:
        assert durability.those_off(well | {name: "off"}) == (name,)
        sentence = durability.sentence(name)
        assert f"{name} = off" in sentence and f"Set {name} = on" in sentence


async def test_M1_sqlite_is_opened_so_that_a_commit_is_on_disk(sqlite_store: SqliteStore) -> None:
    assert await sqlite_store.read(durability.weak) == ()
    found = await sqlite_store.write(lambda conn: conn.scalar(text("PRAGMA synchronous")))
    assert found == 2  # FULL


@contextmanager
def commits(server: Postgres, address: str, value: str) -> Iterator[None]:
    """The choice of a database's owner, taken back: the database is used again."""
    name = make_url(address).database
    server.run(f'ALTER DATABASE "{name}" SET synchronous_commit = {value}')
    yield
    server.run(f'ALTER DATABASE "{name}" RESET synchronous_commit')


@pytest.mark.parametrize("asks", [True, False])
async def test_M1_our_commits_wait_for_the_disk_where_the_server_does_not(
    postgres_address: str, postgres_server: Postgres, asks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the negative control: without the question the server's own choice holds."""
    if not asks:
        monkeypatch.setattr(postgres_store, "ON_FOR_US", "SELECT 1")
    with commits(postgres_server, postgres_address, "off"):
        store = PostgresStore(postgres_address)
        written = await store.write(lambda conn: conn.scalar(text(COMMIT)))
        again = await store.write(lambda conn: conn.scalar(text(COMMIT)))  # the connection is used again
        weak = await store.read(durability.weak)
        await store.close()
    assert written == again == ("on" if asks else "off")
    assert ("synchronous_commit" in weak) is not asks


async def test_M1_a_stronger_choice_of_the_server_stays(
    postgres_address: str, postgres_server: Postgres
) -> None:
    with commits(postgres_server, postgres_address, "remote_apply"):
        store = PostgresStore(postgres_address)
        found = await store.write(lambda conn: conn.scalar(text(COMMIT)))
        await store.close()
    assert found == "remote_apply"
