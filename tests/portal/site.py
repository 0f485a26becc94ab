"""The portal on a real port of this machine, for real browsers."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from playwright.async_api import BrowserContext

from bot.channels.web import WebSettings, uvicorn_options
from bot.store import keyring as key_files
from bot.store.datakeys import DataKeys
from bot.store.opening import open_sqlite
from tests.clock import FakeClock
from tests.portal.world import World, new_world


class PortalSite:
    """`async with PortalSite(folder) as site`: a world of its own, served at `site.url`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self.world: World

    @property
    def url(self) -> str:
        """Passkeys belong to the name localhost, not to a number."""
        return f"http://localhost:{self._port}/portal"

    async def sign_in(self, context: BrowserContext, account: str) -> None:
        """The browser holds a session of this account."""
        token = await self.world.session(account)
        await context.add_cookies([{"name": "rafiq-staff", "value": token, "url": self.url}])

    async def __aenter__(self) -> Self:
        ring = key_files.generate()
        store = open_sqlite(self._folder)
        self.world = await new_world(store, ring, DataKeys(ring), FakeClock(), self._port)
        options = uvicorn_options(WebSettings()) | {"timeout_graceful_shutdown": 2}
        config = uvicorn.Config(
            self.world.app(), "127.0.0.1", self._port, log_config=None, lifespan="off", **options
        )
        self._server = uvicorn.Server(config)
        self._task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            assert not self._task.done(), "the server did not start"
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.should_exit = True
        await self._task
        await self.world.store.close()
