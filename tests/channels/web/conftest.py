"""One Chromium for all browser tests. Without one they are skipped loudly; in CI they fail instead."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.channels.web.site import Site

expect.set_options(timeout=20_000)
"""Milliseconds to wait for what must come, on a machine that is busy with other tests."""
PHONE = {"width": 320, "height": 640}
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of a Chromium; skips, or fails where RAFIQ_REQUIRE_BROWSER is 1."""
    path = next(
        (p for p in ("/usr/bin/chromium", shutil.which("chromium") or "") if p and Path(p).exists()), ""
    )
    if not path:
        missing = "NO CHROMIUM ON THIS MACHINE: the browser tests of the web chat did not run"
        if os.environ.get("RAFIQ_REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=path, args=ARGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """An English phone at 320 by 640."""
    context = await browser.new_context(viewport=PHONE, locale="en-GB", has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def arabic_phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A phone at 320 by 640 whose browser asks for Arabic."""
    context = await browser.new_context(viewport=PHONE, locale="ar-SY", has_touch=True)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with Site() as running:
        yield running
