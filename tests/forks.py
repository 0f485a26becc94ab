"""Processes of tests that are forks of one which has everything imported: real ones, killed with kill -9.

A start of Python that imports the program costs two seconds, a fork a hundredth. The first fork of a test run
starts the process that the others come from (the forkserver of `multiprocessing`, one for all tests).
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    [
        "pytest",  # a child imports the main program of its parent once more
        "asyncpg",
        "sqlalchemy.dialects.postgresql.asyncpg",
        "bot.cli",
        "bot.serving",
        "tests.crash.child",
        "tests.crash.bulk",
        "tests.features.interviews.slots.killed",
        "tests.fleet.child",
        __name__,
    ]
)
"""Of several lists only the last one counts. So there is this one, for all tests."""


class CommandFork:
    """The `rafiq` command with these words and variables, running. Standard input takes 64 KB at most."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], folder: Path, stdin: str = "") -> None:
        """`folder`: an empty one, for what it prints."""
        self._folder = folder
        reader, writer = FORKS.Pipe(duplex=False)
        self._process = FORKS.Process(target=_run, args=(list(words), dict(env), reader, folder), daemon=True)
        with reader, writer:
            os.set_blocking(writer.fileno(), False)
            typed = stdin.encode()
            assert os.write(writer.fileno(), typed) == len(typed)
            self._process.start()

    @property
    def stdout(self) -> str:
        return (self._folder / "out").read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        return (self._folder / "err").read_text(encoding="utf-8")

    def wait(self, within: float = 60) -> int:
        """Its exit code, or less the signal that ended it. Raises TimeoutExpired after so many seconds."""
        self._process.join(within)
        code: int | None = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, within)
        return code

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        """As kill -9 does it; nothing where it has ended."""
        self._process.kill()

    def close(self) -> None:
        """End it if it still runs."""
        self.kill()
        self._process.join()
        self._process.close()


def _run(words: list[str], env: dict[str, str], typed: Connection, folder: Path) -> None:
    """In the fork: its variables and streams are those of a command, then it is one."""
    os.environ.clear()
    os.environ.update(env)
    os.dup2(typed.fileno(), 0)
    typed.close()
    for number, name in ((1, "out"), (2, "err")):
        opened = os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    # As Python itself opens them, over pipes.
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, "r", closefd=False)), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)), encoding="utf-8", line_buffering=True
    )
    sys.argv = ["rafiq", *words]

    from bot.cli import main

    main()
