"""From an application to the first sign-in: how many a day, in which zone, and a link that ended."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import Connection, select

from bot import admission
from bot.features.interviews.employers import pace
from bot.features.staff import directory
from bot.features.staff.retention import sweeper
from bot.features.staff.tables import accounts
from tests.portal.test_pages import PASSPHRASE, fields_of
from tests.portal.test_vetting import applied, check, colleague, newest
from tests.portal.world import World, send

DAY = 86_400


async def admitted(world: World, **changes: str) -> str:
    """An employer that two people have just admitted."""
    await applied(world, **changes)
    employer = await newest(world)
    for _ in range(2):
        browser = await colleague(world, "vetter")
        assert (await check(browser, employer)).status_code == 303
    return employer


async def _account(world: World, employer: str) -> tuple[str, str]:
    def look(conn: Connection) -> tuple[str, str]:
        row = conn.execute(
            select(accounts.c.id, accounts.c.zone).where(accounts.c.organisation == employer)
        ).one()
        return row.id, row.zone

    return await world.store.read(look)


@pytest.mark.parametrize(("country", "zone"), [("KE", "Africa/Nairobi"), ("US", admission.NO_ZONE)])
async def test_B7_an_account_takes_the_zone_of_its_country_where_that_has_one(
    world: World, country: str, zone: str
) -> None:
    employer = await admitted(world, country=country)
    assert (await _account(world, employer))[1] == zone


@pytest.mark.parametrize(("country", "page"), [("KE", "/portal/"), ("US", "/portal/account")])
async def test_B7_who_has_no_zone_yet_is_asked_at_the_first_sign_in(
    world: World, country: str, page: str
) -> None:
    await admitted(world, country=country)
    link = world.posted.path().removeprefix("/portal")
    async with world.browser() as browser:
        await browser.get(f"/portal{link}")
        hidden = fields_of((await send(browser, f"{link}/passphrase", begin="yes")).text)
        code = pyotp.TOTP(pyotp.parse_uri(hidden["uri"]).secret).at(int(world.now))
        typed = {"passphrase": PASSPHRASE, "again": PASSPHRASE, "code": code}
        kept = {name: hidden[name] for name in ("totp", "uri")}
        done = await send(browser, f"{link}/passphrase", **typed, **kept)
        assert (done.status_code, done.headers["location"]) == (303, page)
        said = (await browser.get(page)).text
        assert ("choose your time zone here" in said) == (page == "/portal/account")


async def test_I6_an_invitation_that_ended_is_made_again_by_a_vetter(either_world: World) -> None:
    world = either_world
    employer = await admitted(world)
    account, _ = await _account(world, employer)
    world.clock.forward(7 * DAY)
    browser = await colleague(world, "vetter")
    assert "/link" in (await browser.get(f"/portal/vetting/{employer}")).text
    made = await send(browser, f"/vetting/{employer}/link")
    assert made.status_code == 200 and "/portal/invitation/" in made.text
    assert (await _account(world, employer))[0] == account

    world.clock.forward(7 * DAY)
    await world.store.write(lambda conn: sweeper(world.staff)(conn, world.now))
    gone = await world.store.read(lambda conn: directory.listed(conn, world.staff, employer, world.now))
    assert gone == []
    browser = await colleague(world, "vetter")
    made = await send(browser, f"/vetting/{employer}/link")
    assert made.status_code == 200 and "/portal/invitation/" in made.text
    assert (await _account(world, employer))[0] != account


async def test_I13_one_name_applies_a_few_times_a_day(either_world: World) -> None:
    world = either_world
    names = ["Invented Bakery Ltd", "INVENTED BAKERY, Ltd.", "invented bakery ltd"]
    for at, name in enumerate(names):
        assert (await applied(world, name=name, registration=f"B {at}")).status_code == 303
    refused = await applied(world, name=names[0], registration="B 9")
    assert refused.status_code == 422
    assert "has applied several times today" in refused.text and 'value="B 9"' in refused.text
    assert (await applied(world, name="Another Name Ltd")).status_code == 303
    world.clock.forward(DAY)
    assert (await applied(world, name=names[0])).status_code == 303


async def test_I13_all_names_together_are_taken_so_many_times_a_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST", 2)
    seen = [await applied(world, name=f"Invented name {at}") for at in range(3)]
    assert [one.status_code for one in seen] == [303, 303, 422]
    assert "takes no more until tomorrow" in seen[-1].text
