"""The bulk lane: replies first, order for a person, errors followed as for replies."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import Connection, Select, select, update

from bot.conversation.messages import Outgoing
from bot.delivery import broadcasts, outbox
from bot.delivery.backoff import MAX_TRIES
from bot.delivery.broadcasts import Counts
from bot.delivery.broadcasts.claims import Bulk
from bot.delivery.broadcasts.flow import FRESH, Flow
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.held import LEASE
from bot.delivery.keys import Keys
from bot.delivery.pacing import Paced
from bot.delivery.ports import Failed, SendError, TryLater, Uncertain, Unreachable
from bot.delivery.tables import persons
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import HOUR, ONE, TWO, Office, everybody
from tests.delivery.parts import until


async def test_M7_nothing_is_sent_to_many_while_a_reply_of_hers_is_open(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens()
    person = await office.person("a")

    def reply(conn: Connection) -> None:
        cipher = office.keys.data.for_person(conn, person)
        outbox.put(conn, cipher, person, "phone", [Outgoing("a reply", "en")], office.clock.now())

    await office.store.write(reply)
    assert await office.round() == 1
    assert office.phone.texts("a") == [] and office.phone.texts("b") == [f"{ONE} in en"]
    await office.sender.claim_due()
    await office.settles()
    await office.all_()
    assert office.phone.texts("a") == ["a reply", f"{ONE} in en"]


async def test_M7_a_reply_that_begins_meanwhile_goes_first(office: Office) -> None:
    """Claimed already, and then she is answered: the row goes back."""
    await office.meets("a")
    await office.opens()
    person = await office.person("a")
    office.sender._lanes[person] = None  # type: ignore[assignment]  # as while a reply is being sent
    await office.lane.once("phone", 10)
    await until(lambda: office.lane.idle)
    del office.sender._lanes[person]
    assert office.phone.shown == []
    assert await office.round() == 0  # not at once
    office.clock.forward(2)
    assert await office.round() == 1
    assert office.phone.texts("a") == [f"{ONE} in en"]


async def test_A9_a_correction_comes_after_its_original_to_those_who_got_it(office: Office) -> None:
    await office.meets(*(f"chat-{number}" for number in range(6)))
    await office.opens()
    office.phone.line.clear()
    await office.lane.once("phone", 3)
    await until(lambda: office.phone.under_way == 3)
    await office.stops()
    await office.opens(TWO, urgent=True, before=ONE, audience=_reached(ONE))
    assert await office.counts(TWO) == Counts()  # nobody has got it yet
    office.phone.line.set()
    await office.settles()
    assert (await office.counts(ONE)).settled
    await office.store.write(lambda conn: broadcasts.again(conn, TWO))
    await office.opens(TWO, urgent=True, before=ONE, audience=_reached(ONE))
    await office.all_()
    assert await office.counts(ONE) == Counts(sent=3, stopped=3)
    assert await office.counts(TWO) == Counts(sent=3)
    for address in {address for address, _ in office.phone.shown}:
        assert office.phone.texts(address) == [f"{ONE} in en", f"{TWO} in en"]


def _reached(id_: str) -> Select[Any]:
    return everybody().where(persons.c.id.in_(broadcasts.reached(id_)))


async def test_A9_a_correction_waits_while_the_original_is_being_sent(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    office.phone.line.clear()
    await office.lane.once("phone", 1)
    await until(lambda: office.phone.under_way == 1)
    await office.opens(TWO, urgent=True, before=ONE)
    assert await office.lane.once("phone", 10) == 0
    office.phone.line.set()
    await office.settles()
    await office.all_()
    assert office.phone.texts("a") == [f"{ONE} in en", f"{TWO} in en"]


@pytest.mark.parametrize("urgent", [False, True])
async def test_two_broadcasts_reach_a_person_in_order_unless_the_later_is_urgent(
    office: Office, urgent: bool
) -> None:
    await office.meets("a")
    await office.opens()
    await office.opens(TWO, urgent=urgent)
    await office.all_()
    in_order = [f"{ONE} in en", f"{TWO} in en"]
    assert office.phone.texts("a") == (in_order[::-1] if urgent else in_order)


async def test_M8_whoever_cannot_be_reached_is_closed_at_once_and_not_written_to(office: Office) -> None:
    await office.meets("gone", "there")
    gone = await office.person("gone")
    await office.store.write(
        lambda conn: conn.execute(update(persons).where(persons.c.id == gone).values(reachable=False))
    )
    await office.opens()
    assert await office.counts() == Counts(waiting=1, unreachable=1)
    await office.store.write(lambda conn: conn.execute(update(persons).values(reachable=False)))
    await office.all_()
    assert await office.counts() == Counts(unreachable=2)
    assert office.phone.shown == []


async def test_M8_a_block_closes_all_that_waits_for_her(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    await office.opens(TWO)
    office.phone.trouble = [Unreachable("blocked")]
    await office.all_()
    assert await office.counts(ONE) == await office.counts(TWO) == Counts(unreachable=1)
    reachable = await office.store.read(lambda conn: conn.scalar(select(persons.c.reachable)))
    assert reachable is False


async def test_M7_retry_after_shuts_the_gate_for_the_whole_channel(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens()
    office.phone.trouble = [TryLater("flood", 40.0)]
    assert await office.round(1) == 1
    assert await office.round() == 0
    assert office.sender.closed("phone")  # for replies too
    other = Office(office.store, office.keys, office.clock, phone=office.phone)
    assert await other.round() == 0  # and in other processes
    office.clock.forward(40)
    await office.all_()
    assert await office.counts() == Counts(sent=2)


async def test_M9_a_cut_send_is_made_once_more_and_is_unknown_meanwhile(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    office.phone.trouble = [Uncertain("cut"), Uncertain("cut")]
    await office.round()
    assert await office.counts() == Counts(unknown=1)
    office.clock.forward(10)
    office.seconds.now += 10
    await office.round()
    assert await office.counts() == Counts(dead=1)
    office.clock.forward(HOUR // 2)
    assert await office.round() == 0


async def test_M10_five_failures_are_the_end(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    office.phone.trouble = [Failed("http_500") for _ in range(MAX_TRIES + 1)]
    for _ in range(MAX_TRIES):
        assert await office.round() == 1
        office.clock.forward(700)
    assert await office.counts() == Counts(dead=1)
    assert await office.round() == 0


async def test_M3_a_process_that_lost_its_lease_changes_nothing(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    office.phone.line.clear()
    office.phone.trouble = [Failed("http_500")]
    await office.lane.once("phone", 1)
    await until(lambda: office.phone.under_way == 1)
    office.clock.forward(LEASE)
    other = Office(office.store, office.keys, office.clock)
    assert await other.round() == 1
    assert await other.counts() == Counts(sent=1)
    office.phone.line.set()
    await office.settles()
    assert await office.counts() == Counts(sent=1)


@pytest.mark.parametrize("waits", [FRESH + 0.1, FRESH - 0.1])
async def test_A9_what_was_looked_at_too_long_ago_goes_back_unsent(office: Office, waits: float) -> None:
    """Leased, then the wait for the budget was long: stop and end have to be looked at again. The second
    case is the control: in time, it is sent."""
    await office.meets("a", "b", "c")
    await office.opens()
    begin, began = office.lane._try, office.seconds.now

    async def slowly(flow: Flow, bulk: Bulk, looked: float) -> str | SendError | None:
        office.seconds.now = began + waits
        return await begin(flow, bulk, looked)

    office.lane._try = slowly  # type: ignore[method-assign]
    assert await office.round() == 3
    assert len(office.phone.shown) == (0 if waits > FRESH else 3)
    assert await office.counts() == (Counts(waiting=3) if waits > FRESH else Counts(sent=3))


async def test_A9_a_stop_with_many_leased_ends_new_sends_within_a_second(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    """Thousands may be leased: no send begins later than a second after the stop. By real time."""
    budget = Paced(per_second=20)
    office = Office(store, keys, clock, budget=budget)
    office.has_a_lane()
    await office.meets(*(f"chat-{number}" for number in range(60)))
    await office.opens()
    began: list[float] = []
    send = office.phone.send
    loop = asyncio.get_running_loop()

    async def noted(address: str, message: Outgoing) -> str:
        began.append(loop.time())
        return await send(address, message)

    office.phone.send = noted  # type: ignore[method-assign]
    while len(began) < 5:  # again, where a slow machine took longer than a second to claim
        await office.lane.once("phone", 60)
        await asyncio.sleep(0.3)
    await office.stops()
    stopped = loop.time()
    await office.settles()
    assert max(began) < stopped + FRESH
    counts = await office.counts()
    assert counts == Counts(sent=len(began), stopped=60 - len(began))
    assert len(began) < 60


async def test_rows_that_had_to_wait_are_not_forgotten_behind_the_place_of_the_claims(office: Office) -> None:
    """Claims go on where the last one came to; what they passed over is found from the start again."""
    await office.meets(*(f"chat-{number}" for number in range(6)))
    await office.opens()
    first = await office.store.read(
        lambda conn: conn.scalar(select(broadcast_sends.c.person_id).order_by(broadcast_sends.c.id))
    )
    assert first is not None

    def reply(conn: Connection) -> None:
        cipher = office.keys.data.for_person(conn, first)
        outbox.put(conn, cipher, first, "phone", [Outgoing("a reply", "en")], office.clock.now())

    await office.store.write(reply)
    assert await office.round(2) == 2
    await office.sender.claim_due()
    await office.settles()
    assert await office.round(2) == 2
    assert await office.round(2) == 1  # the end: from here on it looks from the start
    assert await office.round(2) == 1
    assert await office.counts() == Counts(sent=6)
