"""A process that books, moves and cancels without pause, and is killed; and the judge of what it leaves."""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.delivery import reminders
from bot.delivery.sql import AnyRow
from bot.features.interviews import slots as booking
from bot.features.interviews.slots import By, Context, Needs, Result, tables
from bot.store import postgres_store
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import load
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from tests.forks import FORKS

CLIENTS = 6
LONGEST = 30.0
"""Seconds after which a process that never says anything is given up."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process is told when it is started. `people`: one list for each client."""

    data_dir: Path
    keys_file: Path
    database: str | None
    journal: Path
    people: tuple[tuple[str, ...], ...]
    slots: tuple[str, ...]
    ahead: int
    life: int = 0
    too_early: bool = False
    """A negative control: 'booked' is said before the commit."""
    as_set: bool = False
    """A negative control: the server's own choice is left, whether a commit waits for the disk."""


def opened(setup: Setup) -> Store:
    return PostgresStore(setup.database) if setup.database else open_sqlite(setup.data_dir)


def context(setup: Setup) -> Context:
    keys = DataKeys(load(setup.keys_file, setup.data_dir))
    time_ = booking.shifted(lambda: setup.ahead)
    return Context(keys, lambda *_: None, lambda conn, account: None, time_)


class Client:
    """One press after the other for its people, each noted down before and after."""

    def __init__(self, setup: Setup, store: Store, ctx: Context, number: int) -> None:
        self._setup, self._store, self._ctx = setup, store, ctx
        self._people = setup.people[number]
        self._chance = random.Random(1_000 * setup.life + number)
        self._journal = os.open(setup.journal, os.O_WRONLY | os.O_APPEND)

    async def run(self) -> None:
        while True:
            person = self._chance.choice(self._people)
            mine = await self._store.read(lambda conn: booking.of_person(conn, person))  # noqa: B023
            booked = [one.id for one in mine if one.state == "booked"]
            press = self._chance.choice(("book", "book", "move", "cancel")) if booked else "book"
            slot = self._chance.choice(self._setup.slots)
            if press == "book":
                await self._book(person, slot)
            elif press == "move":
                await self._move(person, self._chance.choice(booked), slot)
            else:
                await self._cancel(person, self._chance.choice(booked))

    def _say(self, *words: str) -> None:
        """One line, whole: it outlives the process."""
        os.write(self._journal, (" ".join(words) + "\n").encode())

    async def _book(self, person: str, slot: str) -> None:
        held = await self._store.write(lambda conn: booking.hold(conn, self._ctx, person, slot))
        if held.booking is None or held.booking.state != "held":
            return
        id_ = held.booking.id

        def work(conn: Connection) -> Result:
            result = booking.book(conn, self._ctx, person, id_, Needs())
            if self._setup.too_early and result.outcome == "done":
                self._say("booked", id_)
                time.sleep(0.01)
            return result

        result = await self._store.write(work)
        if result.outcome == "done" and not self._setup.too_early:
            self._say("booked", id_)

    async def _move(self, person: str, id_: str, slot: str) -> None:
        self._say("touched", id_)
        actor = By("candidate", person)
        result = await self._store.write(lambda conn: booking.move(conn, self._ctx, id_, slot, actor))
        if result.outcome == "done" and result.booking is not None:
            self._say("booked", result.booking.id)
        elif result.outcome != "already":
            self._say("booked", id_)  # she still has it

    async def _cancel(self, person: str, id_: str) -> None:
        self._say("touched", id_)
        actor = By("candidate", person)
        result = await self._store.write(lambda conn: booking.cancel(conn, self._ctx, id_, actor, "other"))
        if result.outcome == "done":
            self._say("cancelled", id_)


async def _main(setup: Setup) -> None:
    if setup.as_set:
        vars(postgres_store)["ON_FOR_US"] = "SELECT 1"
    store, ctx = opened(setup), context(setup)
    await asyncio.gather(*(Client(setup, store, ctx, number).run() for number in range(CLIENTS)))


def main(setup: Setup) -> None:
    """The whole process; it never ends by itself."""
    asyncio.run(_main(setup))


@dataclass(slots=True)
class Verdict:
    """What was wrong after the kills, and how much there was to be judged."""

    lost: list[str] = field(default_factory=list)
    """Said to be booked, and not there."""
    revived: list[str] = field(default_factory=list)
    """Said to be cancelled, and there."""
    wrong_cells: list[str] = field(default_factory=list)
    wrong_reminders: list[str] = field(default_factory=list)
    presses: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.revived or self.wrong_cells or self.wrong_reminders)


def start(setup: Setup) -> BaseProcess:
    """A process at work."""
    process = FORKS.Process(target=main, args=(setup,))
    process.start()
    return process


async def kills(setup: Setup, count: int, longest: int = 24) -> Verdict:
    """Start and kill so many processes, each after 1 to `longest` things said; judge after each."""
    verdict, chance = Verdict(), random.Random(7)
    setup.journal.touch()
    server = opened(setup) if setup.database else None  # files are opened anew after each kill
    for life in range(count):
        process = start(replace(setup, life=life))
        lines, after = chance.randint(1, longest), chance.uniform(0, 0.02)
        await asyncio.to_thread(_kill, process, setup.journal, lines, after)
        store = server or opened(setup)
        await store.read(lambda conn: judge(conn, setup, verdict))
        if store is not server:
            await store.close()
    if server is not None:
        await server.close()
    verdict.presses = lines_in(setup.journal)
    return verdict


def _kill(process: BaseProcess, journal: Path, lines: int, after: float) -> None:
    """Kill so many seconds after it has said so many things."""
    wanted, end = lines_in(journal) + lines, time.monotonic() + LONGEST
    while lines_in(journal) < wanted:
        assert process.is_alive(), "the process ended by itself"
        assert time.monotonic() < end, "the process does nothing"
        time.sleep(0.002)
    time.sleep(after)
    process.kill()
    process.join()


def lines_in(journal: Path) -> int:
    return journal.read_bytes().count(b"\n")


def judge(conn: Connection, setup: Setup, verdict: Verdict) -> None:
    """Compare what was said with what stands."""
    said: dict[str, str] = {}
    for line in setup.journal.read_text().splitlines():
        word, id_ = line.split()
        said[id_] = word
    rows = {row.id: row for row in conn.execute(select(tables.bookings))}
    states = {id_: row.state for id_, row in rows.items()}
    verdict.lost += [id_ for id_, word in said.items() if word == "booked" and states.get(id_) != "booked"]
    verdict.revived += [
        id_ for id_, word in said.items() if word == "cancelled" and states.get(id_) != "cancelled"
    ]
    _judge_cells(conn, verdict)
    ctx = context(setup)
    for person in {row.person_id for row in rows.values()}:
        hers = reminders.of(conn, ctx.keys.for_person(conn, person), person)
        wanted = sorted(2 * [id_ for id_, row in rows.items() if row.person_id == person and _stands(row)])
        if sorted(one.about for one in hers) != wanted:
            verdict.wrong_reminders.append(person)


def _stands(row: AnyRow) -> bool:
    return bool(row.state == "booked")


def _judge_cells(conn: Connection, verdict: Verdict) -> None:
    live = booking.reading.listed(conn, tables.bookings.c.state.in_(("held", "booked")), limit=100_000)
    wanted = {(f"p:{one.person}", cell) for one in live for cell in one.slot.cells()}
    wanted |= {(f"h:{one.slot.host}", cell) for one in live for cell in one.slot.cells(buffer=True)}
    rows = conn.execute(select(tables.cells.c.owner, tables.cells.c.cell)).all()
    found = {(row.owner, row.cell) for row in rows if not row.owner.startswith("s:")}
    if found != wanted:
        verdict.wrong_cells.append(f"{len(wanted - found)} missing, {len(found - wanted)} too many")
    seats = select(func.count()).where(tables.cells.c.owner.startswith("s:"))
    if conn.scalar(seats) != len(live):
        verdict.wrong_cells.append("seats")
