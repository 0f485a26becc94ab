"""Reports and freezes on the pages: who decides, who sees the reporter, and that looks are kept (E7)."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.features.interviews import employers
from bot.features.interviews.employers import About
from bot.features.staff import audit
from tests.portal.samples import applicant
from tests.portal.test_vetting import state
from tests.portal.world import World, send

WORDS = "He wanted 300 first."


async def reported(world: World, kind: str = "asked_for_money", employer: str = "") -> tuple[str, str, str]:
    """The employer, the report, and the person who made it."""

    def make(conn: Connection) -> tuple[str, str, str]:
        id_ = employer or applicant(conn, world, "")
        person = world.account(conn, world.ngo)
        about, desk = About("employer", id_), world.hiring.desk
        made = employers.report(conn, desk, person, about, kind, WORDS, world.now)
        assert isinstance(made, employers.Reported)
        return id_, made.id, person

    return await world.store.write(make)


async def test_E7_a_report_waits_freezes_and_is_lifted_with_a_reason(either_world: World) -> None:
    world = either_world
    employer, report, _ = await reported(world)
    browser = await world.signed_in("vetter")
    page = (await browser.get("/portal/reports")).text
    assert f"/reports/{employer}" in page
    assert "Because of a report" in page
    assert WORDS not in page
    one = (await browser.get(f"/portal/reports/{employer}")).text
    assert WORDS in one
    assert f'name="seen" value="{report}"' in one
    path = f"/reports/{employer}/lift"
    assert (await send(browser, path, lift_reason="ok", seen=report)).status_code == 422
    newer = (await reported(world, "threatened", employer))[1]
    stopped = await send(browser, path, lift_reason="we asked both sides", seen=report)
    assert stopped.status_code == 422
    assert "was changed since" in stopped.text
    assert newer in stopped.text
    assert await state(world, employer) == "frozen"
    done = await send(browser, path, lift_reason="we asked both sides", seen=f"{report} {newer}")
    assert done.status_code == 303
    assert await state(world, employer) == "admitted"
    assert "we asked both sides" in (await browser.get("/portal/reports")).text


async def test_E7_an_employer_is_shut_out_for_good(world: World) -> None:
    employer, report, _ = await reported(world)
    browser = await world.signed_in("manager")
    path = f"/reports/{employer}/close"
    assert (await send(browser, path, close_reason="it was all true", seen=report)).status_code == 303
    assert await state(world, employer) == "refused"


async def test_E7_a_lesser_report_is_decided_alone(world: World) -> None:
    employer, report, _ = await reported(world, "other_contact")
    browser = await world.signed_in("vetter")
    page = (await browser.get(f"/portal/reports/{employer}?report={report}")).text
    assert 'name="outcome" value="warned"' in page
    path = f"/reports/{employer}/settle"
    assert (await send(browser, path, report=report, outcome="lifted")).status_code == 422
    fields = {"report": report, "outcome": "warned", "settle_reason": "we told them the rules"}
    assert (await send(browser, path, **fields)).status_code == 303
    assert (await send(browser, path, **fields)).status_code == 409
    assert "Employer warned" in (await browser.get(f"/portal/reports/{employer}")).text


async def test_E7_a_case_worker_sees_the_reporter_and_the_look_is_kept(either_world: World) -> None:
    world = either_world
    employer, report, person = await reported(world)
    browser = await world.signed_in("case_worker")
    page = await browser.get(f"/portal/reports/{employer}")
    assert person not in page.text
    assert "/lift" not in page.text
    shown = await send(browser, f"/reports/{employer}/reporter", report=report)
    assert person in shown.text
    assert person not in (await browser.get(f"/portal/reports/{employer}")).text
    entries = await world.store.read(audit.page)
    looks = [entry for entry in entries if entry.what == "report.unmasked"]
    assert [(look.actor, look.about) for look in looks] == [(world.people["case_worker"], report)]
    vetter = await world.signed_in("vetter")
    assert (await send(vetter, f"/reports/{employer}/reporter", report=report)).status_code == 403


async def test_S5_words_of_a_report_are_masked_until_a_factor_is_fresh(world: World) -> None:
    employer, report, person = await reported(world)
    browser = await world.signed_in("case_worker")
    world.clock.forward(400)
    page = (await browser.get(f"/portal/reports/{employer}")).text
    assert WORDS not in page
    assert re.search(r"I was asked for money", page)
    asked = await send(browser, f"/reports/{employer}/reporter", report=report)
    assert person not in asked.text
