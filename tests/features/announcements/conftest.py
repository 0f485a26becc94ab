"""A world of announcements on each engine."""

from __future__ import annotations

import pytest

from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from tests.clock import FakeClock
from tests.features.announcements.world import World, new_world


@pytest.fixture
async def world(store: Store, keyring: Keyring, data_keys: DataKeys, clock: FakeClock) -> World:
    return await new_world(store, keyring, data_keys, clock)
