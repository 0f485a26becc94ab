"""An installation with its operator's NGO, on each engine."""

from __future__ import annotations

import pytest

from bot.features.staff import Site, Staff
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.features.staff.office import Office


@pytest.fixture
def staff(keyring: Keyring, data_keys: DataKeys) -> Staff:
    return Staff.of(keyring, data_keys, Site.of("", 8000))


@pytest.fixture
async def office(store: Store, staff: Staff, clock: FakeClock) -> Office:
    return await Office.opened(store, staff, clock)


@pytest.fixture
async def sqlite_office(sqlite_store: SqliteStore, staff: Staff, clock: FakeClock) -> Office:
    """For what does not hang on the engine."""
    return await Office.opened(sqlite_store, staff, clock)
