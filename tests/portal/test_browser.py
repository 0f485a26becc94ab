"""The portal in a real Chromium: passkeys with its virtual authenticator, access for everybody, few bytes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Connection, update

from bot.features.staff import COMMAND_LINE, audit, factors, invitations
from bot.features.staff.tables import accounts
from tests.channels.web.conftest import browser as browser
from tests.channels.web.test_browser_access import troubles
from tests.portal.samples import dead_letter
from tests.portal.site import PortalSite

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIRST_VISIT = 100 * 1024
"""Bytes that the first page with all its files may take."""


@pytest_asyncio.fixture(loop_scope="session")
async def site(tmp_path: Path) -> AsyncIterator[PortalSite]:
    async with PortalSite(tmp_path / "data") as running:
        yield running


async def _context(
    browser: Browser, *, width: int = 320, locale: str = "en-GB", **more: Any
) -> BrowserContext:
    context = await browser.new_context(viewport={"width": width, "height": 640}, locale=locale, **more)
    context.set_default_timeout(15_000)
    return context


async def _authenticator(page: Page) -> Any:
    """A passkey device in this browser, which always finds its owner."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


async def _invited(site: PortalSite, *roles: str) -> tuple[str, str]:
    world = site.world

    def make(conn: Connection) -> tuple[str, str]:
        account = world.account(conn, world.ngo, *roles)
        return account, invitations.link(conn, world.staff, COMMAND_LINE, account, world.now)

    return await world.store.write(make)


async def test_S1_S5_a_passkey_is_made_at_the_invitation_signs_in_and_steps_up(
    browser: Browser, site: PortalSite
) -> None:
    account, link = await _invited(site, "manager")
    context = await _context(browser)
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    devtools, device = await _authenticator(page)
    await page.goto(f"{site.url}/invitation/{link}")
    await page.get_by_label("Name of this passkey").fill("my phone")
    await page.get_by_role("button", name="Make a passkey").click()
    await expect(page.locator(".said")).to_contain_text("You are in")
    (made,) = (await devtools.send("WebAuthn.getCredentials", {"authenticatorId": device}))["credentials"]
    assert made["rpId"] == "localhost"
    assert made["isResidentCredential"]

    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("heading", name="Welcome")).to_be_visible()

    site.world.clock.forward(5 * 60)
    await page.goto(f"{site.url}/organisations/{site.world.ngo}/invite")
    await expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    await page.get_by_role("button", name="Confirm with a passkey").click()
    await expect(page.get_by_role("heading", name="Invite a person")).to_be_visible()

    (factor,) = await site.world.store.read(lambda conn: factors.listed(conn, site.world.staff, account))
    assert (factor.kind, factor.label) == ("passkey", "my phone")
    assert faults == []
    await context.close()


async def test_S1_an_owner_who_is_not_verified_does_not_come_in(browser: Browser, site: PortalSite) -> None:
    _, link = await _invited(site, "vetter")
    context = await _context(browser)
    page = await context.new_page()
    devtools, device = await _authenticator(page)
    await page.goto(f"{site.url}/invitation/{link}")
    await page.get_by_label("Name of this passkey").fill("my phone")
    await page.get_by_role("button", name="Make a passkey").click()
    await expect(page.locator(".said")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    state = {"authenticatorId": device, "isUserVerified": False}
    await devtools.send("WebAuthn.setUserVerified", state)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.locator("[data-passkey-problem]")).to_contain_text("That did not work")
    await context.close()


async def test_without_script_there_are_words_and_the_other_way(browser: Browser, site: PortalSite) -> None:
    context = await _context(browser, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{site.url}/sign-in")
    await expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    await expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    await page.get_by_text("With passphrase and code").click()
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Please fill this in")
    await context.close()


async def test_more_of_the_log_comes_in_place_with_script(browser: Browser, site: PortalSite) -> None:
    world = site.world

    def fill(conn: Connection) -> None:
        for number in range(120):
            audit.note(conn, world.people["manager"], f"example.done_{number}", world.ngo, {}, world.now)

    await world.store.write(fill)
    context = await _context(browser, width=1200)
    await site.sign_in(context, world.people["manager"])
    page = await context.new_page()
    await page.goto(f"{site.url}/audit")
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(50)
    await page.get_by_role("link", name="Show more").click()
    await expect(rows).to_have_count(100)
    await page.get_by_role("link", name="Show more").click()
    await expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    assert await rows.count() > 120
    assert page.url == f"{site.url}/audit"
    await context.close()


async def test_a_first_visit_takes_few_bytes(browser: Browser, site: PortalSite) -> None:
    context = await _context(browser)
    for path, account in (("/sign-in", None), ("/", "administrator"), ("/account", "administrator")):
        await context.clear_cookies()
        if account:
            await site.sign_in(context, site.world.people[account])
        page = await context.new_page()
        devtools = await context.new_cdp_session(page)
        await devtools.send("Network.enable")
        await devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes: list[float] = []

        def loaded(done: dict[str, Any], sizes: list[float] = sizes) -> None:
            sizes.append(done["encodedDataLength"])

        devtools.on("Network.loadingFinished", loaded)
        await page.goto(f"{site.url}{path}", wait_until="networkidle")
        assert len(sizes) >= 3  # the page, its sheet and its icon or script: the sum is of something
        assert sum(sizes) <= FIRST_VISIT, (path, sum(sizes))
        await page.close()
    await context.close()


PAGES = (
    "/",
    "/team",
    "/organisations",
    "/organisations/new",
    "/audit",
    "/audit/check",
    "/letters",
    "/incidents",
)
OWN = ("/account", "/account/factors", "/account/passkey", "/account/passphrase", "/step-up")


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ar", "dark")])
async def test_axe_finds_nothing_and_no_page_is_wider_than_a_small_phone(
    browser: Browser, site: PortalSite, lang: str, scheme: str
) -> None:
    world = site.world
    _, link = await _invited(site, "vetter")
    person = world.people["vetter"]

    def prepare(conn: Connection) -> None:
        conn.execute(update(accounts).values(lang=lang))
        dead_letter(conn, world)

    await world.store.write(prepare)
    context = await _context(browser, locale=lang, color_scheme=scheme, reduced_motion="reduce")
    page = await context.new_page()

    async def look(path: str) -> None:
        await page.goto(f"{site.url}{path}")
        assert await troubles(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path

    for path in (f"/sign-in?lang={lang}", f"/sign-in/link?lang={lang}", f"/invitation/{link}", "/none"):
        await look(path)
    await page.goto(f"{site.url}/sign-in?lang={lang}")
    await page.locator("summary").click()
    await page.locator("details button").click()
    await expect(page.locator(".problems")).to_be_visible()
    assert await troubles(page) == []
    await site.sign_in(context, world.people["administrator"])
    invite = f"/organisations/{world.ngo}/invite"
    for path in (*PAGES, *OWN, f"/people/{person}", invite, f"/organisations/{world.ngo}/change"):
        await look(path)
    await context.close()


@pytest.mark.parametrize("lang", ["en", "ar"])
async def test_the_menu_leaves_a_phone_to_the_page_and_stands_beside_it_on_a_desk(
    browser: Browser, site: PortalSite, lang: str
) -> None:
    """With the negative control: unfolded, as all of it once stood there, it fills the first screen."""
    world = site.world
    await world.store.write(lambda conn: conn.execute(update(accounts).values(lang=lang)))
    context = await _context(browser)
    await site.sign_in(context, world.people["administrator"])
    page = await context.new_page()
    await page.goto(f"{site.url}/audit")
    heading, here = page.locator("h1"), page.locator(".menu a[aria-current]")
    whole = page.locator(".whole > summary")

    async def top() -> float:
        box = await heading.bounding_box()
        assert box is not None
        return box["y"]

    await expect(here).to_be_hidden()
    assert await top() < 320
    await whole.focus()
    await page.keyboard.press("Enter")
    await expect(here).to_be_visible()
    assert await top() > 500
    assert await troubles(page) == []
    await page.keyboard.press("Enter")
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(whole).to_be_hidden()
    await expect(here).to_be_visible()
    assert await top() < 200
    assert await troubles(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 1280
    beside, main = await page.locator(".menu").bounding_box(), await page.locator("main").bounding_box()
    assert beside is not None and main is not None
    assert (beside["x"] < main["x"]) is (lang == "en")
    await context.close()


async def test_the_check_finds_a_fault_where_there_is_one(browser: Browser, site: PortalSite) -> None:
    context = await _context(browser)
    page = await context.new_page()
    await page.goto(f"{site.url}/sign-in/link")
    await page.evaluate("document.querySelector('label').remove()")
    assert await troubles(page) != []
    await context.close()


async def test_the_keyboard_reaches_the_content_and_every_control(browser: Browser, site: PortalSite) -> None:
    context = await _context(browser)
    page = await context.new_page()
    await page.goto(f"{site.url}/sign-in/link")
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await expect(page.locator(".skip")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("E-mail address")).to_be_focused()
    await page.keyboard.type("name@example.org")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("If an invitation waits")
    await context.close()
