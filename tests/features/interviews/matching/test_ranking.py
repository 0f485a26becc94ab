"""The order in SQL is that of the reasons, and reaches everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, func, select

from bot.features.interviews.matching.keeping import LOTS
from bot.features.interviews.matching.model import Codes, Tongue, Wanted
from bot.features.interviews.matching.ranking import TOP, Ranked, place, ranked
from bot.features.interviews.matching.scoring import match
from bot.features.interviews.matching.tables import candidates
from bot.store.database import Store
from tests.features.interviews.matching.crowd import crowd
from tests.features.interviews.matching.crowd import store as put

NOW = 1_795_255_200
MANY = 400
VACANCIES = (
    Wanted(
        "bread", "o", "7512", "DE", (Tongue("de", 2, 2), Tongue("en", 3, 3, 3, 3)), 3, ("car",), True, True
    ),
    Wanted("shop", "o", "5223", "CA"),
    Wanted("field", "o", "6111", "IT", (Tongue("it", 1, 1, 0, 0),), 12, nights=True),
    Wanted("nobody", "o", "0110", "AU", (Tongue("xx", 1),), travel_document=True),
)


def all_of(conn: Connection, wanted: Wanted, size: int = 10) -> Iterator[list[Ranked]]:
    after = TOP
    while found := ranked(conn, wanted, NOW, after, size):
        yield found
        after = found[-1].place


async def settled(store: Store, many: int = MANY) -> dict[int, Codes]:
    return await store.write(lambda conn: put(conn, crowd(11), many, NOW + 1))


@pytest.mark.parametrize("wanted", VACANCIES, ids=lambda wanted: wanted.vacancy_id)
async def test_C8_paging_on_reaches_everybody_once_in_the_order_of_the_reasons(
    store: Store, wanted: Wanted
) -> None:
    people = await settled(store)
    pages = await store.read(lambda conn: list(all_of(conn, wanted)))
    found = [one for page in pages for one in page]
    assert sorted(one.id for one in found) == sorted(people)
    assert {one.id: one.points for one in found} == {
        id_: match(codes, wanted).points for id_, codes in people.items()
    }
    assert [one.place for one in found] == sorted((one.place for one in found), reverse=True)


async def test_another_order_would_be_noticed(store: Store) -> None:
    """The negative control of the test above: other needs give other points."""
    people = await settled(store)
    wanted = replace(VACANCIES[0], years=12)
    found = [one for page in await store.read(lambda conn: list(all_of(conn, wanted))) for one in page]
    assert {one.id: one.points for one in found} != {
        id_: match(codes, VACANCIES[0]).points for id_, codes in people.items()
    }


async def test_among_equals_every_vacancy_draws_anew(store: Store) -> None:
    alike = iter([Codes()] * 60)
    await store.write(lambda conn: put(conn, alike, 60, NOW + 1))
    orders = [
        tuple(one.id for one in await store.read(lambda conn: ranked(conn, wanted, NOW, limit=60)))  # noqa: B023
        for wanted in (VACANCIES[1], replace(VACANCIES[1], vacancy_id="shop 2"))
    ]
    assert set(orders[0]) == set(orders[1])
    assert orders[0] != orders[1]


async def test_who_is_paused_is_shown_to_nobody(store: Store) -> None:
    await settled(store, 5)
    assert len(await store.read(lambda conn: ranked(conn, VACANCIES[1], NOW))) == 5
    assert await store.read(lambda conn: ranked(conn, VACANCIES[1], NOW + 1)) == []


async def test_a_place_is_what_the_engine_counts(store: Store) -> None:
    await settled(store, 30)
    query = select(candidates.c.id, candidates.c.lot)
    rows = await store.read(lambda conn: conn.execute(query).all())
    lots = {row.id: row.lot for row in rows}
    for one in await store.read(lambda conn: ranked(conn, VACANCIES[0], NOW, limit=30)):
        assert one.place == place(one.points, lots[one.id], VACANCIES[0].vacancy_id)
        assert one.points == one.place // LOTS
    assert await store.read(lambda conn: conn.scalar(select(func.count()).select_from(candidates))) == 30


async def test_who_is_not_scored_at_first_is_not_missed(store: Store) -> None:
    """With many people the best are found among few of them: the pages are those of scoring everybody."""
    people = await settled(store, 3000)
    rows = await store.read(lambda conn: conn.execute(select(candidates.c.id, candidates.c.lot)).all())
    lots = {row.id: row.lot for row in rows}
    for wanted in VACANCIES[:2]:
        places = [
            place(match(codes, wanted).points, lots[id_], wanted.vacancy_id) for id_, codes in people.items()
        ]
        for after in (TOP, 80 * LOTS, 55 * LOTS, 30 * LOTS, 29 * LOTS, 22 * LOTS, 9 * LOTS):
            found = await store.read(lambda conn: ranked(conn, wanted, NOW, after, 20))  # noqa: B023
            best = sorted((one for one in places if one < after), reverse=True)[:20]
            assert [one.place for one in found] == best
