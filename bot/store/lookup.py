"""Finding a person by address without storing one that can be read (K2)."""

from __future__ import annotations

import hmac


class Lookup:
    """A keyed hash of addresses. Without the key nobody can test whether an account is known here."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def address_hash(self, channel: str, address: str) -> bytes:
        """32 bytes, the same for the same channel and address for as long as the key lives."""
        # The length keeps "web" + "1x" apart from "web1" + "x".
        text = f"{len(channel)}:{channel}{address}".encode()
        return hmac.digest(self._secret, text, "sha256")
