"""What she chose: kept by her own act, forgotten with one word, with her, and after a year of silence."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Connection, func, select, update

from bot.delivery.retention import sweep as sweep_delivery
from bot.delivery.tables import persons
from bot.features.people import erase
from bot.features.places import (
    BadPlace,
    choose,
    keeps,
    leave,
    of,
    person_places,
    person_topics,
    set_active,
    set_topics,
    subscribe,
    sweep,
    topics,
    unsubscribe,
)
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from tests.features.places.conftest import Meet
from tests.features.places.some import NOW, furnish

DAY = 24 * 3600


def chosen(conn: Connection, person: str) -> tuple[str | None, tuple[str, ...]]:
    place = of(conn, person)
    return (place.code if place else None), topics(conn, person)


async def test_her_place_and_topics_are_what_she_chose_last(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    her = await store.write(meet)
    assert await store.read(lambda conn: chosen(conn, her)) == (None, ())

    def act(conn: Connection) -> None:
        choose(conn, her, made["hilltop"].id, NOW)
        choose(conn, her, made["riverside"].id, NOW)
        subscribe(conn, her, ["water", "health", "water"], NOW)
        subscribe(conn, her, ["water"], NOW)
        unsubscribe(conn, her, ["health"])

    await store.write(act)
    assert await store.read(lambda conn: chosen(conn, her)) == ("riverside", ("water",))
    await store.write(lambda conn: set_topics(conn, her, ["work", "supplies"], NOW))
    assert await store.read(lambda conn: chosen(conn, her)) == ("riverside", ("supplies", "work"))


async def test_D2_only_the_day_of_a_choice_is_kept(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    her = await store.write(meet)
    at = NOW // DAY * DAY + 3_601

    def act(conn: Connection) -> tuple[int, int]:
        choose(conn, her, made["hilltop"].id, at)
        subscribe(conn, her, ["water"], at)
        since = conn.scalar(select(person_places.c.since)), conn.scalar(select(person_topics.c.since))
        return since[0] or 0, since[1] or 0

    assert {second % DAY for second in await store.write(act)} == {0}


async def test_C4_leaving_forgets_place_and_topics_at_once(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    her, other = await store.write(lambda conn: (meet(conn), meet(conn)))

    def act(conn: Connection) -> tuple[bool, bool]:
        for person in (her, other):
            choose(conn, person, made["hilltop"].id, NOW)
            subscribe(conn, person, ["water"], NOW)
        return leave(conn, her), leave(conn, her)

    assert await store.write(act) == (True, False)
    assert await store.read(lambda conn: chosen(conn, her)) == (None, ())
    assert await store.read(lambda conn: chosen(conn, other)) == ("hilltop", ("water",))


async def test_C6_erasing_her_erases_her_choices(store: Store, meet: Meet, data_keys: DataKeys) -> None:
    made = await store.write(furnish)
    her = await store.write(meet)

    def act(conn: Connection) -> int:
        choose(conn, her, made["hilltop"].id, NOW)
        subscribe(conn, her, ["water"], NOW)
        erase(conn, data_keys, her)
        counted = [select(func.count()).select_from(table) for table in (person_places, person_topics)]
        return sum(conn.scalar(count) or 0 for count in counted)

    assert await store.write(act) == 0


async def test_what_there_is_not_cannot_be_chosen(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    her = await store.write(meet)
    await store.write(lambda conn: set_active(conn, made["hilltop"].id, False))
    for place in (made["hilltop"].id, "nowhere"):
        with pytest.raises(BadPlace):
            await store.write(partial(choose, person=her, place_id=place, now=NOW))
    with pytest.raises(BadPlace):
        await store.write(lambda conn: subscribe(conn, her, ["football"], NOW))


async def test_D5_who_waits_for_announcements_stays_and_who_is_silent_for_a_year_does_not(
    store: Store, meet: Meet, data_keys: DataKeys
) -> None:
    """With the negative control: without a choice the same silence forgets her after 30 days."""
    made = await store.write(furnish)
    her, without = await store.write(lambda conn: (meet(conn), meet(conn)))
    until = int(NOW) + 30 * DAY

    def act(conn: Connection) -> None:
        choose(conn, her, made["hilltop"].id, NOW)
        subscribe(conn, her, ["water"], NOW)
        conn.execute(update(persons).values(place_until=until))

    await store.write(act)

    def round_(conn: Connection, now: float) -> set[str]:
        sweep_delivery(conn, data_keys, now, [sweep], [keeps()])
        sweep_delivery(conn, data_keys, now, [sweep], [keeps()])
        return set(conn.scalars(select(persons.c.id)))

    assert await store.write(lambda conn: round_(conn, NOW)) == {her, without}
    assert await store.write(lambda conn: round_(conn, until + 1)) == {her}
    assert await store.write(lambda conn: round_(conn, until + 334 * DAY)) == {her}
    assert await store.write(lambda conn: round_(conn, until + 335 * DAY)) == set()


async def test_M8_whoever_blocked_us_is_forgotten_after_30_days(store: Store, meet: Meet) -> None:
    made = await store.write(furnish)
    her, gone = await store.write(lambda conn: (meet(conn), meet(conn)))

    def act(conn: Connection) -> dict[str, int]:
        for person in (her, gone):
            choose(conn, person, made["hilltop"].id, NOW)
        conn.execute(update(persons).values(place_until=int(NOW)))
        conn.execute(update(persons).where(persons.c.id == gone).values(reachable=False))
        return sweep(conn, NOW)

    assert await store.write(act) == {"place_choices": 1}
    assert await store.read(lambda conn: chosen(conn, her)[0]) == "hilltop"
    assert await store.read(lambda conn: chosen(conn, gone)[0]) is None
