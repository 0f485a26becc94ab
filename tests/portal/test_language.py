"""In which language a page of the portal is: the account's once one was chosen, before that the browser's."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import Connection, update

from bot.features.staff import demo, directory
from bot.features.staff.tables import accounts
from tests.portal.world import World, hold, send, token_of

ARABIC = {"accept-language": "xx, ar-SY;q=0.9, en;q=0.5"}


def lang_of(page: httpx.Response) -> str:
    return page.text.split('<html lang="')[1].split('"')[0]


async def _unchosen(world: World, role: str = "manager") -> None:
    def forget(conn: Connection) -> None:
        mine = accounts.c.id == world.people[role]
        conn.execute(update(accounts).where(mine).values(lang=""))

    await world.store.write(forget)


async def test_signed_out_pages_are_in_the_first_language_of_the_browser_that_is_shipped(
    world: World,
) -> None:
    async with world.browser() as browser:
        assert lang_of(await browser.get("/portal/sign-in", headers=ARABIC)) == "ar"
        assert lang_of(await browser.get("/portal/sign-in", headers={"accept-language": "xx"})) == "en"
        assert lang_of(await browser.get("/portal/none", headers=ARABIC)) == "ar"


async def test_an_account_without_a_language_has_the_browsers(world: World) -> None:
    await _unchosen(world)
    async with await world.signed_in("manager") as browser:
        page = await browser.get("/portal/account", headers=ARABIC)
        assert lang_of(page) == "ar"
        assert '<option value="ar" selected>' in page.text
        assert lang_of(await browser.get("/portal/account", headers={"accept-language": "xx"})) == "en"


async def test_a_language_that_was_chosen_stays_whatever_the_browser_says(world: World) -> None:
    """With the negative control: the same browser before choosing."""
    await _unchosen(world)
    async with await world.signed_in("manager") as browser:
        assert lang_of(await browser.get("/portal/", headers=ARABIC)) == "ar"
        await send(browser, "/account", name="Person", lang="so", zone="Africa/Nairobi")
        assert lang_of(await browser.get("/portal/", headers=ARABIC)) == "so"
        assert lang_of(await browser.get("/portal/?lang=fr", headers=ARABIC)) == "so"


async def test_what_was_chosen_before_signing_in_stays_after_it(world: World) -> None:
    await _unchosen(world)
    async with world.browser() as browser:
        assert lang_of(await browser.get("/portal/sign-in?lang=sw", headers=ARABIC)) == "sw"
        assert lang_of(await browser.get("/portal/sign-in", headers=ARABIC)) == "sw"
        hold(browser, await world.session(world.people["manager"]))
        assert lang_of(await browser.get("/portal/", headers=ARABIC)) == "sw"


@pytest.mark.parametrize("planted", ["xx", "ar" * 200, "<script>"])
async def test_I5_a_cookie_that_names_no_language_of_ours_is_none(world: World, planted: str) -> None:
    async with world.browser() as browser:
        hold(browser, planted, "rafiq-lang")
        assert lang_of(await browser.get("/portal/sign-in", headers={"accept-language": "uk"})) == "uk"


async def test_the_people_of_a_demo_see_the_portal_as_their_browser_asks_for(world: World) -> None:
    links = await world.store.write(lambda conn: demo.demo_links(conn, world.staff, world.now))
    async with world.browser() as browser:
        browser.headers.update(ARABIC)
        path = f"/portal/link/{links[0].token}"
        assert lang_of(await browser.get(path)) == "ar"
        await browser.post(path, data={"token": token_of(browser)})
        assert lang_of(await browser.get("/portal/")) == "ar"


async def test_mails_to_an_account_without_a_language_are_in_english(world: World) -> None:
    await _unchosen(world)
    account = world.people["manager"]
    to = await world.store.read(lambda conn: directory.addressee(conn, account))
    assert to is not None and to.lang == "en"
