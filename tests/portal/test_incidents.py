"""O6 in the portal: an incident from its first hour to the letter, and the switch that stops all sending."""

from __future__ import annotations

import csv
import html
import io
import re

import httpx
import pytest
from sqlalchemy import Connection, update

from bot.delivery.fleet import muting
from bot.features.staff import audit
from bot.features.staff.tables import accounts
from bot.language.languages import TAGS
from bot.portal.audit_deeds import DEEDS
from bot.portal.audit_words import ACTORS
from tests.portal.world import World, hold, send

WORDS = "A laptop with <b>papers</b> was stolen."
FORM = {"day": "2026-11-20", "clock": "10:30", "scope": "staff", "happened": WORDS}

NOTICED = 1_795_170_600


async def opened(browser: httpx.AsyncClient, **changes: str) -> str:
    answer = await send(browser, "/incidents", **(FORM | changes))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/portal")


async def test_O6_an_incident_runs_its_72_hours_and_is_told(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        path = await opened(browser)
        page = (await browser.get(f"/portal{path}")).text
        assert "48 hours left" in page  # 23 and a half are over
        assert "A laptop with &lt;b&gt;papers&lt;/b&gt; was stolen." in page  # I7
        assert (await send(browser, f"{path}/told/authority")).status_code == 303
        assert "The authority was told" in (await browser.get(f"/portal{path}")).text
        assert "The authority was told" in (await browser.get("/portal/incidents")).text


@pytest.mark.parametrize(("past", "said"), [(-1, "0 hours left"), (1, "The 72 hours are over.")])
async def test_O6_the_clock_says_when_it_is_too_late(world: World, past: int, said: str) -> None:
    async with await world.signed_in("administrator") as browser:
        path = await opened(browser)
        world.clock.forward(NOTICED + 72 * 3600 + past - world.clock.now())
        hold(browser, await world.session(world.people["administrator"]))
        assert said in (await browser.get(f"/portal{path}")).text


async def test_O6_texts_stand_ready_in_every_language(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        page = (await browser.get(f"/portal{await opened(browser)}")).text
    ready = re.findall(r'<div class="own ready" lang="(\w+)" dir="(\w+)">(.*?)</div>', page, re.DOTALL)
    assert [lang for lang, _, _ in ready] == [tag for tag in TAGS for _ in range(2)]
    assert {lang for lang, direction, _ in ready if direction == "rtl"} == {"ar", "fa"}
    assert len({text for _, _, text in ready}) == 2 * len(TAGS), "each is in its own language"
    assert all("{" not in text and "/delete" in text for _, _, text in ready[::2])
    assert all("papers" in text for _, _, text in ready[1::2])


async def test_S5_L3_the_list_is_taken_with_a_fresh_factor_and_that_is_noted(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        path = await opened(browser)
        answer = await send(browser, f"{path}/export")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == len(world.people)
        assert set(rows[0]) == {"person", "channel", "language", "reachable"}
        assert {row["channel"] for row in rows} == {"mail"}
        assert "example.org" not in answer.text and "Person" not in answer.text
        world.clock.forward(400)
        await browser.get("/portal/incidents")
        stale = await send(browser, f"{path}/export")
        assert stale.headers.get("content-type", "").partition(";")[0] != "text/csv"
    exported = await world.store.read(lambda conn: audit.latest(conn, "incident.exported"))
    assert exported is not None
    assert exported.details == {"people": str(len(rows))}


async def test_O6_the_switch_stops_all_sending_and_one_alone_does_not_undo_it(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        assert (await send(browser, "/incidents/stop")).status_code == 303
        assert await world.store.read(muting.muted) is not None
        page = (await browser.get("/portal/incidents")).text
        assert "Nothing is sent. What is to be sent waits." in page
        for _ in range(2):
            answer = await send(browser, "/incidents/send-again")
            assert answer.status_code == 303
            assert await world.store.read(muting.muted) is not None
        page = (await browser.get("/portal/incidents")).text
        assert "You have agreed already." in page
        assert "since " in page and "until " in page and "&lt;" not in page
        assert "I agree to send again" not in page
    second = await world.store.write(lambda conn: world.account(conn, world.operator, "administrator"))
    async with world.browser() as browser:
        hold(browser, await world.session(second))
        assert "has agreed to send again" in (await browser.get("/portal/incidents")).text
        await send(browser, "/incidents/send-again")
        log = (await browser.get("/portal/audit")).text
    assert await world.store.read(muting.muted) is None
    assert "All sending was stopped" in log and "Sending was allowed again" in log


async def test_what_was_typed_stays_when_it_is_refused_or_somebody_else_was_faster(world: World) -> None:
    async with await world.signed_in("administrator") as browser:
        for changes in ({"day": "tomorrow"}, {"day": "2030-01-01"}, {"scope": "all"}):
            answer = await send(browser, "/incidents", **(FORM | changes))
            assert answer.status_code == 422
            assert "was stolen." in answer.text
        path = await opened(browser)
        new = {"scope": "web", "version": "1"}
        assert (await send(browser, f"{path}/change", **new, happened="Theirs.")).status_code == 303
        late = await send(browser, f"{path}/change", **new, happened="Mine.")
        assert late.status_code == 422
        assert "Somebody else changed this meanwhile" in late.text
        assert "Mine.</textarea>" in late.text and "Theirs." in late.text
        version = re.findall(r'name="version" value="(\d+)"', late.text)
        assert version == ["2"]
        again = await send(browser, f"{path}/change", scope="web", version="2", happened="Mine.")
        assert again.status_code == 303
        assert "Mine.</textarea>" in (await browser.get(f"/portal{path}")).text


@pytest.mark.parametrize("lang", TAGS)
async def test_L3_the_audit_page_says_in_words_what_commands_did(world: World, lang: str) -> None:
    def write(conn: Connection) -> None:
        for what in DEEDS:
            audit.note(conn, "command-line", what, "", {}, world.now)
        conn.execute(update(accounts).values(lang=lang))

    await world.store.write(write)
    page, more = "", "/portal/audit"
    async with await world.signed_in("administrator") as browser:
        while more:
            shown = (await browser.get(more)).text
            found = re.search(r'href="(/portal/audit\?before=\d+)"', shown)
            page, more = page + html.unescape(shown), found[1] if found else ""
    label = world.portal.state.desk.renderer.label
    for text in (*DEEDS.values(), ACTORS["command-line"]):
        words = label(text, lang)
        assert words in page
        assert lang == "en" or words != text.msg
