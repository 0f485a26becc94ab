"""The file of a backup: one line that says what it is, then chunks that are each sealed (O1).

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) as age uses it: AES-256-GCM
under a key of this file alone, with a nonce that counts chunks and marks the last one. So no chunk can be
changed, moved, left out or cut off unnoticed. The file's key comes by HKDF from the key for backups (K5), a
random salt and the first line, which is thereby sealed too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.cipher import KEY_BYTES
from bot.store.database import StoreError
from bot.store.keyring import Key, Keyring

PURPOSE = "backups"
FIRST = b"rafiq-backup 1 "
CHUNK = 64 * 1024
_TAG = 16
_LONGEST_LINE = 1_000
_SALT = 32


class BackupError(StoreError):
    """A backup that cannot be made or used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Header:
    """`kind`: data or keys. `made`: when the copy was begun, in seconds since 1970. `revision`: of the
    database. `key`: the id of the key that it is sealed under, in hex. `salt`: 32 random bytes in hex."""

    kind: str
    made: int
    revision: str
    key: str
    salt: str


def new_header(kind: str, made: int, revision: str, key: Key) -> Header:
    return Header(kind, made, revision, key.id.hex(), os.urandom(_SALT).hex())


class Sealed:
    """Writes one file; complete only after `finish`."""

    def __init__(self, file: BinaryIO, header: Header, key: Key) -> None:
        self._file = file
        line = FIRST + json.dumps(asdict(header)).encode() + b"\n"
        file.write(line)
        self._aead = _cipher(line, header, key)
        self._number = 0
        self._rest = bytearray()

    def write(self, content: bytes) -> None:
        self._rest += content
        while len(self._rest) > CHUNK:  # the last chunk, which is marked, must not be empty-handed
            self._seal(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]

    def finish(self) -> None:
        self._seal(bytes(self._rest), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._aead.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


def read_header(file: BinaryIO, path: Path) -> tuple[Header, bytes]:
    """The first line, read and as it stands. Raises BackupError."""
    line = file.readline(_LONGEST_LINE)
    try:
        if not line.startswith(FIRST) or not line.endswith(b"\n"):
            raise ValueError
        header = Header(**json.loads(line[len(FIRST) :]))
        if not all(isinstance(text, str) for text in (header.kind, header.revision, header.key, header.salt)):
            raise ValueError
        if not isinstance(header.made, int) or len(bytes.fromhex(header.salt)) != _SALT:
            raise ValueError
    except (ValueError, TypeError):
        raise BackupError(f"{path} is no backup of Rafiq, or its first line is damaged.") from None
    return header, line


def opened(path: Path, ring: Keyring) -> Iterator[bytes]:
    """The content of a backup, chunk by chunk; each is proved before it is given. Raises BackupError for a
    file that is no backup, sealed under another key, changed, or cut short: perhaps only at its end."""
    with path.open("rb") as file:
        header, line = read_header(file, path)
        aead = _cipher(line, header, _key(header, path, ring))
        number, chunk = 0, file.read(CHUNK + _TAG)
        while True:
            following = file.read(CHUNK + _TAG)
            try:
                yield aead.decrypt(_nonce(number, last=not following), chunk, None)
            except InvalidTag:
                raise BackupError(
                    f"{path} was changed, damaged or cut short (in piece {number + 1}): take another copy."
                ) from None
            if not following:
                return
            number, chunk = number + 1, following


def _key(header: Header, path: Path, ring: Keyring) -> Key:
    known = next((key for key in ring.keys[PURPOSE] if key.id.hex() == header.key), None)
    if known is None:
        raise BackupError(
            f"{path} is sealed under the backup key {header.key}, which is not in the key file. Set "
            "RAFIQ_KEYS_FILE to the key file of the installation that made it."
        )
    return known


def _cipher(line: bytes, header: Header, key: Key) -> AESGCM:
    derived = HKDF(SHA256(), KEY_BYTES, bytes.fromhex(header.salt), line)
    return AESGCM(derived.derive(key.secret))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
