"""Finding people without storing addresses that can be read (K2)."""

from __future__ import annotations

import hashlib

from bot.store.lookup import Lookup


def test_K2_the_same_person_is_found_again_and_nobody_else(lookup: Lookup) -> None:
    found = lookup.address_hash("telegram:1", "1234")
    assert len(found) == 32
    assert found == lookup.address_hash("telegram:1", "1234")
    assert found != lookup.address_hash("telegram:11", "234")
    assert found != lookup.address_hash("telegram:2", "1234")


def test_K2_without_the_key_nobody_can_test_an_account(lookup: Lookup) -> None:
    found = lookup.address_hash("telegram:1", "1234")
    assert found != Lookup(b"another key" * 3).address_hash("telegram:1", "1234")
    assert found != hashlib.sha256(b"10:telegram:11234").digest()
