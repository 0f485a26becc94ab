"""The whole content in one file, checked once: `rafiq content pack` makes it, a start reads it in a moment.

Reading and checking hundreds of articles takes longer than a start may. The pack says what it was made from
(every file of the content and of this package); where that is not what is there now, it is passed over, and
the files are read. So it can be missing or old, but never wrong.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeVar, overload

import babel
import msgspec

from bot.features.library.everyday import Everyday
from bot.features.library.index_tables import Tables
from bot.features.library.model import Article, Piece, Version
from bot.features.library.places import Place
from bot.features.library.urgent import Spoken
from bot.features.library.urgent_likeness import Learnt
from bot.language import normal

PACK_FILE = ".pack"
T = TypeVar("T")
_CODE = Path(__file__).parent
_SPEECH = Path(normal.__file__).parent
"""How words are brought to one form: what is learnt rests on it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What a library is made of."""

    made_from: str
    """The fingerprint of the files."""
    articles: Mapping[str, Article]
    urgent: Mapping[str, Spoken]
    everyday: Mapping[str, Everyday]
    places: Mapping[str, Place]
    learnt: Mapping[str, Learnt]
    """What is learnt of danger, by language."""
    tables: Mapping[str, Tables]
    """The indexes of the search, by language."""


_Place = tuple[int, int]
"""Where something packed begins and ends, counted from the end of the head."""
_Part = tuple[int, int, int]
"""As _Place, and how many there are."""


class _Head(msgspec.Struct):
    """What a pack begins with, read whole. What few chats need, and all that is read by number, stands behind
    it: the file is mapped into memory, so that only pages take room that somebody asked for."""

    made_from: str
    articles: Mapping[str, Article]
    """Their versions without questions, keywords and pieces."""
    parts: Mapping[str, Mapping[str, tuple[_Part, _Part, _Part]]]
    """Those, by article and language."""
    urgent: Mapping[str, _Place]
    everyday: Mapping[str, _Place]
    places: Mapping[str, Place]
    learnt: Mapping[str, _Place]
    tables: Mapping[str, _Place]
    order: str = sys.byteorder
    """Of the bytes of numbers on the machine that packed it."""


_HEAD_SIZE = struct.Struct("<Q")


def write_pack(content_dir: Path, pack: Pack) -> Path:
    """Put the pack beside the files that it was made from, whole or not at all."""
    body = bytearray()

    def place(value: object) -> _Place:
        start = len(body)
        body.extend(_encode(value))
        return start, len(body)

    def places(values: Mapping[str, object]) -> dict[str, _Place]:
        return {name: place(value) for name, value in values.items()}

    def part(values: Sequence[object]) -> _Part:
        return (*place(tuple(values)), len(values))

    def parts(version: Version) -> tuple[_Part, _Part, _Part]:
        return part(version.questions), part(version.keywords), part(version.pieces)

    head = _Head(
        pack.made_from,
        {id: _bare(article) for id, article in pack.articles.items()},
        {
            id: {lang: parts(v) for lang, v in article.versions.items()}
            for id, article in pack.articles.items()
        },
        places(pack.urgent),
        places(pack.everyday),
        pack.places,
        places(pack.learnt),
        places(pack.tables),
    )
    packed = _encode(head)
    path = content_dir / PACK_FILE
    new = path.with_name(f"{PACK_FILE}.{os.getpid()}")
    new.write_bytes(_HEAD_SIZE.pack(len(packed)) + packed + body)
    new.replace(path)  # never written in place: whoever has the old one mapped goes on reading that
    return path


def read_pack(content_dir: Path) -> Pack | None:
    """The pack, if there is one and it was made from the files as they are now."""
    try:
        with (content_dir / PACK_FILE).open("rb") as opened:
            file = memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))
        begins = _HEAD_SIZE.size + _HEAD_SIZE.unpack_from(file)[0]
        head = msgspec.msgpack.decode(file[_HEAD_SIZE.size : begins], type=_Head)
    except (OSError, ValueError, struct.error):  # also msgspec.DecodeError, which is a ValueError
        return None
    if head.made_from != fingerprint(content_dir) or head.order != sys.byteorder:
        return None
    body = file[begins:]
    articles = {id: _whole(article, head.parts[id], body) for id, article in head.articles.items()}
    return Pack(
        head.made_from,
        articles,
        _later(head.urgent, body, Spoken),
        _later(head.everyday, body, Everyday),
        head.places,
        _later(head.learnt, body, Learnt),
        _later(head.tables, body, Tables),
    )


class Later(Mapping[str, T]):
    """Values by name that are unpacked each time they are asked for: whoever needs one often keeps it."""

    def __init__(self, packed: Mapping[str, bytes | memoryview], kind: type[T]) -> None:
        self._packed = packed
        self._decode = msgspec.msgpack.Decoder(kind).decode

    def __getitem__(self, name: str) -> T:
        return self._decode(self._packed[name])

    def __contains__(self, name: object) -> bool:
        return name in self._packed  # Mapping's own would unpack the value to see whether it is there

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _later(places: Mapping[str, _Place], body: memoryview, kind: type[T]) -> Later[T]:
    return Later({name: body[start:end] for name, (start, end) in places.items()}, kind)


class _Texts(Sequence[T]):
    """The questions, keywords or pieces of a version, unpacked while somebody reads them."""

    __slots__ = ("_body", "_count", "_decode", "_end", "_start")

    def __init__(self, body: memoryview, part: _Part, decode: Callable[[memoryview], tuple[T, ...]]) -> None:
        self._body, self._decode = body, decode
        self._start, self._end, self._count = part

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self._unpacked()[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._unpacked())

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def _unpacked(self) -> tuple[T, ...]:
        return self._decode(self._body[self._start : self._end])


_encode = msgspec.msgpack.Encoder().encode
_decode_words = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_decode_pieces = lru_cache(64)(msgspec.msgpack.Decoder(tuple[Piece, ...]).decode)


def _bare(article: Article) -> Article:
    versions = {
        lang: replace(version, questions=(), keywords=(), pieces=())
        for lang, version in article.versions.items()
    }
    return replace(article, versions=versions)


def _whole(article: Article, parts: Mapping[str, tuple[_Part, _Part, _Part]], body: memoryview) -> Article:
    versions = {}
    for lang, version in article.versions.items():
        questions, keywords, pieces = parts[lang]
        versions[lang] = replace(
            version,
            questions=_Texts(body, questions, _decode_words),
            keywords=_Texts(body, keywords, _decode_words),
            pieces=_Texts(body, pieces, _decode_pieces),
        )
    return replace(article, versions=versions)


def fingerprint(content_dir: Path) -> str:
    """A hash of every file of the content, of the code that reads it, and of Babel's version: the indexes
    hold its names of countries."""
    seen = hashlib.sha256(babel.__version__.encode())
    for root in (content_dir, _CODE, _SPEECH):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".md", ".yaml", ".py") and path.is_file():
                data = path.read_bytes()
                seen.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
