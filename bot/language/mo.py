"""Compiled catalogs: GNU gettext's .mo format, written and read.

Babel's own pair is no use to us: its writer puts English where a plural form is missing, and its reader
leaves contexts as bytes (2.18).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

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


def unpack(data: bytes) -> tuple[Table, dict[str, str]]:
    """The texts and the header of a .mo file. Raises ValueError where it is none or a part is missing."""
    if len(data) < _HEAD.size:
        raise ValueError("too short")
    magic, _, count, ids, texts, _, _ = _HEAD.unpack_from(data)
    if magic != _MAGIC:
        raise ValueError("not a .mo file")
    strings = [
        (_string(data, ids + at * _SPAN.size), _string(data, texts + at * _SPAN.size)) for at in range(count)
    ]
    table: Table = {}
    header: dict[str, str] = {}
    for msgid, text in strings:
        if msgid:
            ctxt, _, key = msgid.split("\x00")[0].rpartition("\x04")
            table[ctxt, key] = tuple(text.split("\x00"))
        else:
            header = dict(line.split(": ", 1) for line in text.splitlines())
    return table, header


def _id(ctxt: str, msgid: str, plural: bool) -> str:
    return (f"{ctxt}\x04" if ctxt else "") + (f"{msgid}\x00{msgid}" if plural else msgid)


def _string(data: bytes, at: int) -> str:
    if at + _SPAN.size > len(data):
        raise ValueError("cut off")
    length, start = _SPAN.unpack_from(data, at)
    if start + length >= len(data):
        raise ValueError("cut off")
    return data[start : start + length].decode("utf-8")
