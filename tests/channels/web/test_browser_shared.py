"""The chat page on a phone that several people use, in Chromium (C10)."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, expect

from bot.conversation.messages import Incoming, Outgoing
from tests.channels.web.person import Person
from tests.channels.web.site import Site
from tests.channels.web.words import converse

pytestmark = pytest.mark.asyncio(loop_scope="session")
FIVE_MINUTES = 5 * 60 * 1000
"""Milliseconds, as the page counts."""


def answer(incoming: Incoming) -> list[Outgoing]:
    match incoming.text:
        case "mine":
            return [Outgoing("My interview: Tuesday", "en", private=True)]
        case "pin":
            return [Outgoing("Your PIN?", "en", secret=True)]
        case "7204":
            return [Outgoing("Thank you", "en", removes=incoming.message)]
    return converse(incoming)


async def test_C10_what_is_hers_goes_from_a_page_that_nobody_uses(phone: BrowserContext) -> None:
    async with Site(answer) as site:
        she = await Person.opens(phone, site)
        await she.page.clock.install()
        await she.page.reload()
        await she.page.locator(".start").click()
        await she.says("How much?")
        await she.sees("You said: How much?")
        await she.says("mine")
        await she.sees("My interview: Tuesday")
        await she.page.clock.fast_forward(FIVE_MINUTES - 20_000)
        await expect(she.page.get_by_text("My interview: Tuesday")).to_be_visible()
        await she.page.clock.fast_forward(40_000)
        await expect(she.page.get_by_text("My interview: Tuesday")).to_have_count(0)
        await expect(she.own).to_have_count(0)
        await expect(she.page.locator(".message.hidden")).to_contain_text("nobody used this page")
        await expect(she.page.get_by_text("You said: How much?")).to_be_visible()  # general: it stays
        assert she.faults == []


async def test_C10_a_pin_is_not_seen_while_it_is_typed_nor_afterwards(phone: BrowserContext) -> None:
    async with Site(answer) as site:
        she = await Person.begins(phone, site)
        await she.says("pin")
        await she.sees("Your PIN?")
        box = she.page.locator("#box")
        await expect(box).to_have_css("-webkit-text-security", "disc")
        await she.says("7204")
        await she.sees("Thank you")
        await expect(she.own.last.locator(".words")).to_have_text("••••")
        await expect(box).to_have_css("-webkit-text-security", "none")
        assert "7204" not in await she.page.content()
        assert she.faults == []
