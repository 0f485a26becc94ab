"""M3: one person's messages one at a time and in order, also with many workers."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, text

from bot.conversation.messages import Found, Incoming
from bot.delivery import dead_letters
from bot.delivery.held import LEASE
from bot.delivery.keys import Keys
from bot.delivery.ports import Failed, PersonState, TurnResult
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk, Phone, count_up, running, until


def slow_count_up(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    """Long enough for another process to come in between, if anything let it."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_sleep(0.003)"))
    return count_up(conn, state, incoming, found, now)


async def test_M3_a_burst_of_one_person_is_answered_in_order(desk: Desk) -> None:
    await asyncio.gather(*(desk.says("anna", f"m{n}") for n in range(1, 13)))
    await desk.settles()
    assert desk.phone.texts("anna") == [f"m{n} is number {n}" for n in range(1, 13)]
    assert desk.phone.most_under_way == {"anna": 1}


async def test_M3_people_do_not_wait_for_each_other(desk: Desk) -> None:
    desk.phone.line.clear()
    await asyncio.gather(*(desk.says(f"person {n}", "hello") for n in range(10)))
    await until(lambda: desk.phone.under_way == 10)
    desk.phone.line.set()
    await desk.settles()


async def test_M3_two_processes_keep_one_persons_order(store: Store, keys: Keys, clock: FakeClock) -> None:
    phone = Phone()
    desks = [Desk(store, keys, clock, slow_count_up, phone=phone) for _ in range(2)]
    people = ["anna", "badr", "carmen"]
    messages = 14
    async with running(desks[0]), running(desks[1]):
        for number in range(messages):
            await asyncio.gather(*(desks[number % 2].says(who, f"m{number}") for who in people))
        await until(lambda: len(phone.shown) == messages * len(people), within=30)
    for who in people:
        assert [text.split()[0] for text in phone.texts(who)] == [f"m{n}" for n in range(messages)]
        assert phone.texts(who)[-1].endswith(f"is number {messages}")
        assert phone.most_under_way[who] == 1


async def test_M3_what_was_in_the_inbox_before_comes_first(desk: Desk, keys: Keys) -> None:
    other = Desk(desk.store, keys, desk.clock, phone=desk.phone)
    other.stops_taking_turns()
    await other.says("anna", "first")
    await desk.says("anna", "second")
    await desk.settles()
    assert desk.phone.texts("anna") == ["first is number 1", "second is number 2"]


async def test_M3_an_answer_waits_behind_one_that_has_to_be_tried_again(desk: Desk) -> None:
    desk.phone.trouble = [Failed("http_500")]
    await desk.says("anna", "first")
    await desk.settles()
    await desk.says("anna", "second")
    await desk.settles()
    assert desk.phone.texts("anna") == []
    await desk.sweeps(seconds=10)
    await desk.sweeps()
    assert desk.phone.texts("anna") == ["first is number 1", "second is number 2"]


async def test_M3_an_answer_under_way_when_an_earlier_one_fails_does_not_overtake_it(desk: Desk) -> None:
    desk.phone.trouble = [Failed("http_500")]
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await desk.says("anna", "second")
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    desk.phone.line.set()
    await desk.settles()
    assert desk.phone.texts("anna") == []
    await desk.sweeps(seconds=10)
    await desk.sweeps()
    assert desk.phone.texts("anna") == ["first is number 1", "second is number 2"]


async def test_M3_an_answer_takes_what_waited_along_and_goes_right_behind_it(desk: Desk, keys: Keys) -> None:
    """A backlog must not hold all later answers to the budget of the claims for as long as she writes."""
    desk.phone.line.clear()
    await desk.says("anna", "first")
    await desk.says("anna", "second")
    await until(lambda: desk.phone.under_way == 1 and desk.runner.idle)
    await desk.dies()
    desk.clock.forward(LEASE)
    heir = Desk(desk.store, keys, desk.clock)
    await heir.says("anna", "third")
    await heir.settles()  # no sweep has run
    assert heir.phone.texts("anna") == [f"{n} is number {i}" for i, n in enumerate(ORDINALS, 1)]
    assert await desk.store.read(dead_letters.resends) == 1


ORDINALS = ("first", "second", "third")
