"""Employers ask for an account on the public page; two people of an NGO admit them (E1, S5)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import httpx
from sqlalchemy import Connection, func, select, update

from bot.features.interviews import employers
from bot.features.interviews.employers.tables import employers as employer_rows
from bot.features.staff import audit, directory, organisations
from bot.language.languages import TAGS
from bot.portal.desk import PATIENCE
from tests.features.interviews.desk import FORM
from tests.pace import no_time_passes
from tests.portal.world import World, hold, send

CHECK = {
    "register": "Invented Register of Companies",
    "register_day": "2026-11-20",
    "called": "+254200000002",
    "source": "printed directory",
    "call_day": "2026-11-21",
    "person": "yes",
    "pledge": "yes",
}


async def applied(world: World, **changes: str) -> httpx.Response:
    async with world.browser() as browser:
        assert "/portal/employers/apply?lang=en" in (await browser.get("/portal/sign-in")).text
        await browser.get("/portal/employers/apply")
        return await send(browser, "/employers/apply", **(FORM | changes))


async def newest(world: World) -> str:
    query = select(employer_rows.c.id).order_by(employer_rows.c.applied.desc())
    return await world.store.read(lambda conn: str(conn.scalar(query)))


async def colleague(world: World, *roles: str) -> httpx.AsyncClient:
    """The browser of one more person of the NGO."""
    account = await world.store.write(lambda conn: world.account(conn, world.ngo, *roles))
    browser = world.browser()
    hold(browser, await world.session(account))
    return browser


async def check(browser: httpx.AsyncClient, employer: str, **changes: str) -> httpx.Response:
    page = (await browser.get(f"/portal/vetting/{employer}")).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    fields = CHECK | {"seen": seen[1] if seen else ""} | changes
    return await send(browser, f"/vetting/{employer}/check", **fields)


async def state(world: World, employer: str) -> str:
    found = await world.store.read(lambda conn: employers.standing(conn, employer, world.now))
    return found.state if found else ""


async def test_E1_an_application_keeps_what_was_typed_and_thanks_alike(either_world: World) -> None:
    world = either_world
    bad = await applied(world, phone="12", host="nothing", pledge="")
    assert bad.status_code == 422
    assert "Invented Bakery Ltd" in bad.text
    assert "+ and the country code" in bad.text
    assert bad.text.count('class="problem"') == 3
    first, second = await applied(world), await applied(world, name="Another Name Ltd")
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"] == "/portal/employers/apply/thanks?lang=en"


async def test_E1_the_pledge_is_read_in_every_language(world: World) -> None:
    pages = set()
    async with world.browser() as browser:
        for tag in TAGS:
            page = (await browser.get(f"/portal/employers/apply?lang={tag}")).text
            pages.add(re.findall(r'<ul class="promise">.*?</ul>', page, re.DOTALL)[0])
    assert len(pages) == len(TAGS)


async def test_I13_applications_of_strangers_are_slowed_down(world: World) -> None:
    app = world.app()
    async with world.browser(app) as browser:
        await browser.get("/portal/employers/apply")
        with no_time_passes(world.portal) as desk:
            while await desk.wait_as_stranger() <= PATIENCE:
                pass
            assert (await send(browser, "/employers/apply", **FORM)).status_code == 429
    assert await world.store.read(lambda conn: conn.scalar(select(func.count(employer_rows.c.id)))) == 0


async def test_E1_two_people_admit_and_the_named_person_is_invited(either_world: World) -> None:
    world = either_world
    await applied(world)
    employer = await newest(world)
    first = await world.signed_in("vetter")
    assert "Invented Bakery Ltd" in (await first.get("/portal/vetting")).text
    assert (await check(first, employer, called="")).status_code == 422
    seen = re.findall(r'name="seen" value="(\w+)"', (await first.get(f"/portal/vetting/{employer}")).text)
    assert (await check(first, employer)).status_code == 303
    assert await state(world, employer) == "checking"
    again = await check(first, employer, seen=seen[0])
    assert again.status_code == 422
    assert "another person" in again.text
    assert await state(world, employer) == "checking"
    second = await colleague(world, "manager")
    assert (await check(second, employer)).status_code == 303
    assert await state(world, employer) == "admitted"
    await _invited(world, employer)
    link = await send(second, f"/vetting/{employer}/link")
    token = re.search(r"/portal/invitation/([\w-]+)", link.text)
    assert token is not None
    async with world.browser() as browser:
        assert "Invented Bakery Ltd" in (await browser.get(f"/portal/invitation/{token[1]}")).text


async def _invited(world: World, employer: str) -> None:
    """The organisation has the employer's id, and its named person waits with the one role."""
    made = await world.store.read(lambda conn: organisations.get(conn, employer))
    assert made is not None
    assert (made.kind, made.name) == ("employer", "Invented Bakery Ltd")
    (person,) = await world.store.read(lambda conn: directory.listed(conn, world.staff, employer, world.now))
    assert (person.email, person.roles, person.state) == (FORM["mail"], ("employer",), "invited")
    assert [(to, kind) for to, kind, _ in world.posted.mails] == [(person.id, "account.invited")]


async def test_E1_a_name_or_address_that_is_taken_does_no_harm(world: World) -> None:
    await world.store.write(
        lambda conn: organisations.admit(conn, "test", "ngo", "Invented Bakery Ltd", world.now)
    )
    await applied(world)
    employer = await newest(world)
    first, second = await world.signed_in("vetter"), await colleague(world, "vetter")
    await check(first, employer)
    await check(second, employer)
    made = await world.store.read(lambda conn: organisations.get(conn, employer))
    assert made is not None
    assert made.name == "Invented Bakery Ltd (KE)"
    world.clock.forward(5)
    await applied(world, name="Second Bakery")
    other = await newest(world)
    third, fourth = await world.signed_in("vetter"), await colleague(world, "vetter")
    await check(third, other)
    refused = await check(fourth, other)
    assert refused.status_code == 422
    assert "has an account already" in refused.text
    assert await state(world, other) == "checking"


async def test_S5_an_application_is_masked_until_a_factor_is_fresh(world: World) -> None:
    await applied(world)
    employer = await newest(world)
    browser = await world.signed_in("vetter")
    shown = (await browser.get(f"/portal/vetting/{employer}")).text
    assert FORM["mail"] in shown
    assert "Your check" in shown
    world.clock.forward(400)
    masked = (await browser.get(f"/portal/vetting/{employer}")).text
    assert "Invented Bakery Ltd" in masked
    for secret in (FORM["mail"], FORM["person"], "+254200000001", "Your check"):
        assert secret not in masked
    answer = await send(browser, f"/vetting/{employer}/check", **CHECK, seen="x")
    assert "/check" in answer.text
    assert await state(world, employer) == "applied"
    entries = await world.store.read(audit.page)
    assert [entry.what for entry in entries].count("employer.unmasked") == 1


async def test_E1_refusing_and_freezing_need_a_reason(world: World) -> None:
    await applied(world)
    employer = await newest(world)
    browser = await world.signed_in("vetter")
    assert (await send(browser, f"/vetting/{employer}/refuse", refuse_reason="no")).status_code == 422
    assert await state(world, employer) == "applied"
    done = await send(browser, f"/vetting/{employer}/refuse", refuse_reason="nobody answers the telephone")
    assert done.status_code == 303
    assert await state(world, employer) == "refused"
    assert "nobody answers the telephone" in (await browser.get(f"/portal/vetting/{employer}")).text


async def test_E1_the_queue_shows_renewals_in_time_and_hints(world: World) -> None:
    await applied(world, mail="someone@gmail.com")
    await applied(world)
    employer = await newest(world)
    until = int(world.now) + 20 * 86_400

    def soon(conn: Connection) -> None:
        values: Mapping[str, object] = {"state": "admitted", "until": until}
        conn.execute(update(employer_rows).where(employer_rows.c.id == employer).values(**values))

    await world.store.write(soon)
    browser = await world.signed_in("manager")
    page = (await browser.get("/portal/vetting")).text
    assert "Renewal is due" in page
    assert "a free one that anybody can open" in page
    assert page.count("Another application has some") == 2
