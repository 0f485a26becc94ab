"""Sealing one field: AES-256-GCM, bound to the table, column and row that it belongs to (K1)."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
KEY_BYTES = 32
KEY_ID_BYTES = 4
NONCE_BYTES = 12
_HEADER = len(VERSION) + KEY_ID_BYTES
OVERHEAD = _HEADER + NONCE_BYTES + 16
"""Bytes that a ciphertext is longer than its text."""


class Unreadable(Exception):
    """A ciphertext that cannot be opened. The text of the error names the place, never the content."""


class WrongKey(Unreadable):
    """It was sealed under another key (K4); `key_id` says which, in hex."""

    def __init__(self, place: str, key_id: str) -> None:
        super().__init__(f"{place} was sealed under another key ({key_id})")
        self.key_id = key_id


class Tampered(Unreadable):
    """It was changed, cut short, or moved from another table, column or row."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} was changed or moved since it was sealed")


class Cipher:
    """One key. Layout of what it makes: version (1 byte), key id (4), nonce (12), text and tag (16)."""

    __slots__ = ("_aead", "_header")

    def __init__(self, key_id: bytes, key: bytes) -> None:
        if len(key) != KEY_BYTES or len(key_id) != KEY_ID_BYTES:
            raise ValueError("a key has 32 bytes and its id 4")
        self._header = VERSION + key_id
        self._aead = AESGCM(key)

    @property
    def key_id(self) -> bytes:
        return self._header[len(VERSION) :]

    def seal(self, plain: bytes, table_column: str, row: str) -> bytes:
        """Encrypt. `table_column` is such as `persons.place`, `row` what no other row has (its random id)."""
        nonce = os.urandom(NONCE_BYTES)
        bound = self._bound(table_column, row)
        return self._header + nonce + self._aead.encrypt(nonce, plain, bound)

    def open_(self, sealed: bytes, table_column: str, row: str) -> bytes:
        """Decrypt, or raise WrongKey or Tampered."""
        if len(sealed) < OVERHEAD or sealed[:1] != VERSION:
            raise Tampered(table_column)
        if sealed[:_HEADER] != self._header:
            raise WrongKey(table_column, key_id_of(sealed).hex())
        nonce, text = sealed[_HEADER : _HEADER + NONCE_BYTES], sealed[_HEADER + NONCE_BYTES :]
        try:
            return self._aead.decrypt(nonce, text, self._bound(table_column, row))
        except InvalidTag:
            raise Tampered(table_column) from None

    def _bound(self, table_column: str, row: str) -> bytes:
        return self._header + f"{table_column}\0{row}".encode()


def key_id_of(sealed: bytes) -> bytes:
    """The id of the key that a ciphertext was sealed under."""
    return sealed[len(VERSION) : _HEADER]
