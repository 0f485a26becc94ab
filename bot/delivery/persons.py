"""People as addressees: found or made by address, and where they are in their conversation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, bindparam, select, update

from bot.delivery.hot import Hot, Values
from bot.delivery.keys import Keys
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.sql import PerEngine
from bot.delivery.tables import persons
from bot.store.cipher import Cipher
from bot.store.ids import new_id

DAY = 86_400
PLACE_LIFE = 30 * DAY
"""Seconds that a place in a conversation is kept after the last turn (D5)."""
ANSWERS_LIFE = 30 * 60
"""Seconds that the answers of a running flow are kept after the last turn (D5)."""

_FIND = Hot(
    select(persons.c.id, persons.c.lang, persons.c.reachable).where(
        persons.c.address_hash == bindparam("b_hash")
    )
)
_ADD = PerEngine(persons, lambda insert: insert.on_conflict_do_nothing(index_elements=["address_hash"]))
_REACHABLE = update(persons).where(persons.c.id == bindparam("b_person")).values(reachable=True)
LEAVE = (
    update(persons)
    .where(persons.c.id == bindparam("b_person"))
    .values(
        lang=bindparam("b_lang"),
        place=bindparam("b_place"),
        place_until=bindparam("b_place_until"),
        answers=bindparam("b_answers"),
        answers_until=bindparam("b_answers_until"),
    )
)
_LOCK = Hot(
    select(persons.c.id)
    .where(persons.c.id == bindparam("b_person"))
    # NO KEY UPDATE: taking in her next message (a foreign key on her row) need not wait for the turn.
    .with_for_update(skip_locked=True, key_share=True)
)

_CLOSE = select(persons.c.id).where(persons.c.id == bindparam("b_person")).with_for_update()


class Whose(Protocol):
    """The columns of a person that a turn reads."""

    @property
    def person_id(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def address(self) -> bytes: ...
    @property
    def lang(self) -> str | None: ...
    @property
    def place(self) -> bytes | None: ...
    @property
    def place_until(self) -> int | None: ...
    @property
    def answers(self) -> bytes | None: ...
    @property
    def answers_until(self) -> int | None: ...
    @property
    def seen(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who wrote: who she is here, and the language that she chose."""

    id: str
    lang: str | None


def find(conn: Connection, keys: Keys, channel: str, address: str) -> Person | None:
    """The person behind an address, or None."""
    row = _FIND.first(conn, {"b_hash": keys.address_hash(channel, address)})
    return None if row is None else Person(row[0], row[1])


def find_or_add(conn: Connection, keys: Keys, channel: str, address: str, address_hash: bytes) -> Person:
    """The person behind an address, made if need be. She wrote, so she is reachable again (M8)."""
    row = _FIND.first(conn, {"b_hash": address_hash})
    if row is None:
        return _add(conn, keys, channel, address, address_hash)
    person, lang, reachable = row
    if not reachable:
        mark_reachable(conn, person)
    return Person(person, lang)


def mark_reachable(conn: Connection, person: str) -> None:
    """She wrote, so she can be written to (M8)."""
    conn.execute(_REACHABLE, {"b_person": person})


def _add(conn: Connection, keys: Keys, channel: str, address: str, address_hash: bytes) -> Person:
    person = new_id()
    cipher = keys.data.create_person_key(conn, person)
    values = {
        "id": person,
        "channel": channel,
        "address_hash": address_hash,
        "address": cipher.seal(address.encode(), "persons.address", person),
        "reachable": True,
    }
    row = None
    while row is None:  # who is there and erased before she is read is met as someone new
        if conn.execute(_ADD.of(conn), values).rowcount == 1:
            return Person(person, None)
        # Another process met her in the same moment; its row is committed by now.
        row = _FIND.first(conn, {"b_hash": address_hash})
    keys.data.destroy_person_key(conn, person)
    return Person(row[0], row[1])


def close(conn: Connection, person: str) -> None:
    """Before she is erased: from here on nothing new can name her, and what was under way can be seen.

    Whoever waits for her with something new is told that she is gone, and begins again (bot.store.database).
    """
    conn.execute(_CLOSE, {"b_person": person})


def lock(conn: Connection, person: str) -> bool:
    """Keep other processes' turns of this person away until the transaction ends. False: one is running.

    SQLite has one writer, so there the transaction itself is the lock.
    """
    if conn.dialect.name == "sqlite":
        return True
    return _LOCK.first(conn, {"b_person": person}) is not None


def state_of(row: Whose, cipher: Cipher, now: float) -> PersonState:
    """Open what is kept of a person; what is past its end date counts as gone (D5)."""
    return PersonState(
        id=row.person_id,
        channel=row.channel,
        lang=row.lang,
        place=_kept(cipher, row.place, "persons.place", row.person_id, row.place_until, now),
        answers=_kept(cipher, row.answers, "persons.answers", row.person_id, row.answers_until, now),
        seen=row.seen,
    )


def address_of(row: Whose, cipher: Cipher) -> str:
    """Where her messages go, opened for the moment of sending."""
    return cipher.open_(row.address, "persons.address", row.person_id).decode()


def _kept(
    cipher: Cipher, sealed: bytes | None, column: str, person: str, until: int | None, now: float
) -> bytes | None:
    if sealed is None or (until is not None and until <= now):
        return None
    return cipher.open_(sealed, column, person)


def leave(conn: Connection, cipher: Cipher, person: str, result: TurnResult, now: float) -> None:
    """Store where a turn leaves a person."""
    conn.execute(LEAVE, leaving(cipher, person, result, now))


def leaving(cipher: Cipher, person: str, result: TurnResult, now: float) -> Values:
    """Where a turn leaves a person, sealed: the values of LEAVE."""
    place, answers = result.place, result.answers
    return {
        "b_person": person,
        "b_lang": result.lang,
        "b_place": None if place is None else cipher.seal(place, "persons.place", person),
        # To the day, so that the row does not show at what hour she was here (D2).
        "b_place_until": None if place is None else math.ceil((now + PLACE_LIFE) / DAY) * DAY,
        "b_answers": None if answers is None else cipher.seal(answers, "persons.answers", person),
        "b_answers_until": None if answers is None else int(now) + ANSWERS_LIFE,
    }
