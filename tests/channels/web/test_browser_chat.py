"""The chat page in Chromium at 320 by 640: what a person sees and does."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from bot.conversation.messages import Outgoing
from tests.channels.web.meter import Meter
from tests.channels.web.person import Person
from tests.channels.web.site import Site

pytestmark = pytest.mark.asyncio(loop_scope="session")

STORES = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length, document.cookie.length]"""


async def test_a_story_in_english(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.sees("What would you like to know?")
    await she.presses("Your rights at work")
    await she.sees("The employer pays.")
    await she.says("How much?")
    await expect(she.own).to_have_text("You: How much?")
    await she.sees("You said: How much?")
    await she.presses("Menu")  # of the bar: the last message has no buttons
    await expect(she.page.locator("html")).to_have_attribute("dir", "ltr")
    assert await she.width() <= 320
    await site.all_shown()
    assert len(site.reception.addresses) == 1
    assert she.faults == []


async def test_a_story_in_arabic(arabic_phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(arabic_phone, site)
    await she.sees("ماذا تريد أن تعرف؟")
    await she.presses("حقوقك في العمل")
    await she.sees("لا يحق لأحد أن يطلب منك مالًا")
    await she.says("كم أدفع؟")
    await expect(she.own.locator(".words")).to_have_text("كم أدفع؟")
    await expect(she.messages).to_have_count(3)
    await expect(she.messages.last).to_have_attribute("dir", "rtl")
    html = she.page.locator("html")
    await expect(html).to_have_attribute("dir", "rtl")
    await expect(html).to_have_attribute("lang", "ar")
    mine, theirs = await she.own.bounding_box(), await she.messages.last.bounding_box()
    assert mine["x"] < 30, "her own words stand at the end of the line, on the left"
    assert theirs["x"] + theirs["width"] > 290
    assert await she.width() <= 320
    assert she.faults == []


async def test_D10_nothing_is_asked_of_another_host(arabic_phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(arabic_phone, site)
    await she.presses("حقوقك في العمل")
    await she.sees("لا يحق")
    await she.page.goto(f"{site.url}/read/ar/rights")
    await she.page.goto(f"{site.url}/offline/ar")
    assert len(she.requests) > 6
    assert she.other_hosts() == []


async def test_I7_texts_are_text_and_links_show_their_host(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.presses("Your rights at work")
    await she.sees("<b>Not you.</b>")
    bold = she.messages.last.locator(".words b")
    await expect(bold).to_have_text(["Who pays for hiring"])
    link = she.messages.last.locator("a")
    await expect(link).to_have_text("ILO")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(she.messages.last).to_contain_text("ILO (ilo.org)")
    await she.says('<img src=x onerror="document.title=1">')
    await she.sees('You said: <img src=x onerror="document.title=1">')
    assert await she.page.locator("#log img").count() == 0


async def test_a_menu_is_redrawn_in_its_place_and_the_focus_stays(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.page.get_by_role("button", name="Staying safe").focus()
    await she.page.keyboard.press("Enter")
    await she.sees("Ticked.")
    await expect(she.messages).to_have_count(2)
    await expect(she.page.get_by_role("button", name="✓ Staying safe")).to_be_focused()
    await she.page.keyboard.press("Tab")
    await she.page.keyboard.press("Enter")
    await she.sees("The employer pays.")
    await expect(she.messages.last).to_be_focused()  # that button is gone: the new text has the focus


async def test_an_answer_to_an_old_menu_comes_at_the_end(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.says("hello")
    await she.sees("You said: hello")
    await she.presses("Your rights at work")
    await expect(she.messages).to_have_count(4)
    await she.sees("The employer pays.")
    await expect(she.page.locator(".chosen")).to_have_text("Your rights at work")


async def test_the_page_follows_the_language_that_was_chosen(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.messages.last.get_by_role("button", name="Language").click()
    await she.sees("ماذا تريد أن تعرف؟")
    await expect(she.page.locator("html")).to_have_attribute("lang", "ar")
    await expect(she.page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(she.page.locator(".send")).to_have_text("إرسال")
    await expect(she.page.get_by_label("اكتب هنا")).to_be_visible()
    assert she.page.url.endswith("/?lang=ar")
    await she.page.reload()
    await she.sees("ماذا تريد أن تعرف؟")


async def test_a_story_by_keyboard_alone(phone: BrowserContext, site: Site) -> None:
    she = await Person.opens(phone, site)
    keys = she.page.keyboard

    async def tab_to(label: str) -> None:
        for _ in range(25):
            await keys.press("Tab")
            active: str = await she.page.evaluate("document.activeElement.textContent.trim()")
            if active == label:
                return
        raise AssertionError(f"no way to {label!r} with the Tab key")

    await tab_to("Start")
    await keys.press("Enter")
    await expect(she.messages).to_have_count(2)
    await tab_to("Your rights at work")
    await keys.press("Space")
    await she.sees("The employer pays.")
    await tab_to("Back")
    await keys.press("Enter")
    await she.sees("What would you like to know?")
    await tab_to("")  # the box
    await keys.type("How much?")
    await keys.press("Shift+Enter")
    await keys.type("Really?")
    await keys.press("Enter")
    await she.sees("You said: How much?\nReally?")
    await expect(she.page.locator("#box")).to_be_focused()
    await keys.press("Shift+Tab")
    while await she.page.evaluate("document.activeElement.tagName") != "SUMMARY":
        await keys.press("Shift+Tab")
    await keys.press("Enter")
    await expect(she.page.get_by_role("button", name="Stop")).to_be_visible()
    await keys.press("Escape")
    await expect(she.page.get_by_role("button", name="Stop")).to_be_hidden()
    await expect(she.page.locator("summary")).to_be_focused()
    await keys.press("Enter")
    await keys.press("Tab")
    await keys.press("Enter")
    await she.sees("This is: stop")


async def test_C13_a_reload_shows_nothing_of_before(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.says("my secret")
    await she.sees("You said: my secret")
    await she.page.locator("#box").fill("half a sentence")
    await site.all_shown()  # what the page could not yet tell of would rightly come again
    await she.page.reload()
    await she.sees("You are at the menu.")
    await expect(she.messages).to_have_count(1)
    await expect(she.own).to_have_count(0)
    await expect(she.page.locator("#box")).to_have_value("")
    assert "my secret" not in await she.page.content()
    assert site.reception.inbox[-1][1].kind == "open"


async def test_C13_nothing_is_stored_on_the_phone(phone: BrowserContext, site: Site) -> None:
    looked = await Person.opens(phone, site)
    assert await phone.cookies() == []
    await looked.page.close()
    she = await Person.begins(phone, site)
    await she.says("my secret")
    await she.sees("You said: my secret")
    assert await she.page.evaluate(STORES) == [0, 0, 0, 0, 0]
    (cookie,) = await phone.cookies()
    assert cookie.get("httpOnly")
    assert cookie.get("sameSite") == "Strict"


async def test_a_server_that_restarts_loses_nothing_and_repeats_nothing(phone: BrowserContext) -> None:
    async with Site() as site:
        she = await Person.begins(phone, site)
        await site.stop()
        await expect(she.state).to_have_text("No connection. We will try again.")
        await she.says("Are you there?")
        await she.says("Please answer")
        await expect(she.page.locator(".pending")).to_have_count(2)
        (address,) = site.reception.addresses
        site.reception.push(address, Outgoing("While you were away", "en"))
        await site.start()
        await she.sees("You said: Please answer")
        await expect(she.state).to_be_hidden()
        await expect(she.page.locator(".pending")).to_have_count(0)
        shown = await she.messages.locator(".words").all_inner_texts()
        assert shown[2:] == ["While you were away", "You said: Are you there?", "You said: Please answer"]
        assert site.reception.said == ["Are you there?", "Please answer"]
        await site.all_shown()


async def test_M2_words_whose_acknowledgement_was_lost_count_once(phone: BrowserContext) -> None:
    """The server takes the words, then the connection dies before the phone hears of it."""
    async with Site() as site:
        she = await Person.begins(phone, site)
        site.reception.dies_after_commit = True
        await she.says("only once")
        await expect(she.state).to_be_visible()
        assert site.reception.said == ["only once"]
        site.reception.dies_after_commit = False
        await she.sees("You said: only once")
        await expect(she.state).to_be_hidden()
        assert site.reception.said == ["only once"]
        assert site.reception.repeats >= 1
        await expect(she.own).to_have_count(1)
        await expect(she.messages).to_have_count(3)


async def test_a_busy_store_keeps_the_words_and_sends_them_later(
    phone: BrowserContext, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.web.socket.BUSY_AFTER", 1)
    she = await Person.begins(phone, site)
    site.reception.down = True
    await she.says("please")
    await expect(she.state).to_contain_text("Your words are kept here and will be sent again.")
    await expect(she.page.locator(".pending")).to_have_text("Not sent yet")
    site.reception.down = False
    await she.sees("You said: please")
    await expect(she.state).to_be_hidden()
    assert site.reception.said == ["please"]


async def test_a_text_that_is_too_long_comes_back_into_the_box(phone: BrowserContext, site: Site) -> None:
    she = await Person.begins(phone, site)
    await she.page.evaluate("document.getElementById('box').removeAttribute('maxlength')")
    await she.says("a" * 4097)
    await expect(she.state).to_have_text("This text is too long. Please make it shorter and send it again.")
    await expect(she.page.locator("#box")).to_have_value("a" * 4097)
    await expect(she.own).to_have_count(0)


async def test_a_second_window_takes_over_from_the_oldest(phone: BrowserContext) -> None:
    async with Site(sockets_per_chat=1) as site:
        first = await Person.begins(phone, site)
        second = await Person.opens(phone, site)
        await second.sees("You are at the menu.")
        await expect(first.state).to_contain_text("open in another window")
        await first.says("here again")
        await first.sees("You said: here again")
        await expect(first.state).to_be_hidden()


async def test_a_first_visit_takes_less_than_60_KB_in_all(phone: BrowserContext, site: Site) -> None:
    """Everything on the wire, both ways, from the first request to the first menu, and nothing packed."""
    async with Meter(site.port) as meter:
        page = await phone.new_page()
        await page.goto(f"http://127.0.0.1:{meter.port}/")
        await page.wait_for_load_state("networkidle")
        looked = meter.bytes
        await page.locator(".start").click()
        await expect(page.locator(".choices button")).to_have_count(3)
        print(f"a first look moved {looked} bytes, with the first menu {meter.bytes}")
        assert 5_000 < looked < meter.bytes < 60 * 1024
        await page.close()


async def test_everything_to_press_is_44_pixels_high(phone: BrowserContext, site: Site) -> None:
    she = await Person.opens(phone, site)
    assert await too_small(she.page) == []
    await she.page.locator(".start").click()
    await expect(she.messages).to_have_count(2)
    await she.page.locator("summary").click()
    assert await too_small(she.page) == []


async def too_small(page: Any) -> list[str]:
    found: list[str] = await page.evaluate(
        """() => [...document.querySelectorAll('button, summary, textarea, a')]
            .filter((e) => e.offsetParent && !e.closest('.words'))
            .filter((e) => e.getBoundingClientRect().height < 44 || e.getBoundingClientRect().width < 44)
            .map((e) => e.outerHTML)"""
    )
    return found


@pytest.mark.parametrize("width", [320, 1280])
async def test_long_words_do_not_push_the_page_wide(browser: Browser, site: Site, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 640}, locale="en-GB")
    she = await Person.begins(context, site)
    await she.says("https://example.org/" + "a" * 300)
    await she.sees("You said: https://example.org/")
    assert await she.width() <= width
    await context.close()


async def test_the_page_works_without_javascript(browser: Browser, site: Site) -> None:
    context = await browser.new_context(
        viewport={"width": 320, "height": 640}, locale="en-GB", java_script_enabled=False
    )
    she = await Person.begins(context, site)
    await she.presses("Your rights at work")
    await she.sees("The employer pays.")
    await she.page.locator("#box").fill("كم أدفع؟")
    await she.page.locator(".send").click()
    await she.sees("لا يحق لأحد")
    await expect(she.page.locator("html")).to_have_attribute("dir", "rtl")
    await site.all_shown()
    await context.close()
