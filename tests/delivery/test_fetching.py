"""C13 and order for channels that people fetch from: shown once, in order, never to another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from sqlalchemy import Connection, delete, select

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery.keys import Keys
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.tables import outbox, persons
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk, states, text, until

ANNA, BADR = "secret of anna", "secret of badr"


async def say(desk: Desk, address: str, *words: str) -> None:
    for one in words:
        await desk.runner.accept("web", f"{address} {one}", address, text(one))
    await until(lambda: desk.runner.idle)


def texts(found: Iterable[tuple[int, Outgoing]]) -> list[str]:
    return [message.text for _, message in found]


async def test_C13_messages_wait_in_order_until_the_phone_has_shown_them(desk: Desk) -> None:
    await say(desk, ANNA, "one", "two")
    waiting = await desk.runner.waiting("web", ANNA)
    assert texts(waiting) == ["one is number 1", "two is number 2"]
    await desk.runner.shown("web", ANNA, [waiting[0][0]])
    assert texts(await desk.runner.waiting("web", ANNA)) == ["two is number 2"]
    await desk.runner.shown("web", ANNA, [number for number, _ in waiting])
    await desk.runner.shown("web", ANNA, [number for number, _ in waiting])  # safe to say twice
    assert await desk.runner.waiting("web", ANNA) == []
    assert await states(desk.store, outbox) == ["sent", "sent"]
    assert await desk.store.read(lambda conn: conn.scalar(select(outbox.c.body))) is None


async def test_C13_nobody_can_mark_or_read_what_waits_for_another(desk: Desk) -> None:
    await say(desk, ANNA, "one")
    await say(desk, BADR, "two")
    numbers = [number for number, _ in await desk.runner.waiting("web", ANNA)]
    await desk.runner.shown("web", BADR, numbers)
    await desk.runner.shown("web", "a stranger", numbers)
    assert texts(await desk.runner.waiting("web", ANNA)) == ["one is number 1"]
    assert await desk.runner.waiting("web", "a stranger") == []


async def test_a_listener_is_woken_by_her_own_messages_only(desk: Desk) -> None:
    with desk.runner.listen("web", ANNA) as anna, desk.runner.listen("web", BADR) as badr:
        await say(desk, ANNA, "one")
        await asyncio.wait_for(anna.wait(), 60)
        assert not badr.is_set()


async def test_a_listener_is_woken_for_what_another_process_has_put_there(desk: Desk, keys: Keys) -> None:
    other = Desk(desk.store, keys, desk.clock)
    with desk.runner.listen("web", ANNA) as anna, desk.runner.listen("web", BADR) as badr:
        await say(other, ANNA, "one")
        assert not anna.is_set()
        await desk.sweeps()
        assert anna.is_set() and not badr.is_set()
        anna.clear()
        await desk.sweeps()
        assert not anna.is_set()  # once is enough


async def test_messages_that_are_fetched_are_never_sent_or_alarmed_about(desk: Desk) -> None:
    await say(desk, ANNA, "one")
    await desk.sweeps(seconds=10_000)
    assert desk.phone.shown == []
    assert await desk.runner.sweep.watch() == 0
    assert await states(desk.store, outbox) == ["waiting"]


def erase(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    conn.execute(delete(persons).where(persons.c.id == state.id))
    return TurnResult(None, None, None, [Outgoing("farewell", "en")], erased=True)


async def test_C6_who_erased_herself_gets_one_farewell_and_leaves_no_row(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, erase)
    await desk.says("anna", "delete me")
    with desk.runner.listen("web", ANNA) as event:
        await say(desk, ANNA, "delete me")
        await asyncio.wait_for(event.wait(), 60)
        waiting = await desk.runner.waiting("web", ANNA)
        assert texts(waiting) == ["farewell"]
        await desk.runner.shown("web", ANNA, [number for number, _ in waiting])
        assert await desk.runner.waiting("web", ANNA) == []
    await desk.settles()
    assert desk.phone.texts("anna") == ["farewell"]
    assert await states(store, outbox) == []
