"""The proxy in front of the web processes: each connection to the next one that takes it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools


class Proxy:
    """Carries bytes; knows nothing of HTTP. No chat is tied to a process: whoever answers, answers."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._next = itertools.count()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self._ports:
            port = self._ports[next(self._next) % len(self._ports)]
            with contextlib.suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(pipe(reader, back), pipe(there, writer))
                return
        writer.close()


async def pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    target.close()
