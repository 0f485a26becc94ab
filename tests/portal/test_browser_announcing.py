"""An announcement from its first word to its progress, in a real Chromium: Arabic, the width of a phone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update

from bot.features.staff.tables import accounts
from bot.features.statistics import Veil, publish_week
from tests.channels.web.conftest import browser as browser
from tests.channels.web.test_browser_access import troubles
from tests.portal.announcing import ENGLISH, new_town
from tests.portal.site import PortalSite

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_A1_A10_two_people_send_an_announcement_with_phones_in_arabic_and_axe_finds_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    async with PortalSite(tmp_path / "data") as site:
        world = site.world
        town = await new_town(world)
        await world.store.write(lambda conn: conn.execute(update(accounts).values(lang="ar")))
        context = await browser.new_context(
            viewport={"width": 320, "height": 640}, locale="ar", color_scheme="dark", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()

        async def check(where: str) -> None:
            assert await troubles(page) == [], where
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320, where

        await site.sign_in(context, town.writer)
        await page.goto(f"{site.url}/exercises/new")
        await check("the form of an exercise")
        await page.goto(f"{site.url}/announcements/new")
        await page.locator("#field-title").fill("Gate 3")
        await page.locator("details:has(#field-text_en) summary").click()
        await page.locator("#field-text_en").fill(ENGLISH)
        # HTMX counts as soon as the audience changes; nothing is saved by it.
        await page.locator("#field-places input").check()
        await expect(page.locator("#look")).to_contain_text("40")
        await expect(page.locator("#look .warn")).to_contain_text("العربية")
        await check("the form with a look at it")
        await page.locator("form button.main").click()
        await expect(page.locator(".problems").first).to_be_visible()  # no correction, no end
        await expect(page.locator("#field-text_en")).to_have_value(ENGLISH)
        await check("the draft with its problems")
        await page.locator("#field-correction_en").fill("It stays at Gate 1.")
        await page.locator("details:has(#field-fallback_ar) summary").first.click(
            trial=await page.locator("#field-fallback_ar").is_visible()
        )
        await page.locator("#field-fallback_ar").select_option("en")
        end = datetime.fromtimestamp(world.now, UTC) + timedelta(hours=20)
        await page.locator("#field-zone").select_option("UTC")
        await page.locator("#field-end_day").fill(end.strftime("%Y-%m-%d"))
        await page.locator("#field-end_time").fill(end.strftime("%H:%M"))
        await page.locator("#field-quiet_from").fill("")
        await page.locator("#field-quiet_to").fill("")
        await page.locator("form button.main").click()
        await expect(page.locator(".said")).to_be_visible()
        await check("the draft")
        await page.locator("form[action$='/submit'] button").click()
        path = page.url
        await site.sign_in(context, town.approver)
        await page.goto(path)
        await check("what the approver sees")
        await page.locator("#field-count").fill("40")
        await page.locator("form[action$='/release'] button").click()
        await expect(page.locator(".said")).to_be_visible()
        await town.step()
        await page.goto(path)
        await expect(page.locator("#progress .legend")).to_contain_text("40")
        await check("the progress")
        await page.locator(".stop summary").click()
        await page.locator("form[action$='/stop'] button").click()
        await expect(page.locator("#progress h2 .tag.off")).to_be_visible()
        await site.sign_in(context, world.people["administrator"])
        veil = Veil(world.staff.figures_secret)
        await world.store.write(lambda conn: publish_week(conn, veil, world.now))
        for other in (
            "/statistics",
            "/places",
            f"/places/{town.place}/change",
            "/places/import",
            "/my-chat",
            "/announcements",
        ):
            await page.goto(site.url + other)
            await check(other)
        await context.close()
