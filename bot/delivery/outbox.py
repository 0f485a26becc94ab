"""Everything that goes out, kept until it is shown: in order for each person, by one process at a time."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, bindparam, exists, insert, null, select, update

from bot.conversation.messages import Outgoing
from bot.delivery.held import LEASE, OPEN, Held
from bot.delivery.keys import Keys
from bot.delivery.sql import AnyRow
from bot.delivery.tables import outbox, persons
from bot.store.cipher import Cipher, Unreadable

BODY = "outbox.body"
MAX_RESENDS = 1
"""How often a message is sent again of which nobody knows whether it was shown (M9)."""
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Outgoing).decode

# inline: nothing needs the numbers of the new rows, so none are fetched.
_PUT = insert(outbox).inline()
_earlier = outbox.alias("earlier")
_lapsed = (outbox.c.state == "sending") & (outbox.c.lease_until <= bindparam("b_now"))
_is_due = outbox.c.state.in_(["waiting", "unknown"]) & (outbox.c.due <= bindparam("b_now"))
_ROWS = select(
    outbox.c.id,
    outbox.c.ref,
    outbox.c.person_id,
    outbox.c.channel,
    outbox.c.body,
    outbox.c.state,
    outbox.c.lease,
    outbox.c.tries,
    outbox.c.resends,
    persons.c.address,
    (_lapsed | _is_due).label("free"),
).join(persons, persons.c.id == outbox.c.person_id)
_CLAIMABLE = (
    _ROWS.where(
        outbox.c.channel == bindparam("b_channel"),
        _lapsed | _is_due,
        # Only the oldest open message of a person may go: so order holds, and never two of her at once (M3).
        ~exists().where(
            _earlier.c.person_id == outbox.c.person_id,
            _earlier.c.id < outbox.c.id,
            _earlier.c.state.in_(OPEN),
        ),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("b_limit"))
    .with_for_update(skip_locked=True, of=outbox)
)
# What is open behind those: nobody else can take it while the oldest is ours.
_BEHIND = (
    _ROWS.where(
        outbox.c.channel == bindparam("b_channel"),
        outbox.c.person_id.in_(bindparam("b_persons", expanding=True)),
        outbox.c.state.in_(OPEN),
        outbox.c.id.not_in(bindparam("b_oldest", expanding=True)),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("b_limit"))
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state="sending",
        lease=bindparam("b_lease"),
        lease_until=bindparam("b_until"),
        holder=bindparam("b_holder"),
        resends=bindparam("b_resends"),
    )
)
_GIVE_UP = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state="dead",
        reason=bindparam("b_reason"),
        closed=bindparam("b_now"),
        lease_until=null(),
        holder=null(),
    )
)
# A message is sent only after the one before it was marked: what was leased behind a lapsed message had
# not begun, and is not one of those that may have been shown.
_NOT_BEGUN = (
    update(outbox)
    .where(
        outbox.c.person_id == bindparam("b_person"),
        outbox.c.state == "sending",
        outbox.c.id > bindparam("b_id"),
    )
    .values(state="waiting", lease_until=null(), holder=null())
)
_OVERDUE = (
    select(outbox.c.id)
    .where(
        outbox.c.channel == bindparam("b_channel"),
        outbox.c.state.in_(OPEN),
        outbox.c.due <= bindparam("b_before"),
    )
    .limit(bindparam("b_limit"))
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message with the address that it goes to."""

    held: Held
    address: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a claim brought: messages to send, and how many were given up instead."""

    rows: list[Claimed]
    given_up: int


def put(
    conn: Connection,
    cipher: Cipher,
    person: str,
    channel: str,
    messages: Iterable[Outgoing],
    now: float,
    holder: str | None = None,
    due: float | None = None,
) -> list[Held]:
    """Write messages to one person into the outbox, in order.

    With a `holder` they are leased to that process from the start, which sends them as soon as this is
    committed; without, they wait: for the sweep, or in a channel that people fetch from.
    """
    until = int(now) + LEASE
    lease = 0 if holder is None else 1
    rows = [Held(secrets.token_urlsafe(16), lease, until, person, channel, message) for message in messages]
    if rows:
        conn.execute(_PUT, [_values(row, cipher, now, holder, due) for row in rows])
    return [] if holder is None else rows


def _values(
    row: Held, cipher: Cipher, now: float, holder: str | None, due: float | None
) -> dict[str, object]:
    return {
        "ref": row.ref,
        "person_id": row.person,
        "channel": row.channel,
        "body": cipher.seal(encode(row.message), BODY, row.ref),
        "state": "waiting" if holder is None else "sending",
        "due": int(now) if due is None else math.ceil(due),
        "lease": row.lease,
        "lease_until": None if holder is None else row.until,
        "holder": holder,
        "tries": 0,
        "resends": 0,
        "created": int(now),
    }


def claim(conn: Connection, keys: Keys, channel: str, holder: str, now: float, limit: int) -> Claims:
    """Take the lease of what is due, or was left by a process that died: a person's oldest, and what is
    due right behind it.

    A message left in the middle of its sending may have been shown, so it is sent once more at most (M9).
    """
    values = {"b_channel": channel, "b_now": int(now), "b_limit": limit}
    oldest = conn.execute(_CLAIMABLE, values).all()
    if not oldest:
        return Claims([], 0)
    lapsed = [{"b_person": row.person_id, "b_id": row.id} for row in oldest if row.state == "sending"]
    if lapsed:
        conn.execute(_NOT_BEGUN, lapsed)
    persons_ids = [row.person_id for row in oldest]
    values |= {"b_persons": persons_ids, "b_oldest": [row.id for row in oldest]}
    rows = [*oldest, *_next_in_order(conn.execute(_BEHIND, values).all())][:limit]
    ciphers = keys.data.for_persons(conn, set(persons_ids))
    claimed: list[tuple[int, Claimed]] = []
    given_up: list[dict[str, object]] = []
    for row in rows:
        reason = _hopeless(row)
        ready = None if reason else _open(row, ciphers.get(row.person_id), now)
        if ready is None:
            given_up.append({"b_id": row.id, "b_reason": reason or "unreadable", "b_now": int(now)})
        else:
            claimed.append((row.id, ready))
    if claimed:
        conn.execute(_CLAIM, [_lease(number, one.held, holder) for number, one in claimed])
    if given_up:
        conn.execute(_GIVE_UP, given_up)
    return Claims([one for _, one in claimed], len(given_up))


def _next_in_order(rows: Sequence[AnyRow]) -> list[AnyRow]:
    """Of each person's rows those before the first that is not due yet."""
    stopped: set[str] = set()
    found = []
    for row in rows:
        if not row.free:
            stopped.add(row.person_id)
        if row.person_id not in stopped:
            found.append(row)
    return found


def _lease(number: int, held: Held, holder: str) -> dict[str, object]:
    return {
        "b_id": number,
        "b_lease": held.lease,
        "b_until": held.until,
        "b_holder": holder,
        "b_resends": held.resends,
    }


def _hopeless(row: AnyRow) -> str | None:
    uncertain = row.state in ("sending", "unknown")
    return "uncertain" if uncertain and row.resends >= MAX_RESENDS else None


def _open(row: AnyRow, cipher: Cipher | None, now: float) -> Claimed | None:
    if cipher is None or row.body is None:
        return None
    try:
        message = decode(cipher.open_(row.body, BODY, row.ref))
        address = cipher.open_(row.address, "persons.address", row.person_id).decode()
    except Unreadable:
        return None
    resends = row.resends + (row.state != "waiting")
    until = int(now) + LEASE
    held = Held(row.ref, row.lease + 1, until, row.person_id, row.channel, message, row.tries, resends)
    return Claimed(held, address)


def overdue(conn: Connection, channel: str, before: float, limit: int = 1_000) -> int:
    """How many messages should have gone before that time and are still open; counted up to `limit`."""
    values = {"b_channel": channel, "b_before": int(before), "b_limit": limit}
    return len(conn.execute(_OVERDUE, values).all())
