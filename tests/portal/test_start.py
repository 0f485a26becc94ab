"""The program as it is started: the portal beside the chat, and the ways into a demo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

from bot import app
from bot.app import DemoDoor
from bot.settings import Settings
from tests.portal.world import send
from tests.program import free_port, settings_in


@asynccontextmanager
async def _started(settings: Settings) -> AsyncIterator[list[DemoDoor]]:
    """The program runs; yields the ways into the demo that it shows."""
    shown: list[DemoDoor] = []
    opened = asyncio.Event()

    def show(doors: list[DemoDoor]) -> None:
        shown.extend(doors)
        opened.set()

    job = asyncio.create_task(app.serve(settings, show=show))
    waiting = asyncio.create_task(opened.wait())
    try:
        await asyncio.wait({job, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if job.done():
            await job
        yield shown
    finally:
        waiting.cancel()
        job.cancel()
        with suppress(asyncio.CancelledError):
            await job


async def test_a_demo_shows_ways_in_that_work_once_each_start(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, port=free_port())
    async with _started(settings) as doors, httpx.AsyncClient() as browser:
        assert [door.name for door in doors] == [
            "Demo administrator",
            "Demo colleague",
            "Demo second administrator",
            "Demo employer",
        ]
        door = doors[0].address
        base = f"http://localhost:{settings.port}"
        assert door.startswith(f"{base}/portal/link/")
        browser.base_url = httpx.URL(base)
        assert "Demo data" in (await browser.get(door)).text
        signed = await send(browser, door.removeprefix(f"{base}/portal"))
        assert signed.status_code == 303
        assert "Demo administrator" in (await browser.get("/portal/")).text
        assert (await browser.get("/")).status_code == 200
        # The API of employers, which is put together when it is first called.
        assert (await browser.get("/api/v1/organisation")).json()["code"] == "no_key"
        assert (await browser.get("/api/v1/nothing")).json()["code"] == "not_found"


async def test_with_an_operator_there_is_no_way_into_a_demo(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, port=free_port(), operator="Example relief", contact="desk@example.org")
    async with _started(settings) as doors, httpx.AsyncClient() as browser:
        assert doors == []
        page = await browser.get(f"http://localhost:{settings.port}/portal/sign-in")
        assert page.status_code == 200
        assert "Demo data" not in page.text
