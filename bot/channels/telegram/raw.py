"""Updates as bytes: parted, measured and named before anything tries to understand them (I3, I4).

One update that is malformed, too long or too deep must not cost its neighbours, so nothing here reads more
of an update than it needs.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import pairwise

import msgspec

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 32
MOST_PARTS = 20_000
"""Objects and lists. A bound on the time of a parse, 13 us each; a message has some hundred, and its texts
may bear some thousand braces."""

# What of JSON gives it its shape: strings (so that brackets inside them do not count) and brackets.
_SHAPE = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})')


class _Batch(msgspec.Struct):
    result: list[msgspec.Raw]


class _Head(msgspec.Struct):
    update_id: int


def part_batch(answer: bytes) -> list[bytes]:
    """The updates in an answer of getUpdates, each as it came. Raises ValueError where there is no list."""
    try:
        return [bytes(update) for update in msgspec.json.decode(answer, type=_Batch).result]
    except (ValueError, RecursionError):
        return _part_broken(answer)


def _part_broken(answer: bytes) -> list[bytes]:
    """The same for an answer that a strict parser refuses because of one update in it."""
    start = re.search(rb'"result"\s*:\s*\[', answer)
    if start is None:
        raise ValueError("no list of updates")
    depth, cuts = 0, [start.end() - 1]
    for sign in _SHAPE.finditer(answer, start.end()):
        if sign[0] in b"[{":
            depth += 1
        elif sign[0] in b"]}":
            depth -= 1
        if depth < 0 or (depth == 0 and sign[0] == b","):
            cuts.append(sign.start())
        if depth < 0:
            return [answer[a + 1 : b] for a, b in pairwise(cuts) if answer[a + 1 : b].strip()]
    raise ValueError("the list of updates does not end")


def update_id(raw: bytes) -> int | None:
    """The update's own id, also of one that is otherwise broken; None where it has none."""
    try:
        return msgspec.json.decode(raw, type=_Head).update_id
    except (ValueError, RecursionError):
        found = _UPDATE_ID.search(raw[:MOST_BYTES])
        return int(found[1]) if found else None


def external_id(raw: bytes) -> str:
    """What the update is called in the inbox: its id, or a fingerprint of the bytes of one without an id."""
    known = update_id(raw)
    return str(known) if known is not None else "unnamed:" + blake2b(raw, digest_size=16).hexdigest()


def fault(raw: bytes) -> str:
    """Why the update must not even be parsed, as a short code; "" for one that may be (I3)."""
    if len(raw) > MOST_BYTES:
        return "too_large"
    parts = raw.count(b"{") + raw.count(b"[")
    if parts > MOST_PARTS:
        return "too_many"
    if parts > MOST_DEPTH and _too_deep(raw):
        return "too_deep"
    return ""


def _too_deep(raw: bytes) -> bool:
    """True for more than MOST_DEPTH levels, and for brackets that do not match.

    Takes away the innermost pairs, one level a round: far faster than counting sign by sign.
    """
    brackets = _STRING.sub(b"", raw).translate(_BRACKETS, _NO_BRACKETS)
    for _ in range(MOST_DEPTH):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)
