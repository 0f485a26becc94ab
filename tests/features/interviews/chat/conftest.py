"""A chat about jobs on each engine, with the invented employer of the rehearsals."""

from __future__ import annotations

import pytest

from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.features.interviews.chat.talking import Talking


@pytest.fixture
async def talking(store: Store, data_keys: DataKeys, lookup: Lookup) -> Talking:
    made = Talking(store, data_keys, lookup)
    await made.begin()
    return made
