"""Everything goes from the page at once, also from the browser's other pages and from what it kept (C12)."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.conversation.messages import Button, Incoming, Outgoing
from tests.channels.web.person import Person
from tests.channels.web.site import Site, make_app
from tests.channels.web.test_browser_offline import KEPT, keeps
from tests.channels.web.words import converse

pytestmark = pytest.mark.asyncio(loop_scope="session")
LINE = "Cleared."


def answer(incoming: Incoming) -> list[Outgoing]:
    if incoming.text == "hide":
        return [Outgoing(LINE, "en", clears=True)]
    if incoming.kind == "open":
        return [Outgoing("Welcome back.", "en", buttons=(Button("1.0", "Go on"),))]
    return converse(incoming)


async def is_empty(page: Page) -> None:
    """Nothing of before, no word of what this is: the line at most."""
    for trace in ("You said", "secret"):
        await expect(page.get_by_text(trace)).to_have_count(0)
    await expect(page.locator("header")).to_be_hidden()
    await expect(page).to_have_title("…")
    await expect(page.locator(".message:not(.line)")).to_have_count(0)
    assert await page.locator("#box").input_value() == ""


async def asks(phone: BrowserContext, site: Site) -> Person:
    she = await Person.begins(phone, site)
    await she.says("my secret question")
    await she.sees("You said: my secret question")
    return she


async def test_C12_all_pages_and_kept_topics_go_at_one_press(phone: BrowserContext) -> None:
    async with Site(answer) as site:
        reader = await keeps(phone, site)
        she = await asks(phone, site)
        other = await Person.opens(phone, site)
        await other.sees("Welcome back.")
        await she.page.locator("#box").fill("half a secret sentence")
        await she.presses("Hide")
        await is_empty(she.page)
        await expect(she.page.locator(".line")).to_contain_text(LINE)
        await is_empty(other.page)
        await expect(reader.page).to_have_url("about:blank")
        assert await she.page.evaluate(KEPT) == []
        assert (she.faults, other.faults, she.other_hosts()) == ([], [], [])
        await she.page.reload()
        await she.sees("Welcome back.")
        await expect(she.page.get_by_text("my secret")).to_have_count(0)
        await site.stop()
        with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
            await she.page.goto(f"{site.url}/read/en/rights")


async def test_C12_it_needs_no_connection_and_the_service_hears_of_it_later(phone: BrowserContext) -> None:
    async with Site(answer) as site:
        she = await asks(phone, site)
        await site.stop()
        await she.presses("Hide")
        await is_empty(she.page)
        await site.start()
        await expect(she.page.locator(".line")).to_contain_text(LINE, timeout=10_000)
        await is_empty(she.page)
        assert [deed.text for _, deed in site.reception.inbox].count("hide") == 1


async def test_C12_the_word_does_the_same_and_what_comes_next_takes_the_line_away(
    phone: BrowserContext,
) -> None:
    async with Site(answer) as site:
        she = await asks(phone, site)
        await she.says("hide")
        await expect(she.page.locator(".line")).to_contain_text(LINE)
        await is_empty(she.page)
        await she.says("later")
        await she.sees("You said: later")
        await expect(she.page.locator(".line")).to_have_count(0)
        await expect(she.page.locator("header")).to_be_visible()
        await expect(she.page).to_have_title("Rafiq: information for refugees")


async def test_C12_she_can_leave_without_asking_anybody(phone: BrowserContext) -> None:
    async with Site(answer) as site:
        she = await asks(phone, site)
        await expect(she.page.locator("#leave")).to_be_hidden()
        await she.presses("Hide")
        asked = len(she.requests)
        await she.page.locator("#leave a").click()
        await expect(she.page).to_have_url("about:blank")
        assert all("/chat/" in url or url == "about:blank" for url in she.requests[asked:])


async def test_C12_the_negative_control_any_other_button_leaves_the_page_as_it_is(
    phone: BrowserContext,
) -> None:
    async with Site(answer) as site:
        she = await asks(phone, site)
        await she.presses("Menu")
        await she.sees("This is: menu")
        await expect(she.page.get_by_text("You said: my secret question")).to_be_visible()
        await expect(she.page.locator("header")).to_be_visible()


async def test_C12_without_the_script_the_page_is_bare_and_the_browser_forgets() -> None:
    async with Site(answer) as site:
        app = make_app(site.reception)
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url="http://localhost"
        ) as phone:
            same = {"sec-fetch-site": "same-origin", "origin": "http://localhost"}
            first = {"id": "A" * 22, "lang": "en", "text": "my secret question", "do": "text"}
            spoken = await phone.post("/chat/say", data=first, headers=same)
            assert "my secret question" in spoken.text and "clear-site-data" not in spoken.headers
            token = spoken.text.split('name="token" value="')[1].split('"')[0]
            then = {"id": "B" * 22, "token": token, "lang": "en", "do": "command hide"}
            hidden = await phone.post("/chat/say", data=then, headers=same)
        assert hidden.headers["clear-site-data"] == '"cache", "storage"'
        assert LINE in hidden.text and "my secret" not in hidden.text
        assert 'class="chat bare"' in hidden.text and "<title>…</title>" in hidden.text
