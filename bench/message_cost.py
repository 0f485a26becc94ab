"""What it costs to prepare an audience, and whether a message is dearer the larger its audience is.

All audiences are prepared first, and then claimed from by turns, fifty messages each: so whatever else goes
on in the machine and the database (autovacuum, checkpoints) meets the small audience and the large one alike.
"""

from __future__ import annotations

import asyncio
import resource
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, make_url

from bench import audience
from bench.audience import CHANNEL
from bot.delivery.broadcasts import Words, marks
from bot.delivery.broadcasts.claims import Claimer, Place, Taken
from bot.delivery.broadcasts.texts import Texts
from bot.delivery.keys import Keys
from bot.delivery.marks import Sent
from bot.store.database import Store
from bot.store.postgres_store import PostgresStore
from tests.servers import Postgres

FEW = 5_000
"""How many of each audience are left to be sent."""
AT_ONCE = 50
ID = "broadcast"


@dataclass
class Audience:
    """A database with so many people in it, of whom all but the last few have been sent the message."""

    people: int
    store: Store
    claimer: Claimer
    prepared: float
    """Seconds."""
    grown: float
    """Megabytes that preparing it added to this process."""
    places: Mapping[str, Place] = field(default_factory=dict)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Microseconds a message of claiming and marking, by the clock and of our own processor time."""

    async def round(self) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        taken = await self.store.write(self._claim)
        self.places = taken.places
        await self.store.write(partial(_mark, [Sent(bulk.held) for bulk in taken.rows]))
        self.wall.append((time.perf_counter() - wall) / AT_ONCE * 1e6)
        self.cpu.append((time.process_time() - cpu) / AT_ONCE * 1e6)
        assert len(taken.rows) == AT_ONCE, taken

    def _claim(self, conn: Connection) -> Taken:
        return self.claimer.claim(conn, CHANNEL, time.time(), AT_ONCE, again=False, places=self.places)


def _mark(done: list[Sent], conn: Connection) -> None:
    marks.apply(conn, done, time.time())


def lines(server: Postgres, keys: Callable[[], Keys], words: Words, sizes: Sequence[int]) -> Iterator[str]:
    """What is to be said of audiences of these sizes. `keys`: new ones for each, as they remember people."""
    with asyncio.Runner() as runner, ExitStack() as stack:
        prepared = []
        for people in sizes:
            database = stack.enter_context(server.database())
            one = runner.run(_prepare(server, database, keys(), words, people))
            stack.callback(partial(_close, runner, one.store))
            prepared.append(one)
            yield f"{people:>9,} people: prepared in {one.prepared:6.2f} s, memory +{one.grown:.0f} MB"
        runner.run(_by_turns(prepared))
        least = statistics.median(prepared[0].wall)
        for one in prepared:
            wall, cpu = statistics.median(one.wall), statistics.median(one.cpu)
            yield (
                f"{one.people:>9,} people, all but the last {FEW:,} sent: {wall:.0f} us a message to claim "
                f"and mark ({cpu:.0f} us of it our CPU), {wall / least:.2f} of the smallest audience's"
            )


def _close(runner: asyncio.Runner, store: Store) -> None:
    runner.run(store.close())


async def _prepare(server: Postgres, database: str, keys: Keys, words: Words, people: int) -> Audience:
    store, name = PostgresStore(database), make_url(database).database
    await asyncio.to_thread(server.run, audience.rows_alone(people - FEW), name)
    await audience.real(store, keys, range(1, FEW + 1), first="zz")
    before, began = _memory(), time.perf_counter()
    added = await audience.fill(store, ID, int(time.time()))
    took = time.perf_counter() - began
    assert added == people
    grown = _memory() - before
    # The others have been sent: the old versions of their rows lie about, as after a real run.
    sent = "UPDATE broadcast_sends SET state = 'sent', closed = 1, lease = 1 WHERE person_id < 'zz'"
    await asyncio.to_thread(server.run, sent, name)
    return Audience(people, store, Claimer(keys, Texts(words), "bench"), took, grown)


async def _by_turns(prepared: Sequence[Audience]) -> None:
    for number in range(FEW // AT_ONCE):
        # Who goes first meets the coldest caches: each in its turn.
        first = number % len(prepared)
        for one in [*prepared[first:], *prepared[:first]]:
            await one.round()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
