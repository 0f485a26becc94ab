"""Answers to writing calls, kept for a day, so that a call that is sent again has no second effect (M11).

The row is claimed before the effect, in its transaction: of two calls with one key at the same moment the
database lets the second wait for the first, and the second then finds the answer of the first.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.delivery.retention import BITE
from bot.delivery.sql import PerEngine
from bot.features.staff.accounts import cipher_of
from bot.features.staff.api.keys import Caller
from bot.features.staff.api.tables import api_answers
from bot.features.staff.context import Staff

KEPT = 24 * 3600
"""Seconds for which an answer is kept, and its Idempotency-Key belongs to its call (M11)."""
_ANSWER = "staff_api_answers.answer"
_CLAIM = PerEngine(
    api_answers, lambda insert: insert.on_conflict_do_nothing(index_elements=["account", "name"])
)


class Answer(msgspec.Struct, frozen=True):
    """What a call got: the status, the body as it was sent, and the headers that belong to it."""

    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """One writing call. `name`: its Idempotency-Key; `parts`: all that makes it this call and no other."""

    name: str
    parts: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Claimed:
    """This call is the first of its name: do it, then `keep` its answer or `forget` the claim."""

    account: str
    name: bytes


@dataclass(frozen=True, slots=True)
class Repeated:
    """It was done before. `answer` None: the answer is not kept, and doing it again changes nothing."""

    answer: Answer | None


class OtherCall(Exception):
    """The name belongs to another call of the same account (409)."""


def claim(conn: Connection, staff: Staff, caller: Caller, call: Call, now: float) -> Claimed | Repeated:
    """Take the name for this call, or find what was answered before. Raises OtherCall."""
    name, parts = _hash(staff, call.name.encode()), _hash(staff, *call.parts)
    mine = api_answers.c.account == caller.account, api_answers.c.name == name
    # One that is past its day must not answer, even before the sweep.
    conn.execute(delete(api_answers).where(*mine, api_answers.c.at <= int(now) - KEPT))
    values = {"account": caller.account, "name": name, "call": parts, "at": int(now)}
    row = None
    while row is None:  # a claim that is given up between the two statements leaves the name to this call
        if conn.execute(_CLAIM.of(conn), values).rowcount == 1:
            return Claimed(caller.account, name)
        row = conn.execute(select(api_answers).where(*mine)).first()
    if not hmac.compare_digest(bytes(row.call), parts):
        raise OtherCall
    if row.answer is None:
        return Repeated(None)
    plain = cipher_of(conn, staff, caller.account).open_(row.answer, _ANSWER, name.hex())
    return Repeated(msgspec.msgpack.decode(plain, type=Answer))


def keep(conn: Connection, staff: Staff, claimed: Claimed, answer: Answer) -> None:
    """Store what the first call was answered, sealed."""
    plain = msgspec.msgpack.encode(answer)
    sealed = cipher_of(conn, staff, claimed.account).seal(plain, _ANSWER, claimed.name.hex())
    conn.execute(update(api_answers).where(*_of(claimed)).values(answer=sealed))


def forget(conn: Connection, claimed: Claimed) -> None:
    """The call was refused and changed nothing: its name is free again, so that it can be tried later."""
    conn.execute(delete(api_answers).where(*_of(claimed)))


def sweep(conn: Connection, now: float) -> int:
    """Remove one bite of what is past its day."""
    old = select(api_answers.c.name).where(api_answers.c.at <= int(now) - KEPT).limit(BITE)
    return conn.execute(delete(api_answers).where(api_answers.c.name.in_(old))).rowcount


def _of(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    return api_answers.c.account == claimed.account, api_answers.c.name == claimed.name


def _hash(staff: Staff, *parts: bytes) -> bytes:
    """Keyed, so that what was asked cannot be tried out from the table; each part with its length."""
    digest = hmac.new(staff.key_secret, digestmod="sha256")
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
