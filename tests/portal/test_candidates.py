"""Candidates, profile limits, canaries and calendars on the pages, on both engines where state matters."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Connection

from bot.features.interviews import matching
from bot.features.interviews.matching import Viewer
from bot.hiring import INVITED
from bot.language.languages import LANGUAGES
from tests.portal import meetings
from tests.portal.meetings import LINK
from tests.portal.test_meetings import interview, news, released
from tests.portal.world import World, send


async def test_C8_E4_everybody_is_reached_by_paging_on_and_each_has_reasons(either_world: World) -> None:
    world, made = either_world, await released(either_world)
    refs = await world.store.write(
        lambda conn: {meetings.candidate(conn, world, world.employer, shares=False)[1] for _ in range(13)}
    )
    seen: set[str] = set()
    async with await world.signed_in("employer") as browser:
        path = f"/portal/candidates/{made}"
        while path:
            page = await browser.get(path)
            seen |= {ref for ref in refs if ref in page.text}
            assert "asked for" in page.text or "experience" in page.text
            link = re.search(r'class="button" href="([^"]*after=[^"]*)"', page.text)
            path = link[1] if link else ""
    assert seen == refs


async def test_E3_a_profile_opens_only_after_her_yes_and_shows_no_place_of_hers(either_world: World) -> None:
    world, made = either_world, await released(either_world)
    _, no = await world.store.write(
        lambda conn: meetings.candidate(conn, world, world.employer, shares=False)
    )
    person, yes = await world.store.write(lambda conn: meetings.candidate(conn, world, world.employer))
    async with await world.signed_in("employer") as browser:
        closed = await send(browser, f"/candidates/{made}/{no}/open")
        assert closed.status_code == 422 and "has not agreed to show you" in closed.text
        opened = await send(browser, f"/candidates/{made}/{yes}/open")
        assert opened.status_code == 200 and "own statement" in opened.text.lower()
        assert person not in opened.text
        invited = await send(browser, f"/candidates/{made}/{yes}/invite")
        assert invited.status_code == 303
        assert "Invited, no answer yet" in (await browser.get(f"/portal/candidates/{made}")).text
        assert len(await news(world, person, INVITED)) == 1
        await send(browser, f"/candidates/{made}/{yes}/withdraw")
        assert "You took the invitation back" in (await browser.get(f"/portal/candidates/{made}")).text


async def test_E5_opening_a_canary_stops_the_employer(world: World) -> None:
    made = await released(world)
    handle = int(await world.store.write(lambda conn: meetings.canary(conn, world, world.employer)))
    ref = await world.store.write(lambda conn: matching.refs_for(conn, [handle], world.employer)[handle])
    async with await world.signed_in("employer") as browser:
        answer = await send(browser, f"/candidates/{made}/{ref}/open")
        assert answer.status_code == 403 and "stopped for a check" in answer.text
        assert (await browser.get(f"/portal/candidates/{made}")).status_code == 409


async def test_E4_after_thirty_profiles_staff_are_asked_and_allow_more(world: World) -> None:
    made = await released(world)
    viewer = Viewer(world.people["employer"], world.employer)

    def use_up(conn: Connection) -> str:
        for number in range(matching.limits.MOST):
            assert matching.limits.count(conn, viewer.account, f"ref-{number}", world.now)
        return meetings.candidate(conn, world, world.employer)[1]

    ref = await world.store.write(use_up)
    async with await world.signed_in("employer") as browser:
        over = await send(browser, f"/candidates/{made}/{ref}/open")
        assert "You have opened 30 profiles today" in over.text and "Ask staff for more" in over.text
        assert (await send(browser, "/candidates/ask")).status_code == 303
    async with await world.signed_in("manager") as browser:
        page = await browser.get("/portal/canaries")
        (asked,) = re.findall(r"/canaries/requests/([\w-]+)/grant", page.text)
        assert (await send(browser, f"/canaries/requests/{asked}/grant")).status_code == 303
        planted = await send(browser, "/canaries", unit="3435", lang="so")
        assert planted.status_code == 303
        assert (await send(browser, "/canaries", unit="0000", lang="so")).status_code == 422
    async with await world.signed_in("employer") as browser:
        assert (await send(browser, f"/candidates/{made}/{ref}/open")).status_code == 200


async def test_E3_the_calendar_feed_works_without_a_session_and_names_nobody(world: World) -> None:
    booked, _ = await interview(world)
    async with await world.signed_in("employer") as browser:
        made = await send(browser, "/calendar/renew")
        (address,) = re.findall(r"http://localhost:8000(/portal/calendar/[\w-]+\.ics)", made.text)
        file = await browser.get(f"/portal/interviews/{booked.id}/file.ics")
        assert file.headers["content-disposition"].startswith("attachment")
        assert booked.uid in file.text and booked.person not in file.text
    async with world.browser() as program:
        feed = await program.get(address)
        assert feed.status_code == 200 and booked.uid in feed.text
        assert booked.person not in feed.text and LINK not in feed.text
        answers = [(await program.get(address)).status_code for _ in range(25)]
        assert set(answers) == {200, 429}
    async with await world.signed_in("employer") as browser:
        await send(browser, "/calendar/stop")
        assert (await browser.get(address)).status_code == 410


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_every_page_has_its_words_in_every_language(world: World, lang: str) -> None:
    booked, made = await interview(world)
    async with await world.signed_in("employer") as browser:
        await send(browser, "/account", name="Person", lang=lang, zone="Africa/Nairobi")
        for path in ("times", "times/new", "interviews", f"interviews/{booked.id}", f"candidates/{made}"):
            page = await browser.get(f"/portal/{path}")
            assert page.status_code == 200
            assert f'<html lang="{lang}"' in page.text
