"""An office on each engine."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.delivery.keys import Keys
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import Office


@pytest.fixture
async def office(store: Store, keys: Keys, clock: FakeClock) -> AsyncIterator[Office]:
    found = Office(store, keys, clock)
    yield found
    assert await found.lane.stop(5)
    assert await found.sender.drain(5)
