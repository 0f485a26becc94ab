"""Taking the lease of messages that nobody holds: after a wait, after a crash, behind another process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, null, select, update

from bot.delivery.held import LEASE, Held, is_open
from bot.delivery.keys import Keys
from bot.delivery.outbox import BODY, decode
from bot.delivery.sql import AnyRow
from bot.delivery.tables import outbox, persons
from bot.store.cipher import Cipher, Unreadable

MAX_RESENDS = 1
"""How often a message is sent again of which nobody knows whether it was shown (M9)."""

_earlier = outbox.alias("earlier")
_lapsed = (outbox.c.state == "sending") & (outbox.c.lease_until <= bindparam("b_now"))
_is_due = ((outbox.c.state == "waiting") | (outbox.c.state == "unknown")) & (
    outbox.c.due <= bindparam("b_now")
)
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
            is_open(_earlier.c.state),
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
        is_open(outbox.c.state),
        outbox.c.id.not_in(bindparam("b_oldest", expanding=True)),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("b_limit"))
)
_ALL_OF_PERSON = (
    _ROWS.add_columns(((outbox.c.holder == bindparam("b_holder")) & ~_lapsed).label("mine"))
    .where(
        outbox.c.channel == bindparam("b_channel"),
        outbox.c.person_id == bindparam("b_person"),
        is_open(outbox.c.state),
    )
    .order_by(outbox.c.id)
    # Not skipping what another process is just claiming: its row is not ours to overtake.
    .with_for_update(of=outbox)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), is_open(outbox.c.state))
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
    return _lease_all(conn, keys, rows, holder, now)


def take_over(
    conn: Connection, keys: Keys, person: str, channel: str, holder: str, now: float
) -> list[Held] | None:
    """Take the lease of all that a person has open, in order, so that a new answer can go right behind it.

    None, and nothing is taken, where some of it is another process's or not due yet.
    """
    values = {"b_person": person, "b_channel": channel, "b_holder": holder, "b_now": int(now)}
    rows = conn.execute(_ALL_OF_PERSON, values).all()
    if not all(row.free or row.mine for row in rows):
        return None
    lapsed = [row for row in rows if row.state == "sending" and row.free]
    if lapsed:
        conn.execute(_NOT_BEGUN, {"b_person": person, "b_id": lapsed[0].id})
        rows = conn.execute(_ALL_OF_PERSON, values).all()
    claims = _lease_all(conn, keys, [row for row in rows if row.free], holder, now)
    return [claimed.held for claimed in claims.rows]


def _lease_all(conn: Connection, keys: Keys, rows: Sequence[AnyRow], holder: str, now: float) -> Claims:
    ciphers = keys.data.for_persons(conn, {row.person_id for row in rows})
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
