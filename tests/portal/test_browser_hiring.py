"""The pages about employers and adverts in a real Chromium: access for everybody, at the width of a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import Connection, update

from bot.features.staff.tables import accounts
from tests.channels.web.conftest import browser as browser
from tests.channels.web.test_browser_access import troubles
from tests.portal import meetings
from tests.portal.samples import applicant, employer, vacancy
from tests.portal.site import PortalSite

WEEK = "20261123"
pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_axe_finds_nothing_and_an_advert_is_written_with_a_phone_in_arabic(
    browser: Browser, tmp_path: Path
) -> None:
    async with PortalSite(tmp_path / "data") as site:
        world = site.world

        def prepare(conn: Connection) -> tuple[str, str]:
            conn.execute(update(accounts).values(lang="ar"))
            employer(conn, world, world.employer)
            return vacancy(conn, world, world.employer), applicant(conn, world, "")

        advert, other = await world.store.write(prepare)
        context = await browser.new_context(
            viewport={"width": 320, "height": 640}, locale="ar", color_scheme="dark", reduced_motion="reduce"
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()

        async def check(path: str) -> None:
            assert await troubles(page) == [], path
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path

        async def look(path: str) -> None:
            answer = await page.goto(f"{site.url}{path}")
            assert answer is not None and answer.status == 200, path
            await check(path)

        await look("/employers/apply?lang=ar")
        await page.locator("form button.main").click()
        await expect(page.locator(".problems")).to_be_visible()
        await check("/employers/apply")
        for role, paths in {
            "vetter": ("/vetting", f"/vetting/{other}", "/reports", f"/reports/{other}"),
            "reviewer": ("/reviews", f"/reviews/{advert}"),
            "employer": (f"/times?week={WEEK}", "/vacancies", f"/vacancies/{advert}", "/vacancies/new"),
        }.items():
            await site.sign_in(context, world.people[role])
            for path in paths:
                await look(path)
        await page.locator("#field-town").fill("Nakuru")
        await page.locator("form.panel button.main").click()
        await expect(page.locator(".problems")).to_be_visible()
        await expect(page.locator("#field-town")).to_have_value("Nakuru")
        await check("the draft with its problems")
        await context.close()


async def test_a_week_is_a_table_by_hours_on_a_desk_and_a_list_on_a_phone(
    browser: Browser, tmp_path: Path
) -> None:
    async with PortalSite(tmp_path / "data") as site:
        world = site.world

        def prepare(conn: Connection) -> None:
            made = vacancy(conn, world, world.employer, "released")
            first = meetings.tomorrow(world, 10, 2)
            meetings.slot(conn, world, world.employer, vacancy=made, first=first, minutes=90)

        await world.store.write(prepare)
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.set_default_timeout(15_000)
        page = await context.new_page()
        await site.sign_in(context, world.people["employer"])
        await page.goto(f"{site.url}/times?week={WEEK}")
        assert await troubles(page) == []
        table, days = page.locator(".hours table"), page.locator("ol.week")
        await expect(table).to_be_visible()
        await expect(days).to_be_hidden()
        assert await table.locator("thead th[scope=col]").count() == 8
        assert await table.locator("tbody th[scope=row]").count() == 14  # 7:00 to 20:00
        monday = table.get_by_role("row", name="10:00").get_by_role("cell").first
        await expect(monday).to_contain_text("10:00–11:30")
        await page.keyboard.press("Control+Home")
        await page.get_by_role("link", name="Skip the week").focus()
        await expect(page.get_by_role("link", name="Skip the week")).to_be_in_viewport()
        await page.get_by_role("link", name="Open a time: Tuesday, 24 November 2026, 15:00").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#field-day")).to_have_value("2026-11-24")
        await expect(page.locator("#field-time")).to_have_value("15:00")
        await page.set_viewport_size({"width": 320, "height": 640})
        await page.goto(f"{site.url}/times?week={WEEK}")
        await expect(table).to_be_hidden()
        await expect(days).to_contain_text("10:00–11:30")
        assert await troubles(page) == []
        await context.close()
