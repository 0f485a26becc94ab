"""Keys, and accounts that mails can go to."""

from __future__ import annotations

import pytest

from bot.delivery.keys import Keys
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from tests.channels.mail.accounts import Accounts


@pytest.fixture
def keys(data_keys: DataKeys, lookup: Lookup) -> Keys:
    return Keys(data_keys, lookup)


@pytest.fixture
def accounts(keys: Keys) -> Accounts:
    return Accounts(keys)
