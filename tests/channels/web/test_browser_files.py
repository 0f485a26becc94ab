"""A file to keep, in Chromium at 320 by 640: saved with its own name, with the script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext

from bot.conversation.messages import Attachment, Incoming, Outgoing
from tests.channels.web.person import Person
from tests.channels.web.site import Site
from tests.channels.web.words import converse

pytestmark = pytest.mark.asyncio(loop_scope="session")

PDF = Attachment("list.pdf", "application/pdf", bytes(range(256)) * 300)


def gives(incoming: Incoming) -> list[Outgoing]:
    if incoming.kind == "text":
        return [Outgoing("Here it is.", "en", attachment=PDF), Outgoing("What next?", "en")]
    return converse(incoming)


async def test_a_file_is_saved_as_it_was_made(phone: BrowserContext, tmp_path: Path) -> None:
    async with Site(gives) as site:
        she = await Person.begins(phone, site)
        await she.says("my list")
        await she.sees("What next?")
        async with she.page.expect_download() as coming:
            await she.page.get_by_role("link", name="Save the file").click()
        await (await coming.value).save_as(tmp_path / "saved")
        assert (await coming.value).suggested_filename == PDF.name
        assert (tmp_path / "saved").read_bytes() == PDF.data
        assert await she.width() <= 320
        assert she.faults == []


async def test_C13_whoever_opens_the_page_next_finds_no_file(phone: BrowserContext) -> None:
    async with Site(gives) as site:
        she = await Person.begins(phone, site)
        await she.says("my list")
        await she.sees("What next?")
        await site.all_shown()
        await she.page.reload()
        await she.sees("You are at the menu.")
        assert await she.page.get_by_role("link", name="Save the file").count() == 0


async def test_a_file_is_saved_without_the_script(browser: Browser, tmp_path: Path) -> None:
    plain = await browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    plain.set_default_timeout(8_000)
    async with Site(gives) as site:
        page = await plain.new_page()
        await page.goto(site.url)
        await page.get_by_role("button", name="Start").click()
        await page.get_by_label("Write here").fill("my list")
        await page.get_by_role("button", name="Send").click()
        async with page.expect_download() as coming:
            await page.get_by_role("link", name="Save the file").click()
        await (await coming.value).save_as(tmp_path / "saved")
        assert (await coming.value).suggested_filename == PDF.name
        assert (tmp_path / "saved").read_bytes() == PDF.data
    await plain.close()
