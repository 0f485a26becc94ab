"""Everything that goes out, kept until it is shown: in order for each person, by one process at a time."""

from __future__ import annotations

import math
import secrets
from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from bot.conversation.messages import Outgoing
from bot.delivery.held import LEASE, Held, is_open
from bot.delivery.hot import Hot
from bot.delivery.tables import outbox
from bot.store.cipher import Cipher

BODY = "outbox.body"
encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Outgoing).decode

_COLUMNS = [
    *("ref", "person_id", "channel", "body", "state", "due", "created"),
    *("lease", "lease_until", "holder", "tries", "resends"),
]
# inline: nothing needs the numbers of the new rows, so none are fetched.
_PUT = Hot(insert(outbox).inline(), _COLUMNS)
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
        _PUT.run_each(conn, [_values(row, cipher, now, holder, due) for row in rows])
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


def overdue(conn: Connection, channel: str, before: float, limit: int = 1_000) -> int:
    """How many messages should have gone before that time and are still open; counted up to `limit`."""
    values = {"b_channel": channel, "b_before": int(before), "b_limit": limit}
    return len(conn.execute(_OVERDUE, values).all())
