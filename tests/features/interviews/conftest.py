"""A desk on each engine."""

from __future__ import annotations

import pytest

from bot.features.interviews.employers import Desk
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.features.interviews.desk import Others, made_desk


@pytest.fixture
def others() -> Others:
    return Others()


@pytest.fixture
async def desk(store: Store, data_keys: DataKeys, lookup: Lookup, others: Others) -> Desk:
    return await made_desk(store, data_keys, lookup, others)
