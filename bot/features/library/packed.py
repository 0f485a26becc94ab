"""The whole content in one file, checked once: `rafiq content pack` makes it, a start reads it in a moment.

Reading and checking hundreds of articles takes longer than a start may. The pack says what it was made from
(every file of the content and of this package); where that is not what is there now, it is passed over, and
the files are read. So it can be missing or old, but never wrong.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, overload

import msgspec

from bot.features.library.everyday import Everyday
from bot.features.library.model import Article, Piece
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


class _File(msgspec.Struct):
    """A pack as it is written. What few chats need is packed once more, to be read when it is asked for."""

    made_from: str
    articles: Mapping[str, Article]
    """Their versions without pieces."""
    pieces: Mapping[str, Mapping[str, tuple[int, bytes]]]
    """By article and language: how many there are, and the packed pieces."""
    urgent: Mapping[str, bytes]
    everyday: Mapping[str, bytes]
    places: Mapping[str, Place]
    learnt: Mapping[str, bytes]
    """For the machine that packed it (see there)."""
    order: str = sys.byteorder


def write_pack(content_dir: Path, pack: Pack) -> Path:
    """Put the pack beside the files that it was made from, whole or not at all."""
    written = _File(
        pack.made_from,
        {id: _bare(article) for id, article in pack.articles.items()},
        {id: _pieces(article) for id, article in pack.articles.items()},
        {lang: _encode(spoken) for lang, spoken in pack.urgent.items()},
        {lang: _encode(words) for lang, words in pack.everyday.items()},
        pack.places,
        {lang: _encode(learnt) for lang, learnt in pack.learnt.items()},
    )
    path = content_dir / PACK_FILE
    new = path.with_name(f"{PACK_FILE}.{os.getpid()}")
    new.write_bytes(_encode(written))
    new.replace(path)
    return path


def read_pack(content_dir: Path) -> Pack | None:
    """The pack, if there is one and it was made from the files as they are now."""
    try:
        file = msgspec.msgpack.decode((content_dir / PACK_FILE).read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError):
        return None
    if file.made_from != fingerprint(content_dir) or file.order != sys.byteorder:
        return None
    articles = {id: _whole(article, file.pieces[id]) for id, article in file.articles.items()}
    urgent, everyday = Later(file.urgent, Spoken), Later(file.everyday, Everyday)
    return Pack(file.made_from, articles, urgent, everyday, file.places, Later(file.learnt, Learnt))


class Later(Mapping[str, T]):
    """Values by name that are unpacked each time they are asked for: whoever needs one often keeps it."""

    def __init__(self, packed: Mapping[str, bytes], kind: type[T]) -> None:
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


class _Pieces(Sequence[Piece]):
    """The pieces of a version, unpacked while somebody reads them."""

    def __init__(self, count: int, packed: bytes) -> None:
        self._count = count
        self._packed = packed

    @overload
    def __getitem__(self, at: int) -> Piece: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Piece]: ...
    def __getitem__(self, at: int | slice) -> Piece | Sequence[Piece]:
        return _unpacked(self._packed)[at]

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)


_encode = msgspec.msgpack.Encoder().encode
_decode_pieces = msgspec.msgpack.Decoder(tuple[Piece, ...]).decode


@lru_cache(64)
def _unpacked(packed: bytes) -> tuple[Piece, ...]:
    return _decode_pieces(packed)


def _pieces(article: Article) -> dict[str, tuple[int, bytes]]:
    versions = article.versions.items()
    return {lang: (len(version.pieces), _encode(version.pieces)) for lang, version in versions}


def _bare(article: Article) -> Article:
    versions = {lang: replace(version, pieces=()) for lang, version in article.versions.items()}
    return replace(article, versions=versions)


def _whole(article: Article, pieces: Mapping[str, tuple[int, bytes]]) -> Article:
    versions = article.versions.items()
    return replace(
        article,
        versions={lang: replace(version, pieces=_Pieces(*pieces[lang])) for lang, version in versions},
    )


def fingerprint(content_dir: Path) -> str:
    """A hash of every file of the content, and of the code that reads it."""
    seen = hashlib.sha256()
    for root in (content_dir, _CODE, _SPEECH):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".md", ".yaml", ".py") and path.is_file():
                data = path.read_bytes()
                seen.update(f"{path.relative_to(root)}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
