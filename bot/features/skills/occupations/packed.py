"""The checked occupations in one file: `rafiq content pack` makes it, a start reads it in a moment.

Like the library's own pack it says what it was made from. Where that is not what is there now, it is passed
over and the files are read: it can be missing or old, but never wrong.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from bot.features.skills.occupations.reading import FOLDER, Data

PACK_FILE = ".pack"
_CODE = Path(__file__).parent


class _Pack(msgspec.Struct):
    made_from: str
    data: Data


def write_pack(content_dir: Path, data: Data) -> Path:
    """Put the pack beside the files that it was made from, whole or not at all."""
    path = content_dir / FOLDER / PACK_FILE
    new = path.with_name(f"{PACK_FILE}.{os.getpid()}")
    new.write_bytes(msgspec.msgpack.encode(_Pack(fingerprint(content_dir), data)))
    new.replace(path)
    return path


def read_pack(content_dir: Path) -> Data | None:
    """What the pack holds, if there is one and it was made from the files as they are now."""
    try:
        packed = (content_dir / FOLDER / PACK_FILE).read_bytes()
        pack = msgspec.msgpack.decode(packed, type=_Pack)
    except (OSError, msgspec.DecodeError):
        return None
    return pack.data if pack.made_from == fingerprint(content_dir) else None


def fingerprint(content_dir: Path) -> str:
    """A hash of every file of the occupations, and of the code that reads them."""
    seen = hashlib.sha256()
    for path in (*sorted((content_dir / FOLDER).glob("*.yaml")), *sorted(_CODE.glob("*.py"))):
        data = path.read_bytes()
        seen.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
