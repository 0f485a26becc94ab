"""What a store is: work on a SQLAlchemy Core connection, run in a transaction, the same on both engines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]
"""Synchronous: it can change the database and nothing else. It may run more than once (a group that was
rolled back, a deadlock, a row that came or went between its look and its write), so it must not leave
anything behind outside the connection. A statement that may clash says ON CONFLICT: on PostgreSQL an error
caught inside the work has still ended the transaction."""

Dialect = Literal["sqlite", "postgresql"]

_SCRATCH = "rafiq.scratch"
_SHARED = "rafiq.shared"


class Crowded(Exception):
    """For work in a shared transaction that would have to wait for a lock: it will be run alone instead.

    Where several pieces of work wait one after the other in one transaction, transactions wait in a circle.
    """


class StoreError(Exception):
    """The base of what a store says by itself."""


class StoreUnavailable(StoreError):
    """The work was not done, wholly: disk full, file damaged, server gone, another process in the way.

    `reason` is a short code (disk_full) without data, safe to log and to store. The same work may be offered
    again.
    A connection that is lost while PostgreSQL commits is reported so too, and then nobody can know whether
    the commit happened: what must not happen twice needs a unique key of its own (M2).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"The database cannot be used at the moment: {reason.replace('_', ' ')}.")
        self.reason = reason


class Store(Protocol):
    """A database that takes work. Each piece of work is done wholly or not at all."""

    dialect: Dialect

    async def write(self, work: Work[T]) -> T:
        """Run `work` in a transaction and return its value once that is on disk.

        Raises what the work raised, or StoreUnavailable. A caller that is cancelled while it waits
        cannot know whether the work was done; it was done wholly or not at all.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one unchanging view of what is committed; a write in it is refused."""
        ...

    def write_sync(self, work: Work[T]) -> T:
        """As `write`, for callers without an event loop (the command line). It blocks."""
        ...

    async def scrub(self) -> None:
        """Take what was erased out of journals and dead rows too, as far as the engine can (D6)."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of the database. Later work raises StoreUnavailable."""
        ...


def begin_scratch(conn: Connection) -> None:
    """For stores: forget what the last transaction on this connection put aside."""
    conn.info[_SCRATCH] = {}


def share(conn: Connection) -> None:
    """For stores: this transaction is shared by several pieces of work, and can be done again one by one."""
    scratch(conn)[_SHARED] = True


def is_shared(conn: Connection) -> bool:
    """May work on this connection raise Crowded?"""
    return bool(scratch(conn).get(_SHARED))


def scratch(conn: Connection) -> dict[str, Any]:
    """Notes that hold for the running transaction only, such as keys that are not committed yet."""
    notes: dict[str, Any] = conn.info.setdefault(_SCRATCH, {})
    return notes
