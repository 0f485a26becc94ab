"""A person who wrote, for tests of what she chose."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bot.delivery import persons
from bot.delivery.keys import Keys
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup

Meet = Callable[[Connection], str]


@pytest.fixture
def meet(data_keys: DataKeys, lookup: Lookup) -> Meet:
    """Makes somebody who wrote, and gives her id."""
    keys = Keys(data_keys, lookup)

    def met(conn: Connection) -> str:
        address = secrets.token_hex(8)
        hashed = keys.address_hash("telegram:1", address)
        return persons.find_or_add(conn, keys, "telegram:1", address, hashed).id

    return met
