"""C12: what stands in a chat is known for as long as it can be taken out, and goes at once on every path."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import hiding, reminders
from bot.delivery.broadcasts import marks as bulk_marks
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.held import LEASE
from bot.delivery.hiding import DELETABLE, OF_REPLY, kept
from bot.delivery.keys import Keys
from bot.delivery.marks import Sent
from bot.delivery.persons import find
from bot.delivery.ports import Failed, PersonState, TurnResult, Uncertain
from bot.delivery.retention import sweep
from bot.delivery.tables import inbox, outbox
from bot.features.people import erase
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.broadcasts.parts import Office
from tests.delivery.parts import Desk, Phone, count_up, states, until

LINE = "Cleared."


class Chat(Phone):
    """Remembers also what was to be taken out, and can be held up at each message."""

    def __init__(self) -> None:
        super().__init__()
        self.cleared: list[tuple[str, ...]] = []

    async def send(self, address: str, message: Outgoing) -> str:
        if message.clears:
            self.cleared.append(message.cleared)
        return await super().send(address, message)


def hides(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    """The word "hide" hides, "both" is answered with two messages, all else is counted."""
    if incoming.text == "hide":
        return TurnResult(None, None, None, [Outgoing(LINE, "en", clears=True)], clears=True)
    result = count_up(conn, state, incoming, found, now)
    return TurnResult(result.place, None, None, result.messages * (3 if incoming.text == "both" else 1))


@pytest.fixture
async def office(store: Store, keys: Keys, clock: FakeClock) -> AsyncIterator[Office]:
    found = Office(store, keys, clock)
    yield found
    assert await found.lane.stop(5)
    assert await found.sender.drain(5)


@pytest.fixture
def phone() -> Chat:
    return Chat()


@pytest.fixture
async def desk(store: Store, keys: Keys, clock: FakeClock, phone: Chat) -> AsyncIterator[Desk]:
    found = Desk(store, keys, clock, hides, phone=phone)
    yield found
    assert await found.runner.stop()


async def says(desk: Desk, words: str, number: int, address: str = "anna") -> None:
    await desk.runner.accept(
        "phone", f"update {number}", address, Incoming("text", words, message=str(number))
    )


async def test_C12_her_messages_and_ours_are_named_when_the_line_is_sent(desk: Desk, phone: Chat) -> None:
    await says(desk, "one", 501)
    await says(desk, "other", 777, "badr")
    await desk.settles()
    mine = str(1 + phone.shown.index(("anna", "one is number 1")))
    await says(desk, "hide", 502)
    await desk.settles()
    assert phone.cleared == [("502", "501", mine)]
    assert phone.texts("anna")[-1] == LINE


async def test_C12_only_the_last_48_hours_are_named(desk: Desk, phone: Chat) -> None:
    await says(desk, "old", 501)
    await desk.settles()
    desk.clock.forward(DELETABLE)
    await says(desk, "new", 503)
    await desk.settles()
    await says(desk, "hide", 504)
    await desk.settles()
    assert phone.cleared == [("504", "503", "2")]


async def test_C12_what_waits_is_shown_no_more_and_what_is_under_way_goes_too(
    desk: Desk, phone: Chat
) -> None:
    phone.line.clear()
    await says(desk, "both", 501)
    await until(lambda: phone.under_way == 1)
    await says(desk, "hide", 502)
    await until(lambda: desk.runner.idle)
    phone.line.set()
    await desk.settles()
    assert phone.texts("anna") == ["both is number 1", LINE]
    assert phone.cleared == [("502", "501", "1")]
    assert await states(desk.store, outbox) == ["sent", "dropped", "dropped", "sent"]


async def test_C12_what_waits_for_its_time_is_shown_no_more_a_reminder_is(desk: Desk, phone: Chat) -> None:
    phone.trouble = [Failed("busy")]
    await says(desk, "one", 501)
    await desk.settles()
    who = await desk.store.read(lambda conn: find(conn, desk.keys, "phone", "anna"))
    assert who is not None

    def remind(conn: Connection) -> None:
        cipher = desk.keys.data.for_person(conn, who.id)
        reminders.put(conn, cipher, who.id, "guide", [(desk.clock.now() + 60, {})])

    await desk.store.write(remind)
    await says(desk, "hide", 502)
    await desk.settles()
    await desk.sweeps(LEASE + 60)
    await desk.sweeps(LEASE + 60)
    assert phone.texts("anna")[0] == LINE and "one is number 1" not in phone.texts("anna")
    assert len(phone.texts("anna")) == 2, "the reminder is a turn of its own, and comes"


async def test_C12_what_another_process_is_sending_goes_before_the_line(
    desk: Desk, keys: Keys, phone: Chat
) -> None:
    other = Desk(desk.store, keys, desk.clock, hides, phone=phone)
    phone.line.clear()
    await says(desk, "both", 501)
    await until(lambda: phone.under_way == 1)
    await says(other, "hide", 502)
    await until(lambda: other.runner.idle)
    phone.line.set()
    await desk.settles()
    await other.sweeps()
    await other.sweeps(1)
    assert phone.texts("anna")[-1] == LINE
    assert phone.cleared == [("502", "501", "3", "2", "1")]
    assert await other.runner.stop()


@pytest.mark.parametrize("shown_first", [False, True])
async def test_C12_a_kill_in_the_middle_repeats_it_and_loses_nothing(
    desk: Desk, keys: Keys, phone: Chat, shown_first: bool
) -> None:
    await says(desk, "one", 501)
    await desk.settles()
    phone.line.clear()
    await says(desk, "hide", 502)
    await until(lambda: phone.under_way == 1)
    phone.trouble, phone.shown_first = [Uncertain("killed")], shown_first
    await desk.dies()
    phone.trouble = []
    phone.line.set()
    after = Desk(desk.store, keys, desk.clock, hides, phone=phone)
    await after.sweeps(LEASE + 1)
    assert phone.cleared == [("502", "501", "1")] * 2
    assert phone.texts("anna")[-1] == LINE
    assert await states(desk.store, outbox) == ["sent", "sent"]
    assert await after.runner.stop()


async def test_C12_the_negative_control_an_ordinary_answer_names_nothing(desk: Desk, phone: Chat) -> None:
    phone.line.clear()
    await says(desk, "both", 501)
    await until(lambda: phone.under_way == 1)
    await says(desk, "one", 502)
    phone.line.set()
    await desk.settles()
    assert phone.cleared == []
    assert len(phone.texts("anna")) == 4


async def test_C12_announcements_are_named_too(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens()
    await office.round()
    await office.settles()
    now, who = office.clock.now(), await office.person("a")
    mine = await office.store.read(lambda conn: hiding.shown(conn, who, now))
    assert len(mine) == 1
    assert await office.store.read(lambda conn: hiding.shown(conn, who, now + DELETABLE)) == ()


async def test_D5_numbers_of_messages_go_after_48_hours(desk: Desk, keys: Keys) -> None:
    await says(desk, "one", 501)
    await desk.settles()

    async def numbers() -> list[str]:
        def work(conn: Connection) -> list[str]:
            sweep(conn, keys.data, desk.clock.now())
            found = [*conn.scalars(select(outbox.c.shown)), *conn.scalars(select(inbox.c.shown))]
            return [number for number in found if number]

        return await desk.store.write(work)

    desk.clock.forward(DELETABLE - 1)
    assert await numbers() == ["1", "501"]
    desk.clock.forward(1)
    assert await numbers() == []


async def test_C6_numbers_of_messages_go_with_the_person(desk: Desk, keys: Keys) -> None:
    await says(desk, "one", 501)
    await desk.settles()

    def work(conn: Connection) -> list[str | None]:
        who = find(conn, keys, "phone", "anna")
        assert who is not None
        assert hiding.shown(conn, who.id, desk.clock.now()) == ("501", "1")
        erase(conn, keys.data, who.id)
        return [*conn.scalars(select(outbox.c.shown)), *conn.scalars(select(inbox.c.shown))]

    assert await desk.store.write(work) == [None]


async def test_M3_a_send_that_lost_its_lease_leaves_no_number(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens()
    taken = await office.store.write(
        lambda conn: office.lane._claimer.claim(conn, "phone", office.clock.now(), 10, again=True)
    )
    found = [Sent(bulk.held, f"{n} {n + 1}") for n, bulk in enumerate(taken.rows, start=70)]
    found[1] = Sent(replace(found[1].held, lease=99), "5")

    def work(conn: Connection) -> list[str | None]:
        bulk_marks.apply(conn, found, office.clock.now())
        return list(conn.scalars(select(broadcast_sends.c.shown).order_by(broadcast_sends.c.id)))

    assert await office.store.write(work) == ["70 71", None]


def test_C12_only_numbers_are_kept_and_the_last_where_they_are_too_many() -> None:
    assert kept("12 13", OF_REPLY) == "12 13"
    assert kept("", OF_REPLY) is kept("<a@b>", OF_REPLY) is kept("9" * 19, OF_REPLY) is None
    assert kept("11 22 33", 5) == "22 33"
    assert hiding.of(Incoming("text", "x", message="own")) is None
