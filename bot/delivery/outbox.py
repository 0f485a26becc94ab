"""Everything that goes out, kept until it is shown: in order for each person, by one process at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from bot.conversation.messages import Outgoing
from bot.delivery.held import LEASE, Held, is_open
from bot.delivery.hot import Values
from bot.delivery.tables import outbox
from bot.store.cipher import Cipher
from bot.store.ids import new_id

BODY = "outbox.body"
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Outgoing).decode

_COLUMNS = [
    *("ref", "person_id", "channel", "body", "state", "due", "created"),
    *("lease", "lease_until", "holder", "tries", "resends"),
]
# inline: nothing needs the numbers of the new rows, so none are fetched.
PUT = insert(outbox).inline().values({name: bindparam(f"b_{name}") for name in _COLUMNS})
_OVERDUE = (
    select(outbox.c.id)
    .where(
        outbox.c.channel == bindparam("b_channel"),
        is_open(outbox.c.state),
        outbox.c.due <= bindparam("b_before"),
    )
    .limit(bindparam("b_limit"))
)


def put(
    conn: Connection,
    cipher: Cipher,
    person: str,
    channel: str,
    messages: Iterable[Outgoing],
    now: float,
    due: float | None = None,
) -> None:
    """Write messages to one person into the outbox, in order; the sweep sends them when they are due."""
    _, rows = rows_of(cipher, person, channel, messages, now, due=due)
    if rows:
        conn.execute(PUT, rows)


def rows_of(
    cipher: Cipher,
    person: str,
    channel: str,
    messages: Iterable[Outgoing],
    now: float,
    holder: str | None = None,
    due: float | None = None,
) -> tuple[list[Held], list[Values]]:
    """Messages to one person as rows of the outbox, in order, and what a holder may send of them.

    With a `holder` they are leased to that process from the start, which sends them as soon as they are
    committed; without, they wait: for the sweep, or in a channel that people fetch from.
    """
    until = int(now) + LEASE
    lease = 0 if holder is None else 1
    held = [Held(new_id(), lease, until, person, channel, message) for message in messages]
    return [] if holder is None else held, [_values(row, cipher, now, holder, due) for row in held]


def _values(row: Held, cipher: Cipher, now: float, holder: str | None, due: float | None) -> Values:
    return {
        "b_ref": row.ref,
        "b_person_id": row.person,
        "b_channel": row.channel,
        "b_body": cipher.seal(encode(row.message), BODY, row.ref),
        "b_state": "waiting" if holder is None else "sending",
        "b_due": int(now) if due is None else math.ceil(due),
        "b_lease": row.lease,
        "b_lease_until": None if holder is None else row.until,
        "b_holder": holder,
        "b_tries": 0,
        "b_resends": 0,
        "b_created": int(now),
    }


def overdue(conn: Connection, channel: str, before: float, limit: int = 1_000) -> int:
    """How many messages should have gone before that time and are still open; counted up to `limit`."""
    values = {"b_channel": channel, "b_before": int(before), "b_limit": limit}
    return len(conn.execute(_OVERDUE, values).all())
