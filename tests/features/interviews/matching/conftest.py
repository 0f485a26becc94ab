from __future__ import annotations

import pytest

from bot.delivery.keys import Keys
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.features.interviews.matching.people import World


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@pytest.fixture
def world(keys: Keys) -> World:
    return World(keys)
