"""Statistics on the pages: own places alone, nothing small, a plot that can be heard, a file (L4, S5, L3)."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from sqlalchemy import Connection, select

from bot.features import places, statistics
from bot.features.library.records import keep_feedback
from bot.features.library.unanswered import Unanswered
from bot.features.staff import audit
from bot.features.staff.tables import audit as entries
from bot.portal.chart import plot
from tests.features.statistics.test_publishing import join
from tests.portal.world import World, send

WEEK = 7 * 86_400
ASKED = "Where can I repair my bicycle?"


def furnish(conn: Connection, world: World) -> dict[str, str]:
    """Two districts: one of the NGO's, and one of nobody; people as of last week's end."""
    made = {}
    for code, owner in (("hills", world.ngo), ("plains", "")):
        draft = places.Draft(code, "district", "", "KE", "Africa/Nairobi", {"en": f"={code}"}, owner)
        made[code] = places.add(conn, draft, world.now).id
    join(conn, made["hills"], 60, "so")
    join(conn, made["hills"], 40, "ar", "telegram:7")
    join(conn, made["hills"], 4, "uk")
    join(conn, made["plains"], 300, "en")
    statistics.publish_week(conn, statistics.Veil(world.staff.figures_secret), world.now)
    return made


def heard(conn: Connection, world: World) -> None:
    """Answers and questions of last week: many of one kind, and three of another."""
    last = world.now - WEEK
    for helped, number in ((True, 3), (False, 45)):
        for _ in range(number):
            keep_feedback(conn, "work/contract", "en", helped, last)
    noted = Unanswered(world.staff.keys.data, b"any")
    for person in range(40):
        noted.note(conn, f"p{person}", "en", None, ["bicycle", "repair"], ASKED, last)
    for person in range(3):
        noted.note(conn, f"p{person}", "en", None, ["piano"], "Who tunes a piano?", last)
    for person in range(40):
        noted.note(conn, f"p{person}", "so", None, ["now"], "Asked this week", world.now)


def numbers(page: str) -> list[int]:
    """Every figure of the tables."""
    return [int(number) for number in re.findall(r"<div>(\d+)(?:<svg|</div>)", page)]


async def test_L4_A13_a_manager_sees_own_places_an_administrator_all_and_nobody_a_small_number(
    either_world: World,
) -> None:
    world = either_world
    made = await world.store.write(lambda conn: furnish(conn, world))
    manager, administrator = await world.signed_in("manager"), await world.signed_in("administrator")
    page = (await manager.get("/portal/statistics")).text
    assert "=hills" in page and "=plains" not in page
    assert max(numbers(page)) <= 108
    assert min(numbers(page)) >= 10
    assert all(number % 5 == 0 for number in numbers(page))
    assert "Ukrainian" not in page  # four people
    everything = (await administrator.get("/portal/statistics")).text
    assert "=plains" in everything
    assert max(numbers(everything)) >= 400
    one = await manager.get(f"/portal/statistics?district={made['hills']}")
    assert "All districts together" in one.text
    assert (await manager.get(f"/portal/statistics?district={made['plains']}")).status_code == 404
    assert (await administrator.get(f"/portal/statistics?district={made['plains']}")).status_code == 200


async def test_L4_what_is_loaded_again_within_a_week_is_the_same_whoever_joins(world: World) -> None:
    made = await world.store.write(lambda conn: furnish(conn, world))
    await world.store.write(lambda conn: heard(conn, world))
    manager = await world.signed_in("manager")
    before = numbers((await manager.get("/portal/statistics")).text)
    veil = statistics.Veil(world.staff.figures_secret)

    def day(conn: Connection) -> None:
        join(conn, made["hills"], 30, "uk")
        for _ in range(30):
            keep_feedback(conn, "work/contract", "en", True, world.now)
        statistics.publish_week(conn, veil, world.now + 3_600)

    await world.store.write(day)
    assert numbers((await manager.get("/portal/statistics")).text) == before


async def test_L4_pages_that_helped_and_questions_are_there_where_many_asked_in_a_whole_week(
    world: World,
) -> None:
    await world.store.write(lambda conn: furnish(conn, world))
    await world.store.write(lambda conn: heard(conn, world))
    page = (await (await world.signed_in("manager")).get("/portal/statistics")).text
    assert "Pages that helped least" in page
    assert "Pages that helped most" not in page
    assert ASKED in page
    assert "piano" not in page
    assert "Asked this week" not in page


async def test_the_plot_has_a_title_a_description_and_the_same_as_a_table(world: World) -> None:
    await world.store.write(lambda conn: furnish(conn, world))
    page = (await (await world.signed_in("manager")).get("/portal/statistics")).text
    svg = page[page.index('<svg class="chart"') :]
    svg = svg[: svg.index("</svg>")]
    assert re.search(r'role="img" aria-labelledby="chart-title chart-text"', svg)
    assert '<title id="chart-title">' in svg and '<desc id="chart-text">' in svg
    assert svg.count("<rect") == statistics.BACK
    assert "style=" not in svg and "<script" not in svg
    drawn = [int(text) for text in re.findall(r">(\d+)</text>", svg)]
    table = page[page.index('id="by-week"') :]
    assert drawn == numbers(table[: table.index("</tbody>")])


def test_columns_begin_where_reading_begins_and_a_hidden_one_is_no_zero() -> None:
    points = [("a", 50), ("b", None), ("c", 100)]
    left, right = plot(points, rtl=False), plot(points, rtl=True)
    assert [column.label for column in sorted(right.columns, key=lambda one: one.x)] == ["c", "b", "a"]
    assert [column.x for column in left.columns] == sorted(column.x for column in left.columns)
    assert left.columns[0].height * 2 == left.columns[2].height
    assert all(column.y + column.height == left.floor for column in left.columns)
    assert not left.whole


async def test_where_nothing_may_be_shown_a_sentence_says_so_instead_of_empty_frames(world: World) -> None:
    manager = await world.signed_in("manager")
    assert "Your organisation has no place" in (await manager.get("/portal/statistics")).text
    names = {"en": "Hills"}
    draft = places.Draft("hills", "district", "", "KE", "Africa/Nairobi", names, world.ngo)
    made = await world.store.write(lambda conn: places.add(conn, draft, world.now))
    assert "Nothing is counted yet" in (await manager.get("/portal/statistics")).text

    def few(conn: Connection) -> None:
        join(conn, made.id, 9)
        statistics.publish_week(conn, statistics.Veil(world.staff.figures_secret), world.now)

    await world.store.write(few)
    page = (await manager.get("/portal/statistics")).text
    assert "There is nothing yet that may be shown" in page
    assert "<svg" not in page
    assert numbers(page) == []
    assert page.count("not shown</span>") == 1  # the district


async def test_S5_L3_the_file_needs_a_fresh_factor_has_no_formula_and_is_noted_down(world: World) -> None:
    await world.store.write(lambda conn: furnish(conn, world))
    await world.store.write(lambda conn: heard(conn, world))
    manager = await world.signed_in("manager")
    world.clock.forward(6 * 60)
    stale = await send(manager, "/statistics/export")
    assert stale.status_code == 403
    world.clock.forward(-6 * 60)
    answer = await send(manager, "/statistics/export")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(answer.text.lstrip("\ufeff").splitlines()))
    assert {row["district"] for row in rows} == {"", "'=hills"}
    assert all(int(row["people"]) >= 10 and int(row["people"]) % 5 == 0 for row in rows)
    assert {"reached", "page_did_not_help", "not_answered"} == {row["figure"] for row in rows}
    assert date.fromisoformat(rows[0]["week_until"]).weekday() == 6
    noted = await world.store.read(
        lambda conn: conn.execute(
            select(entries.c.actor, entries.c.organisation).where(entries.c.what == "statistics.exported")
        ).all()
    )
    assert [tuple(row) for row in noted] == [(world.people["manager"], world.ngo)]
    assert (await world.store.read(audit.check)).broken is None


@pytest.mark.parametrize("role", ["announcer", "approver", "case_worker", "employer"])
async def test_S4_statistics_are_for_managers_and_administrators(world: World, role: str) -> None:
    browser = await world.signed_in(role)
    assert (await browser.get("/portal/statistics")).status_code == 403
    assert (await send(browser, "/statistics/export")).status_code == 403
