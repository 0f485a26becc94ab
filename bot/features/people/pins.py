"""A PIN before what is hers (C10): its hash is kept, sealed under her data key with the count of wrong tries.

Argon2id, so that not even her key shows at once what she chose; light, because a turn waits for it: the key
is what protects it, the hash only delays. After FREE_TRIES each wrong one lengthens the wait, up
to LONGEST_WAIT; nothing is ever erased or closed for good.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import msgspec
from sqlalchemy import Connection, delete, exists, select

from bot.delivery.sql import PerEngine
from bot.features.people.tables import pins
from bot.store.cipher import Cipher

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FREE_TRIES = 5
"""Wrong PINs after which there is a wait (C10)."""
FIRST_WAIT, LONGEST_WAIT = 60, 3_600
"""Seconds; doubled with each further wrong PIN."""
_BODY = "pins.body"
_encode = msgspec.msgpack.Encoder().encode
_KEEP = PerEngine(
    pins,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["person_id"], set_={"body": insert.excluded.body}
    ),
)

Proof = Callable[[Connection, str, str], bool]
"""Whether what somebody typed proves that it is she, where she forgot the PIN; it is then used up."""


class _Body(msgspec.Struct, array_like=True):
    hash: str
    wrong: int = 0
    until: int = 0
    """No PIN is compared before this second."""


_decode = msgspec.msgpack.Decoder(_Body).decode


@dataclass(frozen=True, slots=True)
class Tried:
    """What a typed PIN was. `wait`: seconds until the next one is compared."""

    result: Literal["right", "wrong", "wait"]
    wait: int = 0


def is_set(conn: Connection, person: str) -> bool:
    """Has she a PIN?"""
    return bool(conn.scalar(select(exists().where(pins.c.person_id == person))))


def is_easy(pin: str) -> bool:
    """One digit again and again, or digits in a row: what somebody beside her tries first."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, 9}


def hashed(pin: str) -> str:
    """Argon2id of a PIN."""
    return _hasher().hash(pin)


def matches(hash_: str, pin: str) -> bool:
    """Is it the PIN that was hashed?"""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(hash_, pin)
    except (VerificationError, InvalidHashError):
        return False


def keep(conn: Connection, cipher: Cipher, person: str, hash_: str) -> None:
    """From now on this is her PIN."""
    _put(conn, cipher, person, _Body(hash_))


def forget(conn: Connection, person: str) -> None:
    """She has no PIN any more."""
    conn.execute(delete(pins).where(pins.c.person_id == person))


def waits(conn: Connection, cipher: Cipher, person: str, now: float) -> int:
    """Seconds until a PIN of hers is compared again; 0 where it is now."""
    kept = _get(conn, cipher, person)
    return 0 if kept is None else _left(kept, now)


def try_(conn: Connection, cipher: Cipher, person: str, pin: str, now: float) -> Tried:
    """Compare a typed PIN. One that comes during a wait is not compared, and lengthens nothing."""
    kept = _get(conn, cipher, person)
    if kept is None:
        return Tried("right")
    left = _left(kept, now)
    if left:
        return Tried("wait", left)
    if matches(kept.hash, pin):
        if kept.wrong:
            _put(conn, cipher, person, _Body(kept.hash))
        return Tried("right")
    wrong = kept.wrong + 1
    wait = wait_after(wrong)
    _put(conn, cipher, person, _Body(kept.hash, wrong, int(now) + wait if wait else 0))
    return Tried("wait", wait) if wait else Tried("wrong")


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong PINs."""
    if wrong < FREE_TRIES:
        return 0
    return min(FIRST_WAIT << min(wrong - FREE_TRIES, 16), LONGEST_WAIT)


def _left(kept: _Body, now: float) -> int:
    return max(0, math.ceil(kept.until - now))


def _get(conn: Connection, cipher: Cipher, person: str) -> _Body | None:
    body = conn.scalar(select(pins.c.body).where(pins.c.person_id == person))
    return None if body is None else _decode(cipher.open_(body, _BODY, person))


def _put(conn: Connection, cipher: Cipher, person: str, body: _Body) -> None:
    conn.execute(_KEEP.of(conn), {"person_id": person, "body": cipher.seal(_encode(body), _BODY, person)})


@cache
def _hasher() -> PasswordHasher:
    """4 MiB twice over: some 5 ms of one turn, and 4 MiB for so long. Loaded with the first PIN."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=4096, parallelism=1)
