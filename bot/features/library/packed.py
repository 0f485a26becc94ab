"""The whole content in one file, checked once: `rafiq content pack` makes it, a start reads it in a moment.

Reading and checking hundreds of articles takes longer than a start may. The pack says what it was made from
(every file of the content and of this package); where that is not what is there now, it is passed over, and
the files are read. So it can be missing or old, but never wrong.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bot.features.library.everyday import Everyday
from bot.features.library.model import Article
from bot.features.library.places import Place
from bot.features.library.urgent import Spoken

PACK_FILE = ".pack"
_CODE = Path(__file__).parent


class Pack(msgspec.Struct):
    """What a library is made of."""

    made_from: str
    """The fingerprint of the files."""
    articles: Mapping[str, Article]
    urgent: Mapping[str, Spoken]
    everyday: Mapping[str, Everyday]
    places: Mapping[str, Place]


def write_pack(content_dir: Path, pack: Pack) -> Path:
    """Put the pack beside the files that it was made from, whole or not at all."""
    path = content_dir / PACK_FILE
    new = path.with_name(f"{PACK_FILE}.{os.getpid()}")
    new.write_bytes(msgspec.msgpack.encode(pack))
    new.replace(path)
    return path


def read_pack(content_dir: Path) -> Pack | None:
    """The pack, if there is one and it was made from the files as they are now."""
    try:
        pack = msgspec.msgpack.decode((content_dir / PACK_FILE).read_bytes(), type=Pack)
    except (OSError, msgspec.DecodeError):
        return None
    return pack if pack.made_from == fingerprint(content_dir) else None


def fingerprint(content_dir: Path) -> str:
    """A hash of every file of the content, and of the code that reads it."""
    seen = hashlib.sha256()
    for root in (content_dir, _CODE):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".md", ".yaml", ".py") and path.is_file():
                data = path.read_bytes()
                seen.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
