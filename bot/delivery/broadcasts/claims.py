"""Taking the lease of rows that are to be sent now.

The claim is the look at stop and end of each row's broadcast (A8): what it brings has to begin within a
second of it (lane.py), or goes back and is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    exists,
    literal_column,
    null,
    or_,
    select,
    tuple_,
    update,
)

from bot.conversation.messages import Outgoing
from bot.delivery.backoff import MAX_TRIES
from bot.delivery.broadcasts import spending
from bot.delivery.broadcasts.model import runs
from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.delivery.broadcasts.texts import Texts
from bot.delivery.gates import closed_until
from bot.delivery.held import LEASE, Held, is_open
from bot.delivery.keys import Keys
from bot.delivery.sql import AnyRow
from bot.delivery.tables import outbox, persons
from bot.store.cipher import Cipher, Unreadable

_sends = broadcast_sends.c
_other = broadcast_sends.alias("other")
_others = broadcasts.alias("others")
_NOW: BindParameter[int] = bindparam("b_now", type_=BigInteger)

_RUNNING = (
    select(broadcasts.c.id, broadcasts.c.ends, broadcasts.c.urgent, broadcasts.c.before)
    .where(runs(_NOW))
    # Corrections first, then what is urgent, then what began first.
    .order_by(broadcasts.c.before.is_(None), broadcasts.c.urgent.desc(), broadcasts.c.starts, broadcasts.c.id)
)


def _state(name: str) -> ColumnElement[bool]:
    """Written out, not bound: so that the engines see that a partial index fits."""
    return _sends.state == literal_column(f"'{name}'")


def _something_first() -> ColumnElement[bool]:
    """Another broadcast's row of the same person that has to close before this one begins."""
    still_to_come = (_others.c.state == "running") & (_others.c.ends > _NOW)
    earlier = (
        (_other.c.id < _sends.id)
        & (_other.c.due <= _NOW)
        & (_others.c.starts <= _NOW)
        & or_(_others.c.urgent, ~bindparam("b_urgent", type_=Boolean))
    )
    return exists().where(
        _other.c.person_id == _sends.person_id,
        _other.c.closed.is_(None),
        _other.c.id != _sends.id,
        _others.c.id == _other.c.broadcast_id,
        or_(
            _other.c.state == "leased",
            still_to_come
            & or_(
                _other.c.state == "unknown", _other.c.broadcast_id == bindparam("b_before"), earlier
            ),
        ),
    )  # fmt: skip


_A_REPLY = exists().where(outbox.c.person_id == _sends.person_id, is_open(outbox.c.state))


def _candidates(which: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return (
        select(
            _sends.id,
            _sends.person_id,
            _sends.lang,
            _sends.state,
            _sends.due,
            _sends.lease,
            _sends.tries,
            _sends.resends,
            persons.c.address,
            persons.c.reachable,
        )
        .join(persons, persons.c.id == _sends.person_id)
        .where(
            _sends.broadcast_id == bindparam("b_broadcast"),
            _sends.channel == bindparam("b_channel"),
            which,
            ~_A_REPLY,  # hers are always first
            ~_something_first(),
        )
        .limit(bindparam("b_limit"))
        .with_for_update(skip_locked=True, of=broadcast_sends)
    )


_PLACE = ("b_due", "b_id")
# From where the last claim came to: behind that lies, in the index too, whatever was sent since the database
# last cleaned up after itself, and walking over it would make a message dearer the more were sent before it.
_FRESH = _candidates(
    _state("waiting")
    & (_sends.due <= _NOW)
    & (
        tuple_(_sends.due, _sends.id)
        > tuple_(bindparam("b_due", type_=BigInteger), bindparam("b_id", type_=BigInteger))
    )
).order_by(_sends.due, _sends.id)
# Left by a process that died, or waiting to be sent once more: never many, so all of them are looked at.
_AGAIN = _candidates(
    literal_column("broadcast_sends.state IN ('leased', 'unknown')", Boolean)
    & _sends.closed.is_(None)
    & or_(_state("leased") & (_sends.lease_until <= _NOW), _state("unknown") & (_sends.due <= _NOW))
).order_by(_sends.id)
_LEASE = (
    update(broadcast_sends)
    .where(_sends.id.in_(bindparam("b_ids", expanding=True)))
    .values(
        state="leased",
        lease=_sends.lease + 1,
        lease_until=bindparam("b_until"),
        holder=bindparam("b_holder"),
        tries=_sends.tries + case((_sends.state == "leased", 1), else_=0),
        resends=_sends.resends + case((_sends.state == "waiting", 0), else_=1),
    )
)
_CLOSE = (
    update(broadcast_sends)
    .where(_sends.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        reason=bindparam("b_reason"),
        closed=bindparam("b_closed"),
        lease_until=null(),
        holder=null(),
    )
)


@dataclass(frozen=True, slots=True)
class Bulk:
    """One message of a broadcast, with the address it goes to and the second at which it is too late."""

    held: Held
    address: str
    ends: int
    paid: bool = False
    """It may go beyond the free limit; its cost is reserved."""


Place = tuple[int, int]
"""Due time and number of the last row that a claim looked at."""
START: Place = (0, 0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a claim brought: messages to send, and how many rows were closed instead."""

    rows: list[Bulk]
    closed: int
    dead: int
    places: Mapping[str, Place] = field(default_factory=dict)
    """By broadcast: how far this claim came. Missing where it came to the end."""
    gates: Mapping[str, int] = field(default_factory=dict)
    """Until when nothing may be sent over a channel, as another process may have been told (M7)."""


def any_running(conn: Connection, now: float) -> bool:
    """Is there anything that might be sent at this second?"""
    return conn.execute(_RUNNING.limit(1), {"b_now": int(now)}).first() is not None


@dataclass(frozen=True, slots=True)
class Claimer:
    """Claims for one process. `keys` open addresses, `texts` know the words, `stars` may be spent in a day
    over each channel that can be paid."""

    keys: Keys
    texts: Texts
    holder: str
    stars: Mapping[str, int] = field(default_factory=dict)

    def claim(
        self,
        conn: Connection,
        channel: str,
        now: float,
        limit: int,
        *,
        again: bool,
        skip: Iterable[str] = (),
        places: Mapping[str, Place] | None = None,
    ) -> Taken:
        """Lease up to `limit` rows of one channel, of broadcasts that may be sent now and not in `skip`.

        With `again` also what was left behind by others, first. `places`: from where to look on in each
        broadcast, as the last claim gave them back; who never looks from the start misses rows that had to
        wait. Raises NoWords; then nothing was claimed.
        """
        shut = closed_until(conn)
        if shut.get(channel, 0) > now:
            return Taken([], 0, 0, {}, shut)
        taken = Taken([], 0, 0)
        reached = dict(places or {})
        for running in conn.execute(_RUNNING, {"b_now": int(now)}).all():
            if running.id in skip:
                continue
            for statement in (_AGAIN, _FRESH) if again else (_FRESH,):
                left = limit - len(taken.rows) - taken.closed
                if left <= 0:
                    break
                values = _values(running, channel, now, left, reached.get(running.id, START))
                rows = conn.execute(statement, values).all()
                if statement is _FRESH:
                    reached.pop(running.id, None)
                    if len(rows) == left:
                        reached[running.id] = (rows[-1].due, rows[-1].id)
                more = self._take(conn, running, channel, rows, now)
                taken = Taken(taken.rows + more.rows, taken.closed + more.closed, taken.dead + more.dead)
        return replace(taken, places=reached, gates=shut)

    def _take(
        self, conn: Connection, running: AnyRow, channel: str, rows: Sequence[AnyRow], now: float
    ) -> Taken:
        if not rows:
            return Taken([], 0, 0)
        ciphers = self.keys.data.for_persons(conn, {row.person_id for row in rows if row.reachable})
        until = int(now) + LEASE
        found: list[tuple[int, Bulk]] = []
        closed: list[dict[str, object]] = []
        for row in rows:
            message = self.texts.of(conn, running.id, row.lang, channel) if row.reachable else None
            address = _address(row, ciphers.get(row.person_id))
            why = _why_not(row, message, address)
            if message is None or address is None or why is not None:
                state = "unreachable" if not row.reachable else "dead"
                closed.append({"b_id": row.id, "b_state": state, "b_reason": why, "b_closed": int(now)})
                continue
            held = Held(
                str(row.id),
                row.lease + 1,
                until,
                row.person_id,
                channel,
                message,
                row.tries + (row.state == "leased"),
                row.resends + (row.state != "waiting"),
            )
            found.append((row.id, Bulk(held, address, running.ends)))
        if found:
            ids = [number for number, _ in found]
            conn.execute(_LEASE, {"b_ids": ids, "b_until": until, "b_holder": self.holder})
        if closed:
            conn.execute(_CLOSE, closed)
        dead = sum(one["b_state"] == "dead" for one in closed)
        bulks = [bulk for _, bulk in found]
        paid = spending.reserve(conn, channel, len(bulks), self.stars.get(channel, 0), now)
        return Taken([*(replace(bulk, paid=True) for bulk in bulks[:paid]), *bulks[paid:]], len(closed), dead)


def _values(running: AnyRow, channel: str, now: float, limit: int, after: Place) -> dict[str, object]:
    return {
        "b_due": after[0],
        "b_id": after[1],
        "b_broadcast": running.id,
        "b_channel": channel,
        "b_now": int(now),
        "b_before": running.before or "",
        "b_urgent": bool(running.urgent),
        "b_limit": limit,
    }


def _why_not(row: AnyRow, message: Outgoing | None, address: str | None) -> str | None:
    """The code of what keeps this row from being sent at all, or None."""
    if not row.reachable:
        return "unreachable"
    if row.state == "leased" and row.tries + 1 >= MAX_TRIES:
        return "uncertain"  # five processes died with it in their hands (M10)
    if address is None:
        return "unreadable"
    return "no_words" if message is None else None


def _address(row: AnyRow, cipher: Cipher | None) -> str | None:
    if cipher is None:
        return None
    try:
        return cipher.open_(row.address, "persons.address", row.person_id).decode()
    except Unreadable:
        return None
