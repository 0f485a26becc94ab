"""A broadcast reaches everybody once, and nobody too late."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Counts
from bot.delivery.broadcasts.tables import broadcast_sends
from tests.delivery.broadcasts.parts import HOUR, ONE, Office, everybody


async def test_A10_everybody_gets_it_once_however_often_they_are_enqueued(office: Office) -> None:
    names = [f"chat-{number}" for number in range(30)]
    await office.meets(*names)
    await office.opens()
    await office.opens()
    await office.store.write(lambda conn: broadcasts.again(conn, ONE))
    await office.opens()
    await office.all_()
    assert sorted(office.phone.shown) == sorted((name, f"{ONE} in en") for name in names)
    assert await office.counts() == Counts(sent=30)
    rows = select(broadcast_sends.c.person_id).group_by(broadcast_sends.c.person_id).having(func.count() > 1)
    assert not (await office.store.read(lambda conn: conn.execute(rows).all()))


async def test_A9_nothing_is_claimed_after_a_stop_and_what_waits_counts_as_stopped(office: Office) -> None:
    await office.meets(*(f"chat-{number}" for number in range(10)))
    await office.opens()
    assert await office.round(3) == 3
    assert await office.stops()
    assert await office.round() == 0
    assert await office.counts() == Counts(sent=3, stopped=7)
    assert not await office.stops()


async def test_A8_what_is_past_its_end_is_never_sent(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens(ends=HOUR)
    office.clock.forward(HOUR)
    assert await office.round() == 0
    assert office.phone.shown == []
    assert await office.counts() == Counts(expired=2)


async def test_what_is_not_due_waits(office: Office) -> None:
    await office.meets("a")
    await office.opens(audience=everybody(due=int(office.clock.now()) + 60))
    assert await office.round() == 0
    office.clock.forward(60)
    assert await office.round() == 1
