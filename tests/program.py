"""The whole program for tests: in this process, or as a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from bot import app
from bot.settings import Settings
from tests.forks import CommandFork

START_WITHIN = 30.0
"""Seconds for a start on a machine that is busy with other tests."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings_in(folder: Path, **others: Any) -> Settings:
    """Settings of a local start that keeps everything below the folder."""
    own: dict[str, Any] = {"data_dir": folder / "data", "keys_file": folder / "keys.json"}
    return Settings(**(own | others))


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[str]:
    """`rafiq serve` in this process; ended as a process is, by SIGTERM. The address is given."""
    ready = asyncio.Event()
    job = asyncio.create_task(app.serve(settings, ready.set))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({job, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if job.done():
        waiting.cancel()
        job.result()
    try:
        yield f"http://127.0.0.1:{settings.port}"
    finally:
        if not job.done():
            signal.raise_signal(signal.SIGTERM)
        await job


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The variables of a process: those of this one without its settings, and a folder of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RAFIQ_")}
    own = {"RAFIQ_DATA_DIR": str(folder / "data"), "RAFIQ_KEYS_FILE": str(folder / "keys.json")}
    own["RAFIQ_PORT"] = str(free_port())  # somebody may be trying Rafiq on this machine meanwhile
    return ours | own | {f"RAFIQ_{name.upper()}": value for name, value in settings.items()}


def command(*words: str) -> list[str]:
    """The `rafiq` command of this environment."""
    return [sys.executable, "-c", "from bot.cli import main; main()", *words]


def rafiq(
    *words: str, env: Mapping[str, str], stdin: str = "", within: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end: in a fork, which starts in no time (`tests.forks`)."""
    with fork(*words, env=env, stdin=stdin) as running:
        code = running.wait(within)
        return subprocess.CompletedProcess(words, code, running.stdout, running.stderr)


def started_anew(
    *words: str, env: Mapping[str, str], stdin: str = "", within: float = 60
) -> subprocess.CompletedProcess[str]:
    """The same as an operator does it, by a Python of its own: two seconds, so only where that is asked."""
    return subprocess.run(
        command(*words), env=env, input=stdin, capture_output=True, encoding="utf-8", timeout=within
    )


@contextmanager
def fork(*words: str, env: Mapping[str, str], stdin: str = "") -> Iterator[CommandFork]:
    """A command that runs meanwhile; killed at the end if it still does."""
    with tempfile.TemporaryDirectory(prefix="rafiq-fork-") as folder:
        running = CommandFork(words, env, Path(folder), stdin)
        try:
            yield running
        finally:
            running.close()


@contextmanager
def process(env: Mapping[str, str]) -> Iterator[CommandFork]:
    """`rafiq serve` as a process of its own; killed at the end if it still runs."""
    with fork("serve", env=env) as running:
        yield running


@contextmanager
def process_anew(env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """The same as an operator starts it, by a Python of its own."""
    started = subprocess.Popen(command("serve"), env=env, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


async def answers(url: str) -> None:
    """Wait until the server at this address says that it is well."""
    async with asyncio.timeout(START_WITHIN), httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(f"{url}/healthz")).text == "ok":
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
