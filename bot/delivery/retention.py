"""What people and messages are kept no longer than: the end dates of the register (D5, D8, M2).

One call of `sweep` takes a bite of at most `BITE` rows of each kind, so that nobody's turn waits long for
it; `sweep_store` goes on until nothing is past its date, then has the engine forget it physically (D6).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date, timedelta

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    case,
    delete,
    exists,
    func,
    null,
    or_,
    select,
    update,
)

from bot.delivery import hiding
from bot.delivery import reminders as reminding
from bot.delivery.broadcasts import tidying
from bot.delivery.tables import channel_gates, dead_letter_log, inbox, outbox, persons, reminders
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys, day_of

log = structlog.get_logger("delivery")

BITE = 1_000
HOUR = 3_600
DAY = 24 * HOUR

HANDLED_BODY = 24 * HOUR
DEAD_BODY = 48 * HOUR
INBOX_ROW = 7 * DAY  # so long an update that comes again is known (M2)
CLOSED_ROW = 24 * HOUR
DEAD_LETTER = 7 * DAY  # a reply that was given up waits so long for a person to decide (M10)
WAITING = 7 * DAY
PERSON = 30 * DAY
DECISION = 365 * DAY  # the access record (L5)
DAY_KEYS = timedelta(days=2)
"""Full days after its own for which a day's key lives."""

Swept = Callable[[Connection, float], dict[str, int]]
"""Erases what is past its date at that second; how many rows of each kind that were."""

FETCHED = ("web", "console")
"""Channels whose rows wait until the phone asks: not asking is no fault that staff should look into."""


async def sweep_store(
    store: Store,
    keys: DataKeys,
    now: float,
    others: Iterable[Swept] = (),
    keepers: Iterable[ColumnElement[bool]] = (),
) -> Counter[str]:
    """Erase everything that is past its date, also from journals; how many rows of each kind.

    Each kind is erased in transactions of its own: where one fails, an alarm is logged and the others go on.
    Raises StoreUnavailable where journals cannot be cut.
    """
    total: Counter[str] = Counter()
    for swept in _sweeps(keys, others, keepers):
        async with _apart(_name_of(swept)):
            while bite := +Counter(await store.write(lambda conn: swept(conn, now))):  # noqa: B023
                total += bite
    if store.dialect == "sqlite":
        async with _apart("orphan_keys"):
            total["orphan_keys"] = await _clear_orphans(store, keys)
    await store.scrub()
    return +total


def sweep(
    conn: Connection,
    keys: DataKeys,
    now: float,
    others: Iterable[Swept] = (),
    keepers: Iterable[ColumnElement[bool]] = (),
) -> Counter[str]:
    """One bite of every kind, within the caller's transaction. All zero: nothing is past its date any more.

    `others`: what the features keep, each erased by its own feature. `keepers`: conditions on `persons`;
    whoever meets one stays, because a feature keeps something longer with her consent.
    """
    done: Counter[str] = Counter()
    for swept in _sweeps(keys, others, keepers):
        done.update(swept(conn, now))
    return done


@asynccontextmanager
async def _apart(name: str) -> AsyncIterator[None]:
    """A sweep that fails is an alarm and keeps no other from its work: what is past its date goes (D5)."""
    try:
        yield
    except Exception as error:
        reason = error.reason if isinstance(error, StoreUnavailable) else type(error).__name__
        log.error("retention.sweep_failed", sweep=name, reason=reason, alarm=True)


def _sweeps(
    keys: DataKeys, others: Iterable[Swept], keepers: Iterable[ColumnElement[bool]]
) -> tuple[Swept, ...]:
    """In this order: the keys of a day go after the messages that were written under them."""
    conditions = tuple(keepers)

    def people(conn: Connection, now: float) -> dict[str, int]:
        return _persons(conn, keys, now, conditions)

    def day_keys(conn: Connection, now: float) -> dict[str, int]:
        keep = _days_still_to_answer(conn, now)
        return {"day_keys": keys.destroy_day_keys_before(conn, day_of(now) - DAY_KEYS, keep=keep)}

    return (_inbox, _outbox, people, _others, reminding.sweep, tidying.sweep, *others, day_keys)


def _name_of(swept: Swept) -> str:
    """Where it is written, for the log: bot.hiring.Hiring._sweep_slots."""
    return f"{swept.__module__}.{getattr(swept, '__qualname__', type(swept).__name__)}"


def _inbox(conn: Connection, now: float) -> dict[str, int]:
    received, handled = inbox.c.received, inbox.c.handled
    closed = func.coalesce(handled, received)
    forgotten = or_(
        and_(inbox.c.state == "handled", handled <= now - HANDLED_BODY),
        and_(inbox.c.state == "dead", received <= now - DEAD_BODY),
        and_(inbox.c.state != "new", received < _key_cut(now)),
    )
    too_old = and_(inbox.c.state == "new", received <= now - INBOX_ROW)
    old = and_(inbox.c.state != "new", received <= now - INBOX_ROW, closed <= now - INBOX_ROW)
    return {
        "inbox_expired": _change(
            conn, inbox, too_old, state="dead", reason="expired", handled=int(now), body=null()
        ),
        "inbox_bodies": _change(conn, inbox, and_(inbox.c.body.is_not(None), forgotten), body=null()),
        "inbox_shown": _change(
            conn, inbox, and_(inbox.c.shown.is_not(None), received <= now - hiding.DELETABLE), shown=null()
        ),
        "inbox_rows": _remove(conn, inbox, old),
    }


def _outbox(conn: Connection, now: float) -> dict[str, int]:
    state, closed = outbox.c.state, func.coalesce(outbox.c.closed, outbox.c.created)
    stale = and_(
        state.in_(("waiting", "sending", "unknown")),
        outbox.c.created <= now - WAITING,
        func.coalesce(outbox.c.lease_until, 0) <= now,
    )
    gone = or_(
        # Longer where it can still be taken out of her chat.
        and_(
            state.in_(("sent", "dropped", "unreachable")),
            closed + case((outbox.c.shown.is_(None), CLOSED_ROW), else_=hiding.DELETABLE) <= int(now),
        ),
        and_(state == "dead", closed <= now - DEAD_LETTER),
    )
    ended = {"reason": "expired", "closed": int(now), "body": null(), "lease_until": null()}
    return {
        "outbox_unfetched": _change(
            conn, outbox, and_(stale, outbox.c.channel.in_(FETCHED)), state="dropped", **ended
        ),
        "outbox_expired": _change(
            conn, outbox, and_(stale, outbox.c.channel.not_in(FETCHED)), state="dead", **ended
        ),
        "outbox_rows": _remove(conn, outbox, gone),
    }


def _persons(
    conn: Connection, keys: DataKeys, now: float, keepers: Iterable[ColumnElement[bool]]
) -> dict[str, int]:
    answers = and_(persons.c.answers_until <= now, persons.c.answers.is_not(None))
    # Whoever stands nowhere in a flow has no date yet: hers begins to run now, to the day (D2).
    dateless = persons.c.place_until.is_(None)
    until = math.ceil((now + PERSON) / DAY) * DAY
    return {
        "answers": _change(conn, persons, answers, answers=null(), answers_until=null()),
        "dated": _change(conn, persons, dateless, place_until=until),
        "places": _change(
            conn, persons, and_(persons.c.place_until <= now, persons.c.place.is_not(None)), place=null()
        ),
        "persons": _remove_persons(conn, keys, now, keepers),
    }


def _remove_persons(
    conn: Connection, keys: DataKeys, now: float, keepers: Iterable[ColumnElement[bool]]
) -> int:
    """Remove those untouched for 30 days with their keys, unless a message of theirs is still under way or
    to come: whoever asked to be reminded later waits for that."""
    busy = or_(
        exists().where(inbox.c.person_id == persons.c.id, inbox.c.state == "new"),
        exists().where(
            outbox.c.person_id == persons.c.id, outbox.c.state.in_(("waiting", "sending", "unknown"))
        ),
        exists().where(reminders.c.person_id == persons.c.id, reminders.c.told.is_(None)),
        *keepers,
    )
    left = select(persons.c.id).where(persons.c.place.is_(None), persons.c.place_until <= now, ~busy)
    ids = list(conn.scalars(left.limit(BITE).with_for_update(of=persons)))
    if ids:
        # Asked again: what was accepted up to the lock is seen only now, and after it nothing can come (M1).
        ids = list(conn.scalars(left.where(persons.c.id.in_(ids))))
    if ids:
        # Not by the cascade: the ids of updates outlive the person, so that none is met twice (M2).
        gone = {"person_id": None, "body": None, "shown": None}
        conn.execute(update(inbox).where(inbox.c.person_id.in_(ids)).values(gone))
        conn.execute(delete(persons).where(persons.c.id.in_(ids)))
        keys.destroy_person_keys(conn, ids)
    return len(ids)


def _others(conn: Connection, now: float) -> dict[str, int]:
    opened = conn.execute(delete(channel_gates).where(channel_gates.c.until <= now - CLOSED_ROW)).rowcount
    old = dead_letter_log.c.decided <= now - DECISION
    return {"gates": opened, "decisions": _remove(conn, dead_letter_log, old)}


def _key_cut(now: float) -> int:
    """What was received before this second has no key any more."""
    return (int(now) // DAY - DAY_KEYS.days) * DAY


def _days_still_to_answer(conn: Connection, now: float) -> set[date]:
    """Days with messages that were accepted and not yet handled, after a long standstill: never lost (M1)."""
    waiting = select(inbox.c.received).where(inbox.c.state == "new", inbox.c.received < _key_cut(now))
    return {day_of(received) for received in conn.scalars(waiting.distinct())}


def _change(conn: Connection, table: Table, which: ColumnElement[bool], **values: object) -> int:
    # Said twice: a row that somebody changed while this waited for it is compared again, the bite is not.
    return conn.execute(update(table).where(_bite(table, which), which).values(values)).rowcount


def _remove(conn: Connection, table: Table, which: ColumnElement[bool]) -> int:
    return conn.execute(delete(table).where(_bite(table, which), which)).rowcount


def _bite(table: Table, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return table.c.id.in_(select(table.c.id).where(which).limit(BITE))


async def _clear_orphans(store: Store, keys: DataKeys) -> int:
    """Destroy keys of people who are not there: a crash between two SQLite files leaves such.

    Safe only where writers wait for each other: another process may have made a key and be about to commit
    its person.
    """
    after, cleared = "", 0
    while True:
        position = after
        found, orphans = await store.write(lambda conn: _orphans(conn, keys, position))  # noqa: B023
        if not found:
            return cleared
        after, cleared = found[-1], cleared + orphans


def _orphans(conn: Connection, keys: DataKeys, after: str) -> tuple[list[str], int]:
    found = keys.person_ids(conn, after, BITE)
    known = set(conn.scalars(select(persons.c.id).where(persons.c.id.in_(found))))
    orphans = [person for person in found if person not in known]
    keys.destroy_person_keys(conn, orphans)
    return found, len(orphans)
