"""Two transactions that meet on PostgreSQL at a chosen moment, without guessing how long things take."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, text

_WAITERS = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)
_PAUSE = text("SELECT pg_sleep(0.005)")


class Meeting:
    """One transaction, in its work, holds what it has locked until another one waits for it."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.locked = asyncio.Event()
        """Set when the other one may begin."""

    def hold(self, conn: Connection) -> None:
        """Return when another transaction waits for this one. On SQLite at once: writers queue."""
        self._loop.call_soon_threadsafe(self.locked.set)
        while conn.dialect.name == "postgresql" and not conn.scalar(
            _WAITERS
        ):  # the test's time limit ends it
            conn.execute(_PAUSE)
