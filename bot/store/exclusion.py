"""One at a time: for what is decided by a look at many rows, where no key could refuse the second."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text

from bot.store.database import Crowded, is_shared

_WAIT = text("SELECT pg_advisory_xact_lock(:key) IS NOT NULL")
_TRY = text("SELECT pg_try_advisory_xact_lock(:key)")


def one_at_a_time(conn: Connection, *names: str) -> None:
    """Let no other transaction pass with one of these names until this one ends. Called before the look.

    Names are taken in one order, so that two who want several never wait for each other. SQLite has one
    writer, so none is needed. Raises Crowded in a shared transaction that would have to wait.
    """
    if conn.dialect.name != "postgresql":
        return
    statement = _TRY if is_shared(conn) else _WAIT
    for key in sorted({_number(name) for name in names}):
        if not conn.scalar(statement, {"key": key}):
            raise Crowded


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
