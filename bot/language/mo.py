"""Compiled catalogs: GNU gettext's .mo format, written and read.

Babel's own pair is no use to us: its writer puts English where a plural form is missing, and its reader
leaves contexts as bytes (2.18).
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

Table = dict[tuple[str, str], tuple[str, ...]]
"""(context, message id) to its text, or to its texts by plural form."""

_MAGIC = 0x950412DE
_HEAD = struct.Struct("<7I")
_SPAN = struct.Struct("<2I")  # length and offset


def pack(table: Table, header: Mapping[str, str]) -> bytes:
    """The bytes of a .mo file. The message id stands for its plural too: no look-up goes by that."""
    texts = {_id(ctxt, msgid, len(forms) > 1): "\x00".join(forms) for (ctxt, msgid), forms in table.items()}
    texts[""] = "".join(f"{name}: {value}\n" for name, value in header.items())
    entries = sorted((msgid.encode(), text.encode()) for msgid, text in texts.items())
    spans = b""
    data = b""
    start = _HEAD.size + 2 * len(entries) * _SPAN.size
    for column in zip(*entries, strict=True):
        for string in column:
            spans += _SPAN.pack(len(string), start + len(data))
            data += string + b"\x00"
    second = _HEAD.size + len(entries) * _SPAN.size
    return _HEAD.pack(_MAGIC, 0, len(entries), _HEAD.size, second, 0, 0) + spans + data


class Compiled:
    """The texts of a .mo file, each read where it is first asked for: most are for pages that few open."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the bytes are none of a .mo file, or a part is missing."""
        if len(data) < _HEAD.size:
            raise ValueError("too short")
        magic, _, count, ids, texts, _, _ = _HEAD.unpack_from(data)
        if magic != _MAGIC:
            raise ValueError("not a .mo file")
        self._data = data
        self._count = count
        self._ids = _spans(data, ids, count)
        self._texts = _spans(data, texts, count)
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        self.header = dict(
            line.split(": ", 1) for line in (self._text(0) if count and not self._id(0) else "").splitlines()
        )
        """The header's lines by name."""

    def get(self, key: tuple[str, str]) -> tuple[str, ...] | None:
        """The texts of a context and message id, or None."""
        found = self._known.get(key)
        if found is None and (at := self._find(key)) is not None:
            found = self._known[key] = tuple(self._text(at).split("\x00"))
        return found

    def items(self) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
        """Everything, in the order of the file."""
        for at in range(self._count):
            if msgid := self._id(at):
                ctxt, _, key = msgid.split(b"\x00")[0].decode().rpartition("\x04")
                yield (ctxt, key), tuple(self._text(at).split("\x00"))

    def _find(self, key: tuple[str, str]) -> int | None:
        """Ids stand in the order of their bytes; with a plural, an id goes on behind a zero."""
        for plural in (False, True):
            wanted = _id(*key, plural).encode()
            at = bisect_left(range(self._count), wanted, key=self._id)
            if at < self._count and self._id(at) == wanted:
                return at
        return None

    def _id(self, at: int) -> bytes:
        length, start = self._ids[2 * at], self._ids[2 * at + 1]
        return self._data[start : start + length]

    def _text(self, at: int) -> str:
        length, start = self._texts[2 * at], self._texts[2 * at + 1]
        return self._data[start : start + length].decode("utf-8")


def _spans(data: bytes, at: int, count: int) -> Sequence[int]:
    """Length and start of each string, one after the other."""
    if at + count * _SPAN.size > len(data):
        raise ValueError("cut off")
    spans = array("I")
    spans.frombytes(data[at : at + count * _SPAN.size])
    if sys.byteorder == "big":
        spans.byteswap()
    if any(start + length >= len(data) for length, start in zip(spans[::2], spans[1::2], strict=True)):
        raise ValueError("cut off")
    return spans


def _id(ctxt: str, msgid: str, plural: bool) -> str:
    return (f"{ctxt}\x04" if ctxt else "") + (f"{msgid}\x00{msgid}" if plural else msgid)
