"""What nobody understood is counted without names, and kept in words only where many ask the same."""

from __future__ import annotations

import pytest

from bot.delivery.retention import DAY
from bot.features.library.tables import unanswered as table
from bot.features.library.unanswered import MANY, TEXTS, WEEKS, Asked, Unanswered, week_of
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from tests.clock import FakeClock
from tests.dumps import found_in

TEXT = "how many cows may I keep in the camp"
WORDS = ("cow", "keep", "camp")


@pytest.fixture
def noted(data_keys: DataKeys) -> Unanswered:
    return Unanswered(data_keys, b"a secret of this installation")


async def ask(
    store: Store,
    noted: Unanswered,
    clock: FakeClock,
    person: str,
    text: str = TEXT,
    nearest: str | None = None,
) -> None:
    await store.write(lambda conn: noted.note(conn, person, "en", nearest, WORDS, text, clock.now()))


async def kinds(store: Store, noted: Unanswered) -> list[Asked]:
    return await store.write(noted.read)


async def test_people_are_counted_once_a_week(store: Store, noted: Unanswered, clock: FakeClock) -> None:
    for person in ("anna", "anna", "bilal"):
        await ask(store, noted, clock, person)
    (asked,) = await kinds(store, noted)
    assert (asked.week, asked.lang, asked.people, asked.texts) == (week_of(clock.now()), "en", 2, ())
    assert asked.about.startswith("~")


async def test_alike_is_the_same_nearest_page_or_the_same_words_in_any_order(
    store: Store, noted: Unanswered, clock: FakeClock
) -> None:
    await ask(store, noted, clock, "anna", nearest="rights/contract")
    await ask(store, noted, clock, "bilal", "other words", nearest="rights/contract")
    turned = tuple(reversed(WORDS))
    await store.write(lambda conn: noted.note(conn, "chen", "en", None, turned, TEXT, clock.now()))
    await ask(store, noted, clock, "dina")
    assert [(asked.people, asked.about[:1]) for asked in await kinds(store, noted)] == [(2, "~"), (2, "r")]


async def test_a_text_is_kept_from_the_tenth_person_on_and_sealed(
    store: Store, noted: Unanswered, clock: FakeClock
) -> None:
    for number in range(MANY - 1):
        await ask(store, noted, clock, f"person {number}", f"{TEXT} {'x' * number}")
    (asked,) = await kinds(store, noted)
    assert (asked.people, asked.texts) == (MANY - 1, ())
    for number in range(MANY - 1, MANY + TEXTS + 3):
        await ask(store, noted, clock, f"person {number}")
    (asked,) = await kinds(store, noted)
    assert (asked.people, asked.texts) == (MANY + TEXTS + 3, (TEXT,) * TEXTS)
    assert not await found_in(store, [TEXT.encode(), b"person 1"])


@pytest.mark.parametrize("text", ["write to me: a@example.org", "call 0791 234 567", "see https://a.example"])
async def test_a_text_that_may_name_somebody_is_never_kept(
    store: Store, noted: Unanswered, clock: FakeClock, text: str
) -> None:
    for number in range(MANY + 2):
        await ask(store, noted, clock, f"person {number}", text)
    (asked,) = await kinds(store, noted)
    assert (asked.people, asked.texts) == (MANY + 2, ())


async def test_pseudonyms_change_every_week(store: Store, noted: Unanswered, clock: FakeClock) -> None:
    await ask(store, noted, clock, "anna")
    clock.forward(7 * DAY)
    await ask(store, noted, clock, "anna")
    people = await store.read(lambda conn: conn.execute(table.select()).all())
    assert len({row.week for row in people}) == len({row.person for row in people}) == 2


async def test_C6_a_person_who_is_erased_is_counted_no_more(
    store: Store, noted: Unanswered, clock: FakeClock
) -> None:
    await ask(store, noted, clock, "anna")
    clock.forward(7 * DAY)
    for person in ("anna", "bilal"):
        await ask(store, noted, clock, person)
    await store.write(lambda conn: noted.forget(conn, "anna"))
    assert [asked.people for asked in await kinds(store, noted)] == [1]


async def test_D5_weeks_go_after_their_time_with_their_keys(
    store: Store, noted: Unanswered, clock: FakeClock
) -> None:
    for number in range(MANY):
        await ask(store, noted, clock, f"person {number}")
    clock.forward(WEEKS * 7 * DAY)
    assert (await store.write(lambda conn: noted.sweep(conn, clock.now())))["unanswered"] == 0
    clock.forward(7 * DAY)
    swept = await store.write(lambda conn: noted.sweep(conn, clock.now()))
    assert swept == {"unanswered": MANY, "week_keys": 1}
    assert not await kinds(store, noted)


async def test_small_talk_is_not_counted(store: Store, noted: Unanswered, clock: FakeClock) -> None:
    await store.write(lambda conn: noted.note(conn, "anna", "en", None, (), "hello", clock.now()))
    assert not await kinds(store, noted)
