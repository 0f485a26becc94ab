"""One turn as one transaction: what was done, what is said, and that it was handled (M4)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import claims, hiding, inbox, outbox, persons
from bot.delivery.finishing import finish, put
from bot.delivery.held import Held
from bot.delivery.hot import Values
from bot.delivery.keys import Keys
from bot.delivery.ports import Apology, Turn
from bot.store.cipher import Cipher

_LETTERS = "CDFGHJKLMNPRTVWXY34679"  # none that look alike, and no vowels, so that no code is a word


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the search found for one message, and in which language it was asked."""

    inbox_id: int
    lang: str | None
    found: Found | None


@dataclass(frozen=True, slots=True)
class Unprepared:
    """The next message is another one than the search was run for: run it for this one first."""

    inbox_id: int
    incoming: Incoming
    lang: str | None


@dataclass(frozen=True, slots=True)
class Busy:
    """Another process is at a turn of this person."""


@dataclass(frozen=True, slots=True)
class Done:
    """A turn that was taken."""

    inbox_id: int
    channel: str
    address: str
    held: list[Held]
    """What this process may send at once."""
    waits: bool
    """True where messages were put behind others, or behind a gate."""
    farewell: list[Outgoing]
    """Said once and kept nowhere, where the turn erased the person."""


@dataclass(slots=True)
class Cursor:
    """Which message a turn is at, so that a turn that raises can be counted against it.

    Written again whenever the work is run again, so it may stand outside the transaction.
    """

    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class Turner:
    """Takes turns on a connection. `pushes` says whether a channel sends by itself."""

    keys: Keys
    turn: Turn
    holder: str
    pushes: Callable[[str], bool]

    def take(
        self, conn: Connection, person: str, prepared: Prepared | None, now: float, cursor: Cursor
    ) -> Done | Unprepared | Busy | None:
        """Handle the oldest open message of a person; None where there is none."""
        cursor.inbox_id = None
        if not persons.lock(conn, person):
            return Busy()
        row = inbox.next_for(conn, person, self.holder, now)
        if row is None:
            return None
        cursor.inbox_id = row.inbox_id
        incoming = inbox.incoming_of(conn, self.keys, row)
        fits = prepared is not None and (prepared.inbox_id, prepared.lang) == (row.inbox_id, row.lang)
        if incoming.kind == "text" and not fits:
            return Unprepared(row.inbox_id, incoming, row.lang)
        return self._run(conn, row, incoming, prepared.found if prepared and fits else None, now)

    def _run(
        self, conn: Connection, row: inbox.Next, incoming: Incoming, found: Found | None, now: float
    ) -> Done:
        cipher = self.keys.data.for_person(conn, row.person_id)
        result = self.turn(conn, persons.state_of(row, cipher, now), incoming, found, now)
        if result.erased:
            address = persons.address_of(row, cipher)
            return Done(row.inbox_id, row.channel, address, [], False, result.messages)
        if result.clears:
            hiding.drop(conn, row.person_id, self.holder, now)
        leaving = persons.leaving(cipher, row.person_id, result, now)
        done, answers = self._say(conn, row, cipher, result.messages, now)
        finish(conn, leaving, inbox.handling(row.inbox_id, now), answers)
        return done

    def _say(
        self, conn: Connection, row: inbox.Next, cipher: Cipher, messages: list[Outgoing], now: float
    ) -> tuple[Done, list[Values]]:
        """What is said, and the rows that say it."""
        closed = row.gate if row.gate is not None and row.gate > now else None
        pushed = self.pushes(row.channel)
        earlier: list[Held] | None = []
        if closed is not None:
            earlier = None
        elif pushed and row.behind:
            earlier = claims.take_over(conn, self.keys, row.person_id, row.channel, self.holder, now)
        holder = self.holder if pushed and earlier is not None else None
        held, rows = outbox.rows_of(cipher, row.person_id, row.channel, messages, now, holder, closed)
        held = [*(earlier or []), *held]
        address = persons.address_of(row, cipher)
        return Done(row.inbox_id, row.channel, address, held, earlier is None, []), rows

    def count_failure(
        self, conn: Connection, person: str, inbox_id: int, reason: str, apology: Apology, now: float
    ) -> tuple[inbox.Failure, Done | None]:
        """Count a turn that raised. With the fifth it is given up, and the person is told so (M10, L6)."""
        row = inbox.next_for(conn, person, self.holder, now)
        code = short_code()
        failure = inbox.failed(conn, inbox_id, f"turn:{reason[:60]}:{code}")
        if not failure.dead or row is None or row.inbox_id != inbox_id:
            return failure, None
        cipher = self.keys.data.for_person(conn, person)
        told, rows = self._say(conn, row, cipher, [apology(row.lang, code)], now)
        put(conn, rows)
        return failure, told


def short_code() -> str:
    """Six letters that a person can read out and staff can find among the dead letters."""
    return "".join(secrets.choice(_LETTERS) for _ in range(6))
