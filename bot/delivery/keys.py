"""The two kinds of secrets that delivery works with, handed around as one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Keys:
    """Data keys seal what is stored; the lookup finds people by a keyed hash of their address."""

    data: DataKeys
    lookup: Lookup

    def address_hash(self, channel: str, address: str) -> bytes:
        """What stands in the database instead of an address that could be compared (K2)."""
        return self.lookup.address_hash(channel, address)
