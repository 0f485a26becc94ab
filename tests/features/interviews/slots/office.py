"""An office with candidates, hosts and slots, and short words for what tests do with it."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from bot.conversation.messages import Outgoing
from bot.delivery import outbox, persons, reminders
from bot.delivery.keys import Keys
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import Booking, By, Context, Needs, Opening, Result, Slot, tables
from bot.features.interviews.zones import local
from bot.store.database import Store, T, Work
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup

HOUR = 3600
DAY = 24 * HOUR
ORGANISATION = "organisation-aaaaaaaaa"
OTHERS = "organisation-bbbbbbbbb"
VACANCY = "vacancy-aaaaaaaaaaaaaa"
HOST = "host-aaaaaaaaaaaaaaaaa"
LINK = "https://meet.jit.si/demo-room"
EMPLOYER = By("employer", HOST, ORGANISATION)
STAFF = By("staff", "staff-aaaaaaaaaaaaaaaa")
TOMORROW_TEN = "2030-05-15T10:00"
"""A Wednesday in UTC; `Office` sets the database's time to noon of the day before."""
NOON_BEFORE = int(datetime.fromisoformat("2030-05-14T12:00+00:00").timestamp())


class Office:
    """All of booking on one store; `ahead` moves the database's time."""

    def __init__(self, store: Store, data_keys: DataKeys, lookup: Lookup) -> None:
        self.store = store
        self.keys = Keys(data_keys, lookup)
        self.ahead = 0
        self.notes: list[tuple[str, str, str]] = []
        self.accounts: dict[str, str] = {}
        self.ctx = Context(data_keys, self._note, lambda conn, account: self.accounts.get(account), self.time)
        self._names = itertools.count(1)

    def time(self, conn: Connection) -> int:
        return booking.database_time(conn) + self.ahead

    def _note(
        self, conn: Connection, actor: str, what: str, about: str, details: Mapping[str, str], now: float
    ) -> None:
        self.notes.append((actor, what, about))

    async def begin(self, at: int = NOON_BEFORE) -> None:
        """It is noon before the interviews, by the database with an offset."""
        self.ahead = at - await self.store.read(booking.database_time)
        self.accounts[HOST] = await self.person("mail")

    def forward(self, seconds: int) -> None:
        self.ahead += seconds

    async def person(self, channel: str = "telegram:1") -> str:
        """Somebody new."""
        address = f"{channel}-{next(self._names)}-{secrets.token_hex(4)}"
        hashed = self.keys.address_hash(channel, address)
        found = await self.write(
            lambda conn: persons.find_or_add(conn, self.keys, channel, address, hashed).id
        )
        return str(found)

    async def write(self, work: Work[T]) -> T:
        return await self.store.write(work)

    async def opened(self, wall: str = TOMORROW_TEN, by: By = STAFF, **values: Any) -> list[Slot]:
        """Slots of one series; fails where they are not opened."""
        asked = self.asking(wall, **values)
        found = await self.write(lambda conn: booking.open_slots(conn, self.ctx, by, asked))
        assert not found.problems, found.problems
        return list(found.slots)

    def asking(self, wall: str = TOMORROW_TEN, **values: Any) -> Opening:
        plain: dict[str, Any] = {
            "series": secrets.token_urlsafe(16),
            "organisation": ORGANISATION,
            "host": HOST,
            "vacancy": VACANCY,
            "zone": "UTC",
            "link": LINK,
        }
        return Opening(first=datetime.fromisoformat(wall), **{**plain, **values})

    async def slot(self, wall: str = TOMORROW_TEN, **values: Any) -> Slot:
        return (await self.opened(wall, **values))[0]

    async def hold(self, person: str, slot: Slot, by: By | None = None) -> Result:
        return await self.write(lambda conn: booking.hold(conn, self.ctx, person, slot.id, by))

    async def book(self, person: str, held: Booking | None, needs: Needs | None = None) -> Result:
        assert held is not None
        asked = needs or Needs()
        return await self.write(lambda conn: booking.book(conn, self.ctx, person, held.id, asked))

    async def booked(self, person: str, slot: Slot) -> Booking:
        """Held and booked; fails where that is not possible."""
        result = await self.book(person, (await self.hold(person, slot)).booking)
        assert result.outcome == "done" and result.booking is not None, result
        return result.booking

    async def cancel(self, one: Booking, by: By | None = None, reason: str = "other") -> Result:
        actor = by or By("candidate", one.person)
        return await self.write(lambda conn: booking.cancel(conn, self.ctx, one.id, actor, reason))

    async def move(self, one: Booking, to: Slot, by: By | None = None) -> Result:
        actor = by or By("candidate", one.person)
        return await self.write(lambda conn: booking.move(conn, self.ctx, one.id, to.id, actor))

    async def free(self, person: str) -> list[str]:
        """The wall times that she could hold."""
        found = await self.store.read(
            lambda conn: booking.free_slots(conn, person, VACANCY, self.time(conn), limit=100)
        )
        return [one.wall for one in found]

    async def reminded(self, person: str) -> list[tuple[str, int]]:
        """What she will be reminded of: booking and time."""

        def read(conn: Connection) -> list[tuple[str, int]]:
            cipher = self.keys.data.for_person(conn, person)
            return [(one.about, one.due) for one in reminders.of(conn, cipher, person)]

        return await self.store.read(read)

    async def cells(self) -> int:
        """How many cells are taken."""
        count = select(func.count()).select_from(tables.cells)
        return await self.store.read(lambda conn: int(conn.scalar(count) or 0))

    def says(self, conn: Connection, person: str) -> None:
        """A message to somebody, such as a caller writes for an event."""
        cipher = self.keys.data.for_person(conn, person)
        outbox.put(conn, cipher, person, "telegram:1", [Outgoing("A change", "en")], self.time(conn))


def wall_after(wall: str, minutes: int) -> str:
    """A wall time so many minutes later."""
    return (datetime.fromisoformat(wall) + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def in_zone(slot: Slot, zone: str) -> str:
    return local(slot.start, zone).strftime("%Y-%m-%dT%H:%M")
