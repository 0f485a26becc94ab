"""Two transactions that meet on PostgreSQL at a chosen moment, without guessing how long things take."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, Table, text

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
        self._passed = False

    def passed(self) -> None:
        """The other one has ended without waiting: nobody is to be held for it any more."""
        self._passed = True

    def hold(self, conn: Connection) -> None:
        """Return when another transaction waits for this one. On SQLite at once: writers queue."""
        self._loop.call_soon_threadsafe(self.locked.set)
        if conn.dialect.name == "postgresql":
            while not self._passed and not conn.scalar(_WAITERS):  # the test's time limit ends it
                conn.execute(_PAUSE)


def comes_and_goes(conn: Connection, table: Table, insert: str, delete: str) -> None:
    """Once from now on, in this transaction: a rival's row is there while an INSERT into `table` runs, and
    gone again before the next statement, as another process's could be. PostgreSQL only.

    `insert` and `delete` are the rival's statements. The trigger stays: for a database of the test's own.
    """
    conn.execute(text("SELECT set_config('rafiq.rival', 'coming', true)"))
    conn.execute(
        text(f"""
        CREATE FUNCTION rival() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
            IF TG_WHEN = 'BEFORE' AND current_setting('rafiq.rival', true) = 'coming' THEN
                PERFORM set_config('rafiq.rival', 'here', true);
                {insert};
            ELSIF TG_WHEN = 'AFTER' AND current_setting('rafiq.rival', true) = 'here' THEN
                PERFORM set_config('rafiq.rival', 'gone', true);
                {delete};
            END IF;
            RETURN NULL;
        END $$
        """)
    )
    for when in ("BEFORE", "AFTER"):
        conn.execute(
            text(
                f"CREATE TRIGGER rival_{when.lower()} {when} INSERT ON {table.fullname}"
                " FOR EACH STATEMENT EXECUTE FUNCTION rival()"
            )
        )
