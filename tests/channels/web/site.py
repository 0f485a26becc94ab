"""The web channel on a real port of this machine, which can be stopped and started again."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette

from bot.channels.web import WebSettings, build, uvicorn_options
from tests.channels.web.reception import Answer, MemoryReception
from tests.channels.web.words import SmallLabels, SmallPages, converse
from tests.program import free_port

FAST: dict[str, Any] = {"form_wait": 0.5, "patience": 1.0}


def make_app(reception: MemoryReception, /, *, pages: SmallPages | None = None, **settings: Any) -> Starlette:
    """The application around a reception, with waits short enough for tests."""
    chosen = WebSettings(**(FAST | settings))
    return build(reception, pages or SmallPages(), SmallLabels(), chosen)


class Site:
    """`async with Site() as site`. The reception outlives the server, as a database does."""

    def __init__(self, answer: Answer = converse, **settings: Any) -> None:
        self.reception = MemoryReception(answer)
        self.pages = SmallPages()
        self._settings = settings
        self._server: uvicorn.Server | None = None
        self._task: asyncio.Task[None] | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._app = app = make_app(self.reception, pages=self.pages, **self._settings)
        options = uvicorn_options(WebSettings()) | {"timeout_graceful_shutdown": 2}
        config = uvicorn.Config(app, "127.0.0.1", self.port, log_config=None, lifespan="off", **options)
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            assert not self._task.done(), "the server did not start"
            await asyncio.sleep(0.01)

    @property
    def open_sockets(self) -> int:
        """How many live connections the server counts."""
        return len(self._app.state.desk.sockets)

    async def all_shown(self) -> None:
        """Until the phone has told of everything; the tests' own limit of time ends it otherwise."""
        while self.reception.unshown():
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await self._task
        self._server = self._task = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.stop()
