"""A stand-in for the Bot API in a process of its own: takes messages, and answers 429 beyond a limit.

It counts what it accepts in any one second, as strictly as a server can: a message that would be the 31st in
the second before it is refused. All times are of the machine's monotonic clock, which processes share.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from aiohttp import web

SECOND = 1.0


@dataclass(frozen=True, slots=True)
class Stats:
    """What the server saw since it was last asked to forget."""

    accepted: list[tuple[float, str]]
    """When, and the text."""
    refused: int
    most: int
    """The most requests, refused ones too, that came in any one second."""

    def per_second(self) -> float:
        """Accepted messages a second, from the first to the last."""
        times = [at for at, _ in self.accepted]
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0

    def first_second(self) -> int:
        """How many came in the second after the first."""
        return sum(at < self.accepted[0][0] + SECOND for at, _ in self.accepted) if self.accepted else 0


class _Server:
    def __init__(self, limit: int | None) -> None:
        self._limit = limit
        self._window: deque[float] = deque()
        self._asked: deque[float] = deque()
        self._accepted: list[tuple[float, str]] = []
        self._refused = 0
        self._most = 0
        self._number = 0

    async def message(self, request: web.Request) -> web.Response:
        body = await request.read()
        params = json.loads(body) if request.content_type == "application/json" else await request.post()
        now = time.monotonic()
        self._count(now)
        if self._limit is not None and len(self._window) >= self._limit:
            self._refused += 1
            wait = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
            return web.json_response(wait | {"parameters": {"retry_after": 1}}, status=429)
        self._window.append(now)
        self._accepted.append((now, str(params["text"])))
        self._number += 1
        chat = {"id": int(str(params["chat_id"])), "type": "private"}
        return web.json_response(
            {"ok": True, "result": {"message_id": self._number, "date": 1, "chat": chat, "text": "x"}}
        )

    def _count(self, now: float) -> None:
        while self._window and self._window[0] <= now - SECOND:
            self._window.popleft()
        self._asked.append(now)
        while self._asked[0] <= now - SECOND:
            self._asked.popleft()
        self._most = max(self._most, len(self._asked))

    async def stats(self, request: web.Request) -> web.Response:
        found = {"accepted": self._accepted, "refused": self._refused, "most": self._most}
        self._accepted, self._refused, self._most = [], 0, 0
        self._window.clear()
        self._asked.clear()
        return web.json_response(found)


def _main(limit: int | None, told: Pipe) -> None:
    asyncio.run(_serve(limit, told))


async def _serve(limit: int | None, told: Pipe) -> None:
    server = _Server(limit)
    app = web.Application()
    app.router.add_post("/bot{token}/sendMessage", server.message)
    app.router.add_get("/stats", server.stats)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    told.send(site._server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]
    await asyncio.Event().wait()


@contextmanager
def bot_api(limit: int | None) -> Iterator[str]:
    """The address of a server that takes at most `limit` messages in any one second, or any number."""
    processes = multiprocessing.get_context("spawn")
    ours, theirs = processes.Pipe()
    process = processes.Process(target=_main, args=(limit, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.kill()
        process.join()


def stats(address: str) -> Stats:
    """What it saw; it begins anew."""
    with urllib.request.urlopen(f"{address}/stats") as answer:
        found = json.load(answer)
    return Stats([(at, text) for at, text in found["accepted"]], found["refused"], found["most"])
