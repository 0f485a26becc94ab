"""Each week is counted once, when it is over; what is stored of it may be published (L4)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot.delivery.tables import persons
from bot.features import places, statistics
from bot.features.places import Draft
from bot.features.staff import COMMAND_LINE, SignedIn, StaffRefused, organisations
from bot.features.statistics import Veil, job, publish_week, reach, sweep, weeks
from bot.features.statistics.counting import Cell
from bot.features.statistics.tables import figures
from bot.store.database import Store
from tests.clock import START, FakeClock

WEEK = 7 * 86_400
VEIL = Veil(b"of these tests")
MANAGER = replace(COMMAND_LINE, roles=frozenset({"manager"}), account="manager")


def join(conn: Connection, place: str, number: int, lang: str = "so", channel: str = "web") -> list[str]:
    """People who chose a place a week before START."""
    ids = [secrets.token_urlsafe(16) for _ in range(number)]
    row = {"channel": channel, "address": b"-", "lang": lang, "reachable": True}
    conn.execute(
        insert(persons), [{**row, "id": id_, "address_hash": secrets.token_bytes(32)} for id_ in ids]
    )
    since = int(START) - WEEK
    conn.execute(
        insert(places.person_places),
        [{"person_id": id_, "place_id": place, "since": since} for id_ in ids],
    )
    return ids


def register(conn: Connection) -> Mapping[str, str]:
    """The organisation that runs it, another one with a camp and a town in a district, and a camp apart."""
    made = {
        "operator": organisations.add(conn, COMMAND_LINE, "ngo", "Operator", START),
        "ngo": organisations.add(conn, COMMAND_LINE, "ngo", "Example NGO", START),
    }
    for code, kind, above, owner in (
        ("land", "country", "", ""),
        ("hills", "district", "land", ""),
        ("camp", "camp", "hills", "ngo"),
        ("town", "town", "hills", "ngo"),
        ("village", "town", "hills", ""),
        ("apart", "camp", "land", "ngo"),
    ):
        names, owner = {"en": code.title()}, made.get(owner, "")
        draft = Draft(code, kind, made.get(above, ""), "KE", "Africa/Nairobi", names, owner)
        made[code] = places.add(conn, draft, START).id
    return made


def stored(conn: Connection) -> dict[Cell, int]:
    columns = figures.c
    rows = conn.execute(select(columns.scope, columns.district, columns.split, columns.key, columns.people))
    return {Cell(*row[:4]): row[4] for row in rows}


def about(exact: int, shown: int | None) -> bool:
    return shown is not None and shown % 5 == 0 and abs(shown - exact) < 5


async def test_L4_a_week_is_counted_once_it_is_over_and_does_not_change_when_somebody_joins(
    store: Store,
) -> None:
    made = await store.write(register)

    def fill(conn: Connection) -> None:
        join(conn, made["camp"], 43, "so", "telegram:1")
        join(conn, made["town"], 31, "ar")
        join(conn, made["apart"], 64, "so")

    await store.write(fill)
    clock = FakeClock()
    publishing = job(store, clock, VEIL)
    await publishing.work()
    before = await store.read(stored)
    assert about(138, before[Cell("", "")])
    assert about(74, before[Cell("", made["hills"])])
    assert about(107, before[Cell(made["ngo"], "", "lang", "so")])
    assert about(43, before[Cell("", made["hills"], "channel", "telegram")])
    await store.write(lambda conn: join(conn, made["camp"], 200))
    clock.forward(86_400)
    await publishing.work()
    assert await store.read(stored) == before
    clock.forward(86_400)  # it is Monday
    await publishing.work()
    both = await store.read(lambda conn: reach(conn, COMMAND_LINE, clock.now(), back=2))
    assert [about(exact, shown) for exact, shown in zip((138, 338), both.by_week.values(), strict=True)] == [
        True,
        True,
    ]


async def test_L4_nothing_finer_than_a_district_is_stored(store: Store) -> None:
    made = await store.write(register)
    await store.write(lambda conn: join(conn, made["camp"], 60))
    await store.write(lambda conn: join(conn, made["apart"], 60))
    await store.write(lambda conn: publish_week(conn, VEIL, START))
    # The second camp stands right below its country: the register knows no wider part of it.
    districts = {cell.district for cell in await store.read(stored)}
    assert districts == {"", made["hills"], made["apart"]}


async def test_L4_few_people_leave_no_row_and_neither_does_what_would_give_them_away(store: Store) -> None:
    made = await store.write(register)

    def fill(conn: Connection) -> None:
        join(conn, made["camp"], 50, "so")
        join(conn, made["camp"], 50, "ar")
        join(conn, made["camp"], 3, "uk")

    await store.write(fill)
    await store.write(lambda conn: publish_week(conn, VEIL, START))
    shown = await store.read(stored)
    langs = {cell.key for cell in shown if cell.split == "lang" and cell.district == made["hills"]}
    assert len(langs) == 1
    assert langs < {"so", "ar"}


async def test_only_people_who_can_be_written_to_and_had_chosen_by_then_are_counted(store: Store) -> None:
    made = await store.write(register)

    def fill(conn: Connection) -> None:
        join(conn, made["camp"], 40)
        gone = join(conn, made["camp"], 30)
        conn.execute(update(persons).where(persons.c.id.in_(gone)).values(reachable=False))
        late = join(conn, made["camp"], 30)
        chosen = places.person_places
        this_week = update(chosen).where(chosen.c.person_id.in_(late)).values(since=int(START))
        conn.execute(this_week)

    await store.write(fill)
    await store.write(lambda conn: publish_week(conn, VEIL, START))
    assert about(40, (await store.read(stored))[Cell("", "")])


async def test_A13_an_organisation_sees_the_people_of_its_own_places_alone(store: Store) -> None:
    made = await store.write(register)

    def fill(conn: Connection) -> None:
        join(conn, made["camp"], 40)
        join(conn, made["village"], 90)
        publish_week(conn, VEIL, START)

    await store.write(fill)

    async def seen(who: SignedIn, district: str = "") -> int | None:
        return await store.read(lambda conn: reach(conn, who, START, district=district).people())

    own = replace(MANAGER, organisation=made["ngo"])
    assert about(40, await seen(own))
    assert about(40, await seen(own, made["hills"]))
    assert about(130, await seen(replace(MANAGER, organisation=made["operator"])))
    assert about(130, await seen(COMMAND_LINE))
    other = await store.write(lambda conn: organisations.add(conn, COMMAND_LINE, "ngo", "Other", START))
    assert await seen(replace(MANAGER, organisation=other)) is None
    with pytest.raises(LookupError):
        await seen(replace(MANAGER, organisation=other), made["hills"])
    with pytest.raises(StaffRefused):
        await seen(replace(own, roles=frozenset({"announcer"})))


async def test_figures_go_after_53_weeks_and_a_week_without_a_count_stays_empty(store: Store) -> None:
    made = await store.write(register)
    await store.write(lambda conn: join(conn, made["camp"], 40))
    week = weeks.last_whole(START)
    await store.write(lambda conn: publish_week(conn, VEIL, START))
    await store.write(lambda conn: publish_week(conn, VEIL, START + 2 * WEEK))
    found = await store.read(lambda conn: reach(conn, COMMAND_LINE, START + 2 * WEEK, back=3))
    assert [bool(people) for people in found.by_week.values()] == [True, False, True]
    assert await store.write(lambda conn: sweep(conn, START + 52 * WEEK)) == {"statistics": 0}
    assert await store.read(lambda conn: bool(statistics.figures_of(conn, "", [week])))
    await store.write(lambda conn: sweep(conn, START + 53 * WEEK))
    assert not await store.read(lambda conn: statistics.figures_of(conn, "", [week]))


async def test_L4_a_person_who_is_deleted_changes_nothing_that_was_published(store: Store) -> None:
    made = await store.write(register)
    ids = await store.write(lambda conn: join(conn, made["camp"], 40))
    await store.write(lambda conn: publish_week(conn, VEIL, START))
    before = await store.read(stored)
    await store.write(lambda conn: conn.execute(delete(persons).where(persons.c.id.in_(ids[:20]))))
    await store.write(lambda conn: publish_week(conn, VEIL, START + 3_600))
    assert await store.read(stored) == before
