"""Whether a process can do its work now: asked by a proxy before it sends people here."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import PlainTextResponse, Response

from bot.delivery.fleet import muting
from bot.store import durability
from bot.store.database import Store, StoreError
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError
from bot.store.migrations import HEAD, current

WITHIN = 2.0
"""Seconds that the database has for its answer."""
FRESH = 1.0
"""Seconds for which an answer stands: so often the database is asked at most, whoever asks how often."""


@dataclass(frozen=True, slots=True)
class Ready:
    """`checks`: what was looked at, and `ok` or a code. `notes` do not decide (Redis, the mute,
    whether the database keeps what it commits)."""

    checks: Mapping[str, str]
    notes: Mapping[str, str]

    @property
    def ok(self) -> bool:
        return all(outcome == "ok" for outcome in self.checks.values())


class Readiness:
    """Looks at the database, its revision, the keys, and whether this process is ending."""

    def __init__(
        self,
        store: Store,
        keys: DataKeys,
        *,
        stopping: Callable[[], bool],
        redis: Callable[[], str],
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        """`redis`: the state of the bell (`local`, `up`, `down`)."""
        self._store = store
        self._keys = keys
        self._stopping = stopping
        self._redis = redis
        self._tick = tick
        self._at = float("-inf")
        self._last = Ready({}, {})
        self._one = asyncio.Lock()

    async def look(self) -> Ready:
        """The answer, at most FRESH seconds old."""
        async with self._one:
            if self._tick() - self._at >= FRESH:
                self._last = await self._look()
                self._at = self._tick()
        stopping = {"process": "stopping" if self._stopping() else "ok"}
        return Ready({**stopping, **self._last.checks}, {"redis": self._redis(), **self._last.notes})

    async def _look(self) -> Ready:
        try:
            async with asyncio.timeout(WITHIN):
                revision, muted, weak = await self._store.read(_state)
        except (StoreError, TimeoutError):
            return Ready({"database": "no_answer"}, {})
        checks = {"database": "ok", "migrations": "ok" if revision == HEAD else "not_at_head"}
        if revision == HEAD:
            checks["keys"] = await _outcome(self._store.read(self._keys.check))
        notes = {"sending": "muted" if muted else "on"}
        return Ready(checks, notes | {"durability": "_".join((*weak, "off")) if weak else "ok"})


def _state(conn: Connection) -> tuple[str | None, bool, tuple[str, ...]]:
    revision = current(conn)
    return revision, revision == HEAD and muting.muted(conn) is not None, durability.weak(conn)


async def _outcome(checking: Awaitable[object]) -> str:
    try:
        await checking
    except KeyringError:
        return "do_not_fit"
    except StoreError:
        return "no_answer"
    return "ok"


async def brief(readiness: Readiness) -> Response:
    """/readyz of the address that everybody can reach: yes or no, without reasons."""
    found = await readiness.look()
    return PlainTextResponse(
        "ready" if found.ok else "not ready", 200 if found.ok else 503, headers={"Cache-Control": "no-store"}
    )
