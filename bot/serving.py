"""The web server of one process: its address, and how it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.settings import SettingsError

BACKLOG = 1_024
"""Connections that may wait while the rest of the program starts."""


def bound(host: str, port: int) -> socket.socket:
    """The address, taken before anything else is opened; uvicorn would only log that it could not.

    Raises SettingsError.
    """
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, port))
        door.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        door.close()
        where = f"{host} port {port} cannot be used ({getattr(error, 'strerror', error)})"
        remedy = "Stop the other program there, or set RAFIQ_HOST or RAFIQ_PORT to another one."
        raise SettingsError([f"{where}. {remedy}"]) from None
    return door


class Late:
    """An application that is put together when somebody first asks for it."""

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        """`make` runs once, in a thread of its own."""
        self._make = make
        self._made: ASGIApp | None = None
        self._one = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._one:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
        await self._made(scope, receive, send)


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: they end the process before turns under way are finished."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class Stop:
    """Heard at any time after the start began; a second time it waits for no connection."""

    def __init__(self) -> None:
        self._asked = 0
        self._server: uvicorn.Server | None = None
        self.tell: Callable[[], None] = lambda: None
        """Called from the signal's handler, for a process without a web server."""

    def was_asked(self) -> bool:
        """True once the process was told to stop."""
        return self._asked > 0

    @property
    def server(self) -> uvicorn.Server | None:
        return self._server

    @server.setter
    def server(self, server: uvicorn.Server) -> None:
        self._server = server
        self._pass_on()

    def ask(self) -> None:
        self._asked += 1
        self.tell()
        self._pass_on()

    def _pass_on(self) -> None:
        if self._server is not None:
            self._server.should_exit = self._asked > 0
            self._server.force_exit = self._asked > 1


@contextmanager
def told_to_stop() -> Iterator[Stop]:
    """SIGTERM and SIGINT are heard here while the block runs (a thread that is not the first hears none)."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {
        number: signal.signal(number, lambda *_: stop.ask()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
