"""`make bench`: everything in one run, round by round in turns, medians and ratios."""

from __future__ import annotations

import asyncio
import gc
import os
import platform
import sys
import tempfile
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

from bench import footprint
from bench.durable import PEOPLE, QUESTIONS, Durable, durable
from bench.engine import EngineBench
from bench.figures import Figure, ratio, table
from bench.peers import echo_round, redis_round, update_bytes, valkey
from tests.servers import postgres as postgres_server

ROUNDS = 9
TURNS = 12
"""Messages of each person in a round."""


async def turns(folder: Path, socket: str, address: str) -> list[str]:
    """(b), (c) and (d) in turns, and the ratios."""
    sqlite = Figure("b: a durable turn on SQLite, synchronous=FULL, 50 at once")
    postgres = Figure("b2: the same on PostgreSQL")
    echo = Figure("c: aiogram, echo, one after the other, nothing stored")
    redis = Figure("d: aiogram, state in Redis, 50 at once, lost in a crash")
    each = TURNS * PEOPLE
    raw = [update_bytes(n, 1000 + n % PEOPLE, QUESTIONS[n % len(QUESTIONS)]) for n in range(each)]
    by_person = [raw[person::PEOPLE] for person in range(PEOPLE)]
    async with AsyncExitStack() as stack:
        lite = await stack.enter_async_context(durable(folder))
        full = await stack.enter_async_context(durable(folder, address))
        gc.collect()
        gc.freeze()
        await _warm(lite, full, raw, by_person, socket)
        for _ in range(ROUNDS):
            sqlite.rounds.append(await lite.round(TURNS))
            redis.rounds.append(await redis_round(by_person, socket))
            postgres.rounds.append(await full.round(TURNS))
            echo.rounds.append(await echo_round(raw))
        handled, sent = await lite.counts()
    lines = [figure.line() for figure in (sqlite, postgres, echo, redis)]
    lines.append(f"(on SQLite {handled:,} updates were handled and {sent:,} messages sent and marked)")
    lines.append(ratio(sqlite, redis, "1.0 or less is wanted"))
    lines.append(ratio(postgres, redis, "2.0 or less is wanted"))
    return lines


async def _warm(lite: Durable, full: Durable, raw: list[bytes], own: list[list[bytes]], socket: str) -> None:
    await lite.round(TURNS)
    await full.round(TURNS)
    await redis_round(own, socket)
    await echo_round(raw)


def engine() -> list[str]:
    texts, files = EngineBench(), EngineBench(files=True)
    gc.collect()
    gc.freeze()
    figure = Figure("a: the engine, session bytes to session bytes, Arabic texts out")
    apart = Figure("a2: the same where a file is made, a CV or a profile to keep")
    texts.round(20)
    files.round(20)
    for _ in range(ROUNDS):
        figure.rounds.append(texts.round(20))
        apart.rounds.append(files.round(20))
    return [
        figure.line(),
        f"({len(texts):,} turns of the transcripts; 20,000 a second or more are wanted; "
        f"the {len(files)} that bring a file are below)",
        apart.line(),
    ]


def _print(page: str) -> None:
    sys.stdout.write(f"{page}\n")
    sys.stdout.flush()


def main() -> None:
    _print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    _print(table("Start, memory, bytes", footprint.lines()))
    _print(table("The engine", engine()))
    with ExitStack() as servers:
        folder = Path(servers.enter_context(tempfile.TemporaryDirectory()))
        socket = servers.enter_context(valkey())
        address = servers.enter_context(servers.enter_context(postgres_server()).database())
        _print(table("A whole turn", asyncio.run(turns(folder, socket, address))))


if __name__ == "__main__":
    main()
