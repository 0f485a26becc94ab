"""The checked occupations in one file: `rafiq content pack` makes it, a start reads it in a moment.

Like the library's own pack it says what it was made from. Where that is not what is there now, it is passed
over and the files are read: it can be missing or old, but never wrong.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from bot.features.skills.occupations.model import Isco, Names
from bot.features.skills.occupations.reading import FOLDER, Data

PACK_FILE = ".pack"
_CODE = Path(__file__).parent


class _Pack(msgspec.Struct):
    made_from: str
    isco: Isco
    core: tuple[str, ...]
    names: dict[str, msgspec.Raw]


class _Names(Mapping[str, Names]):
    """The names of each language, unpacked when it is first asked for: most chats need two of them."""

    def __init__(self, packed: Mapping[str, msgspec.Raw]) -> None:
        self._packed = packed
        self._names: dict[str, Names] = {}

    def __getitem__(self, lang: str) -> Names:
        found = self._names.get(lang)
        if found is None:
            found = self._names[lang] = msgspec.msgpack.decode(self._packed[lang], type=Names)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def write_pack(content_dir: Path, data: Data) -> Path:
    """Put the pack beside the files that it was made from, whole or not at all."""
    path = content_dir / FOLDER / PACK_FILE
    new = path.with_name(f"{PACK_FILE}.{os.getpid()}")
    names = {lang: msgspec.Raw(msgspec.msgpack.encode(own)) for lang, own in data.names.items()}
    pack = _Pack(fingerprint(content_dir), data.isco, data.core, names)
    new.write_bytes(msgspec.msgpack.encode(pack))
    new.replace(path)
    return path


def read_pack(content_dir: Path) -> Data | None:
    """What the pack holds, if there is one and it was made from the files as they are now."""
    try:
        packed = (content_dir / FOLDER / PACK_FILE).read_bytes()
        pack = msgspec.msgpack.decode(packed, type=_Pack)
    except (OSError, msgspec.DecodeError):
        return None
    if pack.made_from != fingerprint(content_dir):
        return None
    return Data(pack.isco, pack.core, _Names(pack.names), ())


def fingerprint(content_dir: Path) -> str:
    """A hash of every file of the occupations, and of the code that reads them."""
    seen = hashlib.sha256()
    for path in (*sorted((content_dir / FOLDER).glob("*.yaml")), *sorted(_CODE.glob("*.py"))):
        data = path.read_bytes()
        seen.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
