"""The register of places on the pages, and the chat of a member of staff."""

from __future__ import annotations

import re

import httpx
from sqlalchemy import Connection, insert

from bot.delivery.tables import persons
from bot.features import announcements, places
from bot.features.places import Place
from tests.portal.world import World, send

CAMP: dict[str, str | list[str]] = {
    "code": "camp-1",
    "kind": "camp",
    "country": "KE",
    "zone": "Africa/Nairobi",
    "name_en": "Camp one",
    "name_ar": "المخيم الأول",
    "contact_0_service": "police",
    "contact_0_number": "999",
    "contact_0_title": "Emergency numbers",
    "contact_0_publisher": "The police",
    "contact_0_url": "https://www.example.org/numbers",
    "contact_0_checked": "2026-01-02",
}


async def register(world: World) -> dict[str, Place]:
    found = await world.store.read(places.listed)
    return {place.code: place for place in found}


def seen_in(page: str) -> str:
    """The version of the place that a form began with."""
    found = re.search(r'name="seen" value="([0-9a-f]{32})"', page)
    assert found is not None
    return found[1]


async def add_camp(world: World, **changes: str | list[str]) -> tuple[httpx.AsyncClient, httpx.Response]:
    browser = await world.signed_in("administrator")
    return browser, await send(browser, "/places/new", **(CAMP | changes))


async def test_a_place_is_added_changed_and_put_out_of_use(world: World) -> None:
    browser, made = await add_camp(world)
    assert made.status_code == 303, made.text
    place = (await register(world))["camp-1"]
    numbers = await world.store.read(lambda conn: places.contacts(conn, place.id))
    assert [(one.number, str(one.checked)) for one in numbers] == [("999", "2026-01-02")]
    form = (await browser.get(f"/portal/places/{place.id}/change")).text
    assert 'value="https://www.example.org/numbers"' in form
    await send(browser, f"/places/{place.id}/change", seen=seen_in(form), **(CAMP | {"name_en": "Camp 1"}))
    await send(browser, f"/places/{place.id}/use")
    place = (await register(world))["camp-1"]
    assert (place.names["en"], place.active) == ("Camp 1", False)
    assert "out of use" in (await browser.get("/portal/places")).text


async def test_of_two_who_change_one_place_the_second_sees_what_the_first_saved(world: World) -> None:
    browser, _ = await add_camp(world)
    path = f"/places/{(await register(world))['camp-1'].id}/change"
    seen = seen_in((await browser.get(f"/portal{path}")).text)
    await send(browser, path, seen=seen, **(CAMP | {"zone": "Africa/Kampala"}))
    for late in (seen, ""):  # nor is a form without a version held against nothing
        told = await send(browser, path, seen=late, **(CAMP | {"name_ar": "مخيم آخر"}))
        assert told.status_code == 422
        assert "Somebody else changed this place meanwhile" in told.text
        assert all(said in told.text for said in ("Kampala", "المخيم الأول", "مخيم آخر"))
        assert (await register(world))["camp-1"].zone == "Africa/Kampala"
    await send(browser, path, seen=seen_in(told.text), **(CAMP | {"name_ar": "مخيم آخر"}))
    place = (await register(world))["camp-1"]
    assert (place.zone, place.names["ar"]) == ("Africa/Nairobi", "مخيم آخر")


async def test_what_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    _, refused = await add_camp(world, code="Camp One!")
    assert refused.status_code == 422
    assert re.search(r'id="wrong-code">[^<]*“Camp One!” is no code', refused.text)
    assert "المخيم الأول" in refused.text
    _, unsourced = await add_camp(world, contact_0_url="")
    assert 'id="wrong-contact_0_number"' in unsourced.text
    _, undated = await add_camp(world, contact_0_checked="")
    assert 'id="wrong-contact_0_checked"' in undated.text
    assert await register(world) == {}


async def test_I12_a_file_is_pasted_and_comes_out_again_without_formulas(world: World) -> None:
    browser, _ = await add_camp(world, name_en="=Camp()")
    export = await browser.get("/portal/places/export")
    assert export.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in export.headers["content-disposition"]
    assert "'=Camp()" in export.text
    sheet = (
        export.text.lstrip("\ufeff").replace("'=Camp()", "Camp A")
        + "town-1,town,,KE,Africa/Nairobi,,yes,Town\r\n"
    )
    done = await send(browser, "/places/import", sheet=sheet)
    assert done.status_code == 303, done.text
    assert {code: place.names["en"] for code, place in (await register(world)).items()} == {
        "camp-1": "Camp A",
        "town-1": "Town",
    }
    bad = await send(
        browser, "/places/import", sheet=sheet.replace("Camp A", "Camp B").replace(",town,", ",hut,")
    )
    assert bad.status_code == 422
    assert "CSV:3: column kind: “hut” is no kind" in bad.text
    assert "Camp B" in bad.text  # as it was typed
    assert (await register(world))["camp-1"].names["en"] == "Camp A"


async def test_I6_a_link_joins_a_chat_once_and_it_is_unlinked_again(world: World) -> None:
    browser = await world.signed_in("announcer")
    account = world.people["announcer"]
    assert "No chat is linked" in (await browser.get("/portal/my-chat")).text
    page = (await send(browser, "/my-chat/link")).text
    found = re.search(r'href="http://localhost:8000/\?start=(s-[\w-]+)"', page)
    assert found is not None
    assert "<svg" in page[page.index('class="qr"') :]
    row = {"id": "p" * 22, "channel": "web", "address": b"-", "address_hash": b"-", "lang": "en"}

    def join(conn: Connection) -> tuple[bool, bool]:
        conn.execute(insert(persons).values(reachable=True, **row))
        first, again = (
            announcements.redeem(conn, world.announcing.desk, "p" * 22, found[1], world.now) for _ in range(2)
        )
        return first, again

    assert await world.store.write(join) == (True, False)
    assert "A chat is linked" in (await browser.get("/portal/my-chat")).text
    await send(browser, "/my-chat/leave")
    assert not await world.store.read(lambda conn: announcements.reads(conn, account))
