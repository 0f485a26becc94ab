"""People who are to get something, a lane that sends it, and short words for both."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sqlalchemy import Connection, Select, literal, select

from bot.conversation.messages import Outgoing
from bot.delivery import broadcasts, persons
from bot.delivery.broadcasts import Broadcast, Counts
from bot.delivery.broadcasts.lane import BulkLane
from bot.delivery.budget import Budget
from bot.delivery.keys import Keys
from bot.delivery.sender import Sender
from bot.delivery.tables import persons as people
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Phone, until

ONE = "broadcast-one"
TWO = "broadcast-two"
HOUR = 3_600


def words(conn: Connection, broadcast_id: str, lang: str, channel: str) -> Outgoing | None:
    """What a broadcast says: its own name and the language."""
    return Outgoing(f"{broadcast_id} in {lang}", lang)


def everybody(due: int = 0, channel: str = "phone") -> Select[tuple[str, str, str, int]]:
    """All people of a channel, in English."""
    return select(
        people.c.id.label("person_id"),
        literal("en").label("lang"),
        people.c.channel.label("channel"),
        literal(due).label("due"),
    ).where(people.c.channel == channel)


class Seconds:
    """A monotonic clock that only tests move: so that a slow machine is not taken for a late send."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Office:
    """A sender with a phone and a bulk lane, without running loops: tests take each step as they want."""

    def __init__(
        self, store: Store, keys: Keys, clock: FakeClock, *, phone: Phone | None = None,
        budget: Budget | None = None,
    ) -> None:  # fmt: skip
        self.store, self.keys, self.clock = store, keys, clock
        self.phone = phone or Phone()
        budgets = {} if budget is None else {"phone": budget}
        self.sender = Sender(store, keys, clock, [self.phone], budgets=budgets, chance=Random(1))
        self.seconds = Seconds()
        self.lane = self.has_a_lane(monotonic=self.seconds)

    def has_a_lane(self, *, stars: int = 0, monotonic: Callable[[], float] | None = None) -> BulkLane:
        """Another lane than before; by real time where no clock is given."""
        self.lane = BulkLane(
            self.store, self.keys, self.clock, self.sender, words,
            stars=stars, chance=Random(1), monotonic=monotonic,
        )  # fmt: skip
        return self.lane

    async def meets(self, *addresses: str) -> None:
        """People become known."""

        def work(conn: Connection) -> None:
            for address in addresses:
                hashed = self.keys.address_hash("phone", address)
                persons.find_or_add(conn, self.keys, "phone", address, hashed)

        await self.store.write(work)

    async def person(self, address: str) -> str:
        found = await self.store.read(lambda conn: persons.find(conn, self.keys, "phone", address))
        assert found is not None
        return found.id

    async def opens(
        self, id_: str = ONE, *, ends: int = HOUR, urgent: bool = False, before: str | None = None,
        audience: Select[tuple[str, str, str, int]] | None = None,
    ) -> None:  # fmt: skip
        """A broadcast to everybody, from now on for so many seconds."""
        now = int(self.clock.now())
        broadcast = Broadcast(id_, now, now + ends, urgent, before)

        def work(conn: Connection) -> None:
            broadcasts.open_(conn, broadcast, now)
            while broadcasts.enqueue(conn, id_, everybody() if audience is None else audience, now).more:
                pass

        await self.store.write(work)

    async def stops(self, id_: str = ONE) -> bool:
        now = self.clock.now()
        return await self.store.write(lambda conn: broadcasts.stop(conn, id_, now))

    async def round(self, limit: int = 100) -> int:
        """One claim, and its sends to their end."""
        found = await self.lane.once("phone", limit)
        await self.settles()
        return found

    async def settles(self) -> None:
        await until(lambda: self.lane.idle and self.sender.idle)

    async def all_(self) -> None:
        """Rounds until nothing more is found."""
        while await self.round():
            pass

    async def counts(self, id_: str = ONE) -> Counts:
        now = self.clock.now()
        return await self.store.read(lambda conn: broadcasts.counts(conn, id_, now))

    async def says(self, address: str) -> list[str]:
        return self.phone.texts(address)
