"""Everything that comes in, kept until it is handled: accepted once, handled once, in order (M1 to M4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Executable, bindparam, case, exists, literal, null, select, true, update

from bot.conversation.messages import Incoming
from bot.delivery import hiding
from bot.delivery.backoff import MAX_TRIES
from bot.delivery.held import is_open
from bot.delivery.hot import Hot, Values
from bot.delivery.keys import Keys
from bot.delivery.persons import find_or_add, mark_reachable
from bot.delivery.sql import PerEngine
from bot.delivery.tables import channel_gates, inbox, outbox, persons
from bot.store.datakeys import day_of

_BODY = "inbox.body"
OF_OURS = "reminder:"
"""How the ids begin of what the program itself brings; no channel gives out such a one."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Incoming).decode

_INSERT = PerEngine(
    inbox,
    lambda insert: insert.on_conflict_do_nothing(index_elements=["channel", "external_id"]).returning(
        inbox.c.id
    ),
)
_COLUMNS = ["channel", "external_id", "person_id", "body", "state", "tries", "received", "shown"]
_ADD = Hot(_INSERT, _COLUMNS)
# On PostgreSQL, for a person who is known already: looked up and stored with one way to the server.
_known = (
    select(persons.c.id, persons.c.lang, persons.c.reachable)
    .where(persons.c.address_hash == bindparam("b_hash"))
    .cte("known")
)


def _of_known(insert: Any) -> Executable:
    added = (
        insert.from_select(
            _COLUMNS,
            select(
                bindparam("b_channel", type_=inbox.c.channel.type),
                bindparam("b_external_id", type_=inbox.c.external_id.type),
                _known.c.id,
                bindparam("b_body", type_=inbox.c.body.type),
                literal("new"),
                literal(0),
                bindparam("b_now", type_=inbox.c.received.type),
                bindparam("b_shown", type_=inbox.c.shown.type),
            ),
        )
        .on_conflict_do_nothing(index_elements=["channel", "external_id"])
        .returning(inbox.c.id)
        .cte("added")
    )
    return select(_known.c.id, _known.c.lang, _known.c.reachable, added.c.id).select_from(
        _known.outerjoin(added, true())
    )


_ADD_OF_KNOWN = Hot(PerEngine(inbox, _of_known))
_PERSON = persons.c.id == bindparam("b_person")
# One row brings all that a turn needs: the person, her oldest open message, and whether another process
# (or nobody) has older messages to her in hand, so that ours may not overtake them.
_earlier = inbox.alias("earlier")
_SEEN = (
    select(_earlier.c.handled)
    .where(
        _earlier.c.person_id == persons.c.id,
        _earlier.c.state == "handled",
        _earlier.c.external_id.not_like(f"{OF_OURS}%"),
    )
    .order_by(_earlier.c.id.desc())
    .limit(1)
    .correlate(persons)
    .scalar_subquery()
)
"""When she last did something herself (C10): not stored for this, it is the row that keeps ids apart (M2)."""
_NEXT = Hot(
    select(
        persons.c.id.label("person_id"),
        persons.c.channel,
        persons.c.address,
        persons.c.lang,
        persons.c.place,
        persons.c.place_until,
        persons.c.answers,
        persons.c.answers_until,
        inbox.c.id.label("inbox_id"),
        inbox.c.external_id,
        inbox.c.body,
        inbox.c.received,
        exists()
        .where(
            outbox.c.person_id == persons.c.id,
            is_open(outbox.c.state),
            outbox.c.holder.is_(None)
            | (outbox.c.holder != bindparam("b_holder"))
            | (outbox.c.lease_until <= bindparam("b_now")),
        )
        .label("behind"),
        select(channel_gates.c.until)
        .where(channel_gates.c.channel == persons.c.channel)
        .scalar_subquery()
        .label("gate"),
        _SEEN.label("seen"),
    )
    .select_from(persons)
    .join(inbox, (inbox.c.person_id == persons.c.id) & (inbox.c.state == "new"))
    .where(_PERSON)
    .order_by(inbox.c.id)
    .limit(1)
)
HANDLED = (
    update(inbox)
    .where(inbox.c.id == bindparam("b_id"))
    .values(state="handled", handled=bindparam("b_handled"), body=null())
)
_FAILED = (
    update(inbox)
    .where(inbox.c.id == bindparam("b_id"), inbox.c.state == "new")
    .values(
        tries=inbox.c.tries + 1,
        reason=bindparam("b_reason"),
        state=case((inbox.c.tries + 1 >= MAX_TRIES, "dead"), else_="new"),
    )
    .returning(inbox.c.tries, inbox.c.state)
)
_OPEN_PERSONS = (
    select(inbox.c.person_id)
    .where(
        inbox.c.state == "new",
        inbox.c.received <= bindparam("b_before"),
        inbox.c.person_id > bindparam("b_after"),
    )
    .distinct()
    .order_by(inbox.c.person_id)
    .limit(bindparam("b_limit"))
)


class Next(NamedTuple):
    """The columns of `_NEXT`, in its order."""

    person_id: str
    channel: str
    address: bytes
    lang: str | None
    place: bytes | None
    place_until: int | None
    answers: bytes | None
    answers_until: int | None
    inbox_id: int
    external_id: str
    body: bytes
    received: int
    behind: bool
    gate: int | None
    seen: int | None


@dataclass(frozen=True, slots=True)
class Accepted:
    """An update that is in the inbox now, and whose it is."""

    person: str
    lang: str | None
    inbox_id: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A turn that did not come about, after so many tries; `dead` once it was given up (M10)."""

    tries: int
    dead: bool


def accept(
    conn: Connection,
    keys: Keys,
    channel: str,
    external_id: str,
    address: str,
    incoming: Incoming,
    now: float,
) -> Accepted | None:
    """Store one update, with its person if she is new; None where it was seen before (M2)."""
    cipher = keys.data.day_key(conn, day_of(now))
    body = cipher.seal(_encode(incoming), _BODY, _row(channel, external_id))
    address_hash = keys.address_hash(channel, address)
    if conn.dialect.name == "postgresql":
        known: Values = {
            "b_hash": address_hash,
            "b_channel": channel,
            "b_external_id": external_id,
            "b_body": body,
            "b_now": int(now),
            "b_shown": hiding.of(incoming),
        }
        row = _ADD_OF_KNOWN.first(conn, known)
        if row is not None:
            return _accepted_of_known(conn, *row)
    person = find_or_add(conn, keys, channel, address, address_hash)
    values = {
        "channel": channel,
        "external_id": external_id,
        "person_id": person.id,
        "body": body,
        "state": "new",
        "tries": 0,
        "received": int(now),
        "shown": hiding.of(incoming),
    }
    added = _ADD.first(conn, values)
    return None if added is None else Accepted(person.id, person.lang, added[0])


def put(
    conn: Connection, keys: Keys, channel: str, external_id: str, person: str, incoming: Incoming, now: float
) -> bool:
    """Store what the program itself brings to a person who is known; False if it is there already."""
    cipher = keys.data.day_key(conn, day_of(now))
    values = {
        "channel": channel,
        "external_id": external_id,
        "person_id": person,
        "body": cipher.seal(_encode(incoming), _BODY, _row(channel, external_id)),
        "state": "new",
        "tries": 0,
        "received": int(now),
        "shown": None,
    }
    return _ADD.first(conn, values) is not None


def _accepted_of_known(
    conn: Connection, person: str, lang: str | None, reachable: bool, inbox_id: int | None
) -> Accepted | None:
    if not reachable:
        mark_reachable(conn, person)
    return None if inbox_id is None else Accepted(person, lang, inbox_id)


def reject(conn: Connection, channel: str, external_id: str, length: int, reason: str, now: float) -> bool:
    """Keep id, length and reason of an update that nobody understands (I4); False if seen before."""
    values = {
        "channel": channel,
        "external_id": external_id,
        "state": "dead",
        "tries": 0,
        "reason": reason,
        "length": length,
        "received": int(now),
    }
    return conn.execute(_INSERT.of(conn), values).scalar() is not None


def next_for(conn: Connection, person: str, holder: str, now: float) -> Next | None:
    """The oldest open message of a person together with her own row, or None."""
    values = {"b_person": person, "b_holder": holder, "b_now": int(now)}
    row = _NEXT.first(conn, values)
    return None if row is None else Next(*row)


def incoming_of(conn: Connection, keys: Keys, row: Next) -> Incoming:
    """Open the message of a row of `next_for`; raises Unreadable where its key is gone."""
    cipher = keys.data.past_day_key(conn, day_of(row.received))
    return _decode(cipher.open_(row.body, _BODY, _row(row.channel, row.external_id)))


def handled(conn: Connection, inbox_id: int, now: float) -> None:
    """Mark a message as handled and erase what it said (D5)."""
    conn.execute(HANDLED, handling(inbox_id, now))


def handling(inbox_id: int, now: float) -> Values:
    """The values of HANDLED."""
    return {"b_id": inbox_id, "b_handled": int(now)}


def failed(conn: Connection, inbox_id: int, reason: str) -> Failure:
    """Count one more failed try; after the fifth the message is a dead letter (M10)."""
    row = conn.execute(_FAILED, {"b_id": inbox_id, "b_reason": reason[:80]}).first()
    return Failure(0, False) if row is None else Failure(row.tries, row.state == "dead")


def open_persons(conn: Connection, before: float, after: str, limit: int) -> list[str]:
    """People with open messages received before a time, in order of their ids, beginning past `after`."""
    values = {"b_before": int(before), "b_after": after, "b_limit": limit}
    return list(conn.execute(_OPEN_PERSONS, values).scalars())


def _row(channel: str, external_id: str) -> str:
    return f"{channel}\0{external_id}"
