"""Channels that people fetch from (web chat, terminal): what waits for a phone, until it was shown there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Connection, bindparam, func, null, select, update

from bot.conversation.messages import Outgoing
from bot.delivery import outbox as out
from bot.delivery import persons as people
from bot.delivery.bells import Wakeups
from bot.delivery.keys import Keys
from bot.delivery.ports import Clock
from bot.delivery.tables import outbox, persons
from bot.store.cipher import Unreadable
from bot.store.database import Store

MOST = 100
"""Messages given out at once; the rest follow when these were shown."""

_IS_HERS = (
    (outbox.c.person_id == bindparam("b_person"))
    & (outbox.c.channel == bindparam("b_channel"))
    & (outbox.c.state == "waiting")
)
_WAITING = select(outbox.c.id, outbox.c.ref, outbox.c.body).where(_IS_HERS).order_by(outbox.c.id).limit(MOST)
_SHOWN = (
    update(outbox)
    .where(_IS_HERS, outbox.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(state="sent", body=null(), closed=bindparam("b_now"))
)
_NEWEST = (
    select(persons.c.address_hash, func.max(outbox.c.id).label("newest"))
    .join(outbox, outbox.c.person_id == persons.c.id)
    .where(persons.c.address_hash.in_(bindparam("b_hashes", expanding=True)), outbox.c.state == "waiting")
    .group_by(persons.c.address_hash)
)

TOLD = 2**52
"""Numbers from here on belong to messages to many (Shelf), those below to the outbox; exact in JavaScript."""

Reader = tuple[str, str]
"""Channel and address."""


class Shelf(Protocol):
    """Messages to many, for those who fetch (bot.delivery.broadcasts). Numbers are like no outbox row's."""

    def waiting(
        self, conn: Connection, person: str, channel: str, now: float
    ) -> list[tuple[int, Outgoing]]: ...

    def shown(
        self, conn: Connection, person: str, channel: str, numbers: Iterable[int], now: float
    ) -> None: ...

    def newest(self, conn: Connection, hashes: Iterable[bytes], now: float) -> list[tuple[bytes, int]]: ...


class Fetching:
    """Gives out what waits, and wakes those who listen for it."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        clock: Clock,
        shelf: Shelf | None = None,
        wakeups: Wakeups | None = None,
    ) -> None:
        self._shelf = shelf
        self._store = store
        self._wakeups = wakeups or Wakeups.alone()
        self._keys = keys
        self._clock = clock
        self._listeners: dict[Reader, list[asyncio.Event]] = {}
        self._newest: dict[Reader, list[int]] = {}
        self._farewells: dict[Reader, list[Outgoing]] = {}

    async def waiting(self, channel: str, address: str) -> list[tuple[int, Outgoing]]:
        """The messages not yet shown, oldest first, with their outbox ids."""

        def work(conn: Connection) -> list[tuple[int, Outgoing]]:
            person = people.find(conn, self._keys, channel, address)
            if person is None:
                return []
            # Her answers first, then what is told to many.
            return [*self._answers(conn, person.id, channel), *self._told(conn, person.id, channel)]

        try:
            stored = await self._store.read(work)
        except Unreadable:  # she was erased in this moment
            stored = []
        # Farewells have numbers that no row has.
        spoken = self._farewells.get((channel, address), [])
        return stored + [(-number, message) for number, message in enumerate(spoken, start=1)]

    def _answers(self, conn: Connection, person: str, channel: str) -> list[tuple[int, Outgoing]]:
        rows = conn.execute(_WAITING, {"b_person": person, "b_channel": channel}).all()
        if not rows:
            return []
        cipher = self._keys.data.for_person(conn, person)
        return [(row.id, out.decode(cipher.open_(row.body, out.BODY, row.ref))) for row in rows]

    def _told(self, conn: Connection, person: str, channel: str) -> list[tuple[int, Outgoing]]:
        return [] if self._shelf is None else self._shelf.waiting(conn, person, channel, self._clock.now())

    async def shown(self, channel: str, address: str, ids: list[int]) -> None:
        """Mark messages as shown; their text goes at once. Safe to say twice (C13)."""
        if any(number < 0 for number in ids):
            self._farewells.pop((channel, address), None)
        stored = [number for number in ids if number > 0]
        if not stored:
            return
        now = int(self._clock.now())
        own = [number for number in stored if number < TOLD]
        told = [number for number in stored if number >= TOLD]

        def work(conn: Connection) -> None:
            person = people.find(conn, self._keys, channel, address)
            if person is not None:
                values = {"b_person": person.id, "b_channel": channel, "b_ids": own, "b_now": now}
                conn.execute(_SHOWN, values)
                if self._shelf is not None:
                    self._shelf.shown(conn, person.id, channel, told, now)

        await self._store.write(work)

    @contextmanager
    def listen(self, channel: str, address: str) -> Iterator[asyncio.Event]:
        """While open, the event is set whenever something may be waiting."""
        reader = (channel, address)
        event = asyncio.Event()
        self._listeners.setdefault(reader, []).append(event)
        try:
            with self._wakeups.on_reader(channel, address, event.set):
                yield event
        finally:
            self._listeners[reader].remove(event)
            if not self._listeners[reader]:
                del self._listeners[reader]
                self._newest.pop(reader, None)
                self._farewells.pop(reader, None)

    def notify(self, channel: str, address: str) -> None:
        """Something was put into the outbox for her by this process: whoever has her phone hears it."""
        self._wakeups.ring_reader(channel, address)

    def _wake(self, reader: Reader) -> None:
        for event in self._listeners.get(reader, []):
            event.set()

    def say_once(self, channel: str, address: str, messages: list[Outgoing]) -> None:
        """Show messages to whoever listens now and keep them nowhere, after an erasure (C6)."""
        if (channel, address) in self._listeners:
            self._farewells.setdefault((channel, address), []).extend(messages)
            self._wake((channel, address))

    async def look(self) -> None:
        """Wake listeners for whom another process has put something into the outbox."""
        hashes = {self._keys.address_hash(*reader): reader for reader in self._listeners}
        if not hashes:
            return

        now = self._clock.now()

        def work(conn: Connection) -> list[tuple[bytes, int]]:
            rows = conn.execute(_NEWEST, {"b_hashes": list(hashes)})
            own = [(row.address_hash, row.newest) for row in rows]
            return own + ([] if self._shelf is None else self._shelf.newest(conn, hashes, now))

        found: dict[Reader, list[int]] = {}
        for address_hash, newest in await self._store.read(work):
            found.setdefault(hashes[address_hash], []).append(newest)
        for reader, newest_of_each in found.items():
            if self._newest.get(reader) != newest_of_each:
                self._newest[reader] = newest_of_each
                self._wake(reader)
