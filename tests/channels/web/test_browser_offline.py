"""Topics that are kept open without a connection, and only those."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.channels.web.person import Person
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEPT = """async () => { const cache = await caches.open('rafiq-kept');
    const paths = (await cache.keys()).map((request) => new URL(request.url).pathname);
    return paths.filter((path) => !path.startsWith('/static/')); }"""


@pytest_asyncio.fixture(loop_scope="session")
async def place() -> AsyncIterator[Site]:
    async with Site() as running:
        yield running


async def keeps(phone: BrowserContext, site: Site, path: str = "/read/en/rights") -> Person:
    """Opens a topic and keeps it."""
    she = await Person.opens(phone, site, path)
    await she.page.locator("#keep-button").click()
    await expect(she.page.locator("#remove-button")).to_be_visible()
    return she


async def heading(page: Page) -> str:
    return await page.locator("h1").inner_text()


async def test_C13_a_kept_topic_opens_whole_without_a_connection(phone: BrowserContext, place: Site) -> None:
    she = await keeps(phone, place)
    await expect(she.page.locator("#keep-state")).to_contain_text("It opens without internet.")
    await place.stop()
    await she.page.reload()
    assert await heading(she.page) == "Your rights at work"
    await expect(she.page.locator("article")).to_have_count(2)
    await expect(she.page.locator("#remove-button")).to_be_visible()
    ground = await she.page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")
    assert ground == "rgb(11, 79, 74)", "its style was kept too"


async def test_C13_only_what_was_asked_for_is_kept(phone: BrowserContext, place: Site) -> None:
    she = await keeps(phone, place)
    await she.page.goto(f"{place.url}/read/en/safety")
    await she.page.goto(f"{place.url}/read/en")
    await she.page.goto(place.url)
    assert await she.page.evaluate(KEPT) == ["/read/en/rights", "/offline"]


async def test_the_chat_says_honestly_that_there_is_no_connection(phone: BrowserContext, place: Site) -> None:
    she = await keeps(phone, place)
    await place.stop()
    await she.page.goto(place.url)
    assert await heading(she.page) == "No connection"
    await expect(she.page.locator(".lead")).to_have_text(
        "The chat needs the internet. Nothing that you wrote is kept on this phone."
    )
    await she.page.get_by_role("link", name="Your rights at work").click()
    await expect(she.page.locator("article")).to_have_count(2)
    await place.start()
    await she.page.goto(place.url)
    await expect(she.page.locator(".start")).to_be_visible()


async def test_a_topic_in_arabic_is_kept_in_arabic(arabic_phone: BrowserContext, place: Site) -> None:
    she = await keeps(arabic_phone, place, "/read/ar/rights")
    await place.stop()
    await she.page.reload()
    await expect(she.page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(she.page.locator("article h2").first).to_have_text("رسوم التوظيف")


async def test_what_was_removed_is_gone(phone: BrowserContext, place: Site) -> None:
    she = await keeps(phone, place)
    await she.page.locator("#remove-button").click()
    await expect(she.page.locator("#keep-button")).to_be_focused()
    await expect(she.page.locator("#keep-state")).to_have_text("Removed from this phone.")
    await place.stop()
    await she.page.reload()
    assert await heading(she.page) == "No connection"
    await expect(she.page.locator("#packs")).to_have_text("No topic is kept on this phone.")


async def test_a_kept_topic_is_corrected_and_withdrawn_with_the_one_online(
    phone: BrowserContext, place: Site
) -> None:
    she = await keeps(phone, place)
    place.pages.correction = " Corrected."
    await she.page.reload()
    await place.stop()
    await she.page.reload()
    await expect(she.page.locator("article").first).to_contain_text("Corrected.")
    await place.start()
    place.pages.withdrawn = {"rights/recruitment-fees", "rights/status-kept"}
    await she.page.reload()
    assert await heading(she.page) == "There is no such page."
    assert await she.page.evaluate(KEPT) == ["/offline"]


async def test_a_topic_that_cannot_be_kept_says_so(phone: BrowserContext, place: Site) -> None:
    she = await Person.opens(phone, place, "/read/en/rights")
    await place.stop()
    await she.page.locator("#keep-button").click()
    await expect(she.page.locator("#keep-state")).to_contain_text("could not be kept")
    await expect(she.page.locator("#keep-button")).to_be_visible()
