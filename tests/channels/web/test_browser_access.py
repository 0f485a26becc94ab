"""axe-core finds nothing serious in any state of any page, in light and dark, left and right."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.channels.web.person import Person
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

Look = tuple[str, Literal["light", "dark"]]
LOOKS: list[Look] = [("en-GB", "light"), ("en-GB", "dark"), ("ar-SY", "light"), ("ar-SY", "dark")]


@pytest_asyncio.fixture(loop_scope="session", params=LOOKS, ids=lambda look: "-".join(look))
async def look(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[BrowserContext]:
    locale, scheme = request.param
    context = await browser.new_context(
        viewport={"width": 320, "height": 640}, locale=locale, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(8_000)
    yield context
    await context.close()


async def troubles(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    found: list[dict[str, Any]] = (await Axe().run(page)).response["violations"]
    return [
        f"{fault['id']}: {node['html']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


async def test_the_check_finds_a_fault_where_there_is_one(phone: BrowserContext, site: Site) -> None:
    she = await Person.opens(phone, site)
    await she.page.evaluate("document.getElementById('box').removeAttribute('aria-label')")
    await she.page.evaluate("document.getElementById('box').removeAttribute('placeholder')")
    assert await troubles(she.page) != []


async def test_every_state_of_the_chat(look: BrowserContext) -> None:
    async with Site() as site:
        she = await Person.opens(look, site)
        assert await troubles(she.page) == []
        await she.page.locator(".start").click()
        await expect(she.messages).to_have_count(2)
        assert await troubles(she.page) == []
        await she.says("hello")
        await expect(she.messages).to_have_count(3)
        await she.messages.nth(1).locator("button").first.click()
        await expect(she.messages).to_have_count(4)
        assert await troubles(she.page) == []
        await she.page.locator("summary").click()
        assert await troubles(she.page) == []
        await site.stop()
        await expect(she.state).to_be_visible()
        await she.says("not sent")
        await expect(she.page.locator(".pending")).to_be_visible()
        assert await troubles(she.page) == []


async def test_a_busy_service(look: BrowserContext, site: Site) -> None:
    she = await Person.begins(look, site)
    site.reception.down = True
    await she.says("please")
    await expect(she.state).to_be_visible()
    assert await troubles(she.page) == []


async def test_pages_to_read_and_notices(look: BrowserContext, site: Site) -> None:
    she = await Person.opens(look, site)
    lang = await she.page.evaluate("document.documentElement.lang")
    for path in (f"/read/{lang}", f"/read/{lang}/rights", f"/offline/{lang}", "/none"):
        await she.page.goto(site.url + path)
        for details in await she.page.locator("summary").all():
            await details.click()
        assert await troubles(she.page) == [], path
        assert await she.width() <= 320, path
    assert she.faults == []
