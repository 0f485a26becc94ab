"""A portal over a real store, on each engine."""

from __future__ import annotations

import pytest

from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.portal.world import World, new_world


@pytest.fixture
async def world(sqlite_store: SqliteStore, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    return await new_world(sqlite_store, keyring, data_keys, clock)


@pytest.fixture
async def either_world(store: Store, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    """The same on SQLite and on PostgreSQL."""
    return await new_world(store, keyring, data_keys, clock)
