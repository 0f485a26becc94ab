"""`python -m bench.sending`: a broadcast against a Bot API that limits, and against one that does not.

--seconds 60     how long the limited run takes (300 for the figure of the issue)
--people 20000   recipients of the unlimited runs
--fill 1000000   the largest audience that is prepared
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bench import audience, message_cost
from bench.audience import CHANNEL
from bench.bot_api import Stats, bot_api, stats
from bench.peer_sending import peer_run
from bot.app import SystemClock
from bot.channels.telegram.sender import Sender as Telegram
from bot.channels.telegram.sender import open_bot
from bot.channels.telegram.transport import Transport
from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import broadcasts
from bot.delivery.budget import Budget, Unlimited
from bot.delivery.keys import Keys
from bot.delivery.pacing import Paced
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.runner import Runner
from bot.delivery.sender import Sender
from bot.store import keyring
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.postgres_store import PostgresStore
from tests.servers import postgres

TOKEN = "42:AAbenchmark-token-benchmark-token-bench"  # of no bot
REPLY_EVERY = 0.4
ID = "broadcast"
WORDS = "Food distribution moves to Gate 3, 10:00 to 14:00. " * 3


class Out:
    """The Telegram channel as far as it sends."""

    name = CHANNEL

    def __init__(self, address: str) -> None:
        self.transport = Transport(address, TOKEN)
        self._telegram = Telegram(open_bot(self.transport, TOKEN, address))

    async def send(self, address: str, message: Outgoing) -> str:
        return await self._telegram.send(address, message)


def words(conn: Connection, id_: str, lang: str, channel: str) -> Outgoing | None:
    return Outgoing(WORDS, lang)


def echo(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    return TurnResult(b"place", None, "en", [Outgoing(incoming.text, "en")])


def keys_of(folder: Path) -> Keys:
    ring = keyring.load(folder / "keys.json", folder / "data")
    return Keys(DataKeys(ring), Lookup(ring.newest("lookup").secret))


def runner_of(store: Store, keys: Keys, address: str, budget: Budget) -> tuple[Runner, Out]:
    out, clock = Out(address), SystemClock()
    sender = Sender(store, keys, clock, [out], budgets={CHANNEL: budget})
    runner = Runner(
        store,
        keys,
        clock,
        sender,
        turn=echo,
        find=lambda incoming, lang: None,
        apology=lambda lang, code: Outgoing(code, "en"),
        words=words,
    )
    return runner, out


async def limited(database: str, folder: Path, seconds: int) -> list[str]:
    """Ours and the plain loop, each against the limit, with people asking meanwhile."""
    store, keys = PostgresStore(database), keys_of(folder)
    await audience.real(store, keys, range(1, 30 * seconds + 200))
    await audience.fill(store, ID, int(time.time()))
    with bot_api(30) as address:
        runner, out = runner_of(store, keys, address, Paced())
        await runner.start()
        asked = await _ask(runner, seconds)
        assert await runner.stop()
        await out.transport.close()
        ours = stats(address)
    with bot_api(30) as address:
        peer_asked = await peer_run(address, TOKEN, WORDS, min(seconds, 60), REPLY_EVERY)
        peer = stats(address)
    await store.close()
    return [_line("ours", ours, asked), _line("PTB AIORateLimiter, max_retries=5", peer, peer_asked)]


async def _ask(runner: Runner, seconds: int) -> dict[str, float]:
    """People who got nothing yet write, one every now and then; when each of them wrote."""
    asked = {}
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        number += 1
        words_ = f"question {number}"
        asked[words_] = time.monotonic()
        await runner.accept(CHANNEL, f"u{number}", str(10_000_000 + number), Incoming("text", words_))
        await asyncio.sleep(REPLY_EVERY)
    return asked


def _line(name: str, seen: Stats, asked: dict[str, float]) -> str:
    waits = sorted(at - asked[text_] for at, text_ in seen.accepted if text_ in asked)
    p95 = waits[int(len(waits) * 0.95)] if waits else float("nan")
    return (
        f"{name:<36} {seen.per_second():6.2f}/s  429: {seen.refused:<4} "
        f"first second: {seen.first_second():<3} most asked in any second: {seen.most:<3} "
        f"replies p50 {statistics.median(waits) if waits else 0:.3f} s, p95 {p95:.3f} s, "
        f"{len(asked) - len(waits)} of {len(asked)} unanswered"
    )


@dataclass(frozen=True)
class Job:
    """What a worker process is told."""

    database: str
    folder: Path
    address: str
    spent: Pipe
    """Where it tells the seconds of its own processor time."""


def _worker(job: Job) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(_work(job))


async def _work(job: Job) -> None:
    began = time.process_time()
    store = PostgresStore(job.database)
    runner, out = runner_of(store, keys_of(job.folder), job.address, Unlimited())
    await runner.start()
    while not (await store.read(lambda conn: broadcasts.counts(conn, ID, time.time()))).settled:
        await asyncio.sleep(0.5)
    job.spent.send(time.process_time() - began)
    await runner.stop()
    await out.transport.close()
    await store.close()


async def unlimited(database: str, folder: Path, workers: int, people: int) -> str:
    """Messages a second of so many worker processes."""
    store = PostgresStore(database)
    await audience.real(store, keys_of(folder), range(1, people + 1))
    await audience.fill(store, ID, int(time.time()))
    processes = multiprocessing.get_context("spawn")
    with bot_api(None) as address:
        spent, theirs = processes.Pipe(duplex=False)
        job = Job(database, folder, address, theirs)
        running = [processes.Process(target=_worker, args=(job,)) for _ in range(workers)]
        for process in running:
            process.start()
        for process in running:
            await asyncio.to_thread(process.join)
        seen = stats(address)
        cpu = sum(spent.recv() for _ in running) / people * 1e6
    found = await store.read(lambda conn: broadcasts.counts(conn, ID, time.time()))
    await store.close()
    assert found.sent == people == len(seen.accepted), found
    rate = f"{seen.per_second():8,.0f} messages a second"
    return f"{workers} worker process(es): {rate}, {cpu:.0f} us of a worker's CPU each"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--fill", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("limited", "unlimited", "fill"), default=None)
    told = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        keyring.create(folder / "keys.json", folder / "data")
        server = stack.enter_context(postgres())
        if told.only in (None, "limited"):
            _say(f"\nA server that takes 30 in any one second, {told.seconds} s")
            with server.database() as database:
                for line in asyncio.run(limited(database, folder, told.seconds)):
                    _say(line)
        if told.only in (None, "unlimited"):
            _say("\nA server without a limit")
            for workers in (1, 2):
                with server.database() as database:
                    _say(asyncio.run(unlimited(database, folder, workers, told.people)))
        if told.only in (None, "fill"):
            _say("\nPreparing, and what a message costs")
            sizes = [people for people in (10_000, 100_000, 1_000_000) if people <= told.fill]
            for line in message_cost.lines(server, partial(keys_of, folder), words, sizes):
                _say(line)


if __name__ == "__main__":
    main()
