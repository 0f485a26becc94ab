"""A desk on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.delivery.keys import Keys
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.clock import FakeClock
from tests.delivery.parts import Desk


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@pytest.fixture
async def desk(store: Store, keys: Keys, clock: FakeClock) -> AsyncIterator[Desk]:
    """A desk without running loops: tests sweep when they want it."""
    found = Desk(store, keys, clock)
    yield found
    assert await found.runner.stop()
