"""The demo's employer and advert: made by the ordinary steps, marked, and nowhere but in a demo."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, func, select

from bot.demo import furnish
from bot.features.incidents import switch
from bot.features.interviews import employers, matching, slots, vacancies
from bot.features.interviews.employers.tables import employer_checks
from bot.features.interviews.employers.tables import employers as employer_rows
from bot.features.interviews.matching.tables import candidates
from bot.features.interviews.slots.tables import slots as slot_rows
from bot.features.interviews.vacancies import Record
from bot.features.staff import demo, directory, installation, sessions
from bot.language.languages import TAGS
from tests.portal import meetings
from tests.portal.conftest import either_world as either_world
from tests.portal.conftest import world as world
from tests.portal.world import World, own_adverts


async def furnished(world: World) -> list[Record]:
    def make(conn: Connection) -> list[Record]:
        people = demo.demo_links(conn, world.staff, world.now)
        furnish(conn, world.hiring, own_adverts(), people, world.now)
        return vacancies.all_shown(conn, world.hiring.desk, world.now)

    return await world.store.write(make)


async def test_E1_a_demo_has_an_admitted_employer_and_one_advert_both_marked(either_world: World) -> None:
    world = either_world
    (record,) = await furnished(world)
    name = (await world.store.read(lambda c: employers.names(c, world.hiring.desk, [record.employer], 0)))[
        record.employer
    ]
    assert record.vacancy is not None
    for lang in TAGS:
        text = own_adverts().shown(record.vacancy, name, record.lang, lang).text
        assert text.count("Demo") >= 4
    checks = await world.store.read(lambda conn: conn.scalars(select(employer_checks.c.account_id)).all())
    assert len(set(checks)) == 2
    assert [one.id for one in await furnished(world)] == [record.id]


async def test_a_demo_has_candidates_who_fit_and_times_to_book_made_once(either_world: World) -> None:
    world = either_world
    (record,) = await furnished(world)
    hiring = world.hiring

    def look(conn: Connection) -> tuple[matching.Page, str, list[slots.Slot]]:
        host = next(
            one.account for one in demo.demo_links(conn, world.staff, world.now) if "employer" in one.roles
        )
        viewer = matching.Viewer(host, record.employer)
        page = matching.page(conn, hiring.ports, viewer, record.id, world.now)
        best = page.candidates[0].ref
        opened = matching.open_profile(conn, hiring.ports, viewer, record.id, best, world.now)
        assert hiring.invite(conn, viewer, record.id, page.candidates[-1].ref, world.now).outcome == "invited"
        asking = meetings.candidate(conn, world, record.employer)[0]
        return page, str(opened.document), slots.free_slots(conn, asking, record.id, int(world.now), limit=50)

    page, document, free = await world.store.write(look)
    assert [one.released for one in page.candidates] == [True, True, False]
    assert "Demo: " in document
    assert len(free) == 10
    assert {datetime.fromtimestamp(one.start, UTC).isocalendar().week for one in free} == {48}, "next week"

    def empty(conn: Connection) -> None:
        for table in (candidates, slot_rows):
            conn.execute(delete(table))

    await world.store.write(empty)
    await furnished(world)
    count = select(func.count()).select_from(candidates)
    assert await world.store.read(lambda conn: conn.scalar(count)) == 0, "what is gone stays gone"


async def test_people_of_the_demo_are_called_what_they_are_and_others_are_not(world: World) -> None:
    await furnished(world)

    def look(conn: Connection) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in directory.listed(conn, world.staff, None, world.now):
            found.setdefault("demo" if one.email.endswith("@demo.invalid") else "other", set()).add(one.state)
        return found

    found = await world.store.read(look)
    assert found["demo"] == {"demo"} and "demo" not in found.get("other", set())


@pytest.mark.parametrize("second", [True, False])
async def test_O6_a_stop_in_a_demo_is_ended_on_the_page_by_its_two_administrators(
    either_world: World, second: bool
) -> None:
    """The negative control: one of them who agrees twice ends nothing."""
    world = either_world
    await world.store.write(lambda conn: installation.mark(conn, True, world.now))

    def stop_and_agree(conn: Connection) -> list[str]:
        links = demo.demo_links(conn, world.staff, world.now)
        found = []
        for link in links:
            if "administrator" in link.roles:
                token = demo.sign_in(conn, world.staff, link.token, world.now)
                found.append(sessions.signed_in(conn, world.staff, token, world.now))
        first, other = found
        assert first is not None and other is not None
        assert all(one.name.startswith("Demo ") for one in (first, other))
        assert switch.stop(conn, first, world.now)
        return [switch.agree(conn, one, world.now) for one in (first, other if second else first)]

    assert await world.store.write(stop_and_agree) == ["asked", "done" if second else "asked"]


async def test_E1_an_admission_that_is_over_is_checked_anew(world: World) -> None:
    await furnished(world)
    world.clock.forward(183 * 86_400)
    assert len(await furnished(world)) == 1


async def test_what_people_did_in_the_demo_stays(world: World) -> None:
    (record,) = await furnished(world)
    desk, now = world.hiring.desk, world.now
    await world.store.write(lambda conn: employers.freeze_now(conn, desk, record.employer, "canary", now))
    assert await furnished(world) == []


@pytest.mark.parametrize("marked", [True, False])
async def test_nothing_is_made_where_it_is_no_demo(
    world: World, marked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with the mark the same call makes an employer."""
    people = await world.store.write(lambda conn: demo.demo_links(conn, world.staff, world.now))
    monkeypatch.setattr("bot.demo.is_demo", lambda conn: marked)
    hiring = world.hiring
    await world.store.write(lambda conn: furnish(conn, hiring, own_adverts(), people, world.now))
    count = await world.store.read(lambda conn: conn.scalar(select(func.count(employer_rows.c.id))))
    assert count == int(marked)
