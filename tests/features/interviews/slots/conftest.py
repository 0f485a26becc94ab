"""An office on each engine."""

from __future__ import annotations

import pytest

from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.features.interviews.slots.office import Office


@pytest.fixture
async def office(store: Store, data_keys: DataKeys, lookup: Lookup) -> Office:
    """At noon before TOMORROW_TEN, with one host who can be written to."""
    made = Office(store, data_keys, lookup)
    await made.begin()
    return made
