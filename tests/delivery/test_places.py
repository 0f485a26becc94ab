"""D5: a place lasts 30 days and answers 30 minutes, also where no job has erased them yet."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import inbox
from bot.delivery.keys import Keys
from bot.delivery.persons import DAY
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.tables import persons
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk

seen: list[PersonState] = []


def remember(
    conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
) -> TurnResult:
    seen.append(state)
    return TurnResult(b"place", b"answers", "ar", [Outgoing("said", "ar")])


async def test_D5_answers_end_after_30_minutes_and_the_place_after_30_days(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, remember)
    for wait in (0, 60, 30 * 60, 29 * DAY, 32 * DAY):
        clock.forward(wait)
        await desk.says("anna", "hello")
        await desk.settles()
    found = [(state.lang, state.place, state.answers) for state in seen[-5:]]
    assert found == [
        (None, None, None),
        ("ar", b"place", b"answers"),
        ("ar", b"place", None),
        ("ar", b"place", None),
        ("ar", None, None),
    ]


async def test_D2_the_end_of_a_place_does_not_show_the_hour_of_a_visit(desk: Desk) -> None:
    await desk.says("anna", "hello")
    await desk.settles()
    until = await desk.store.read(lambda conn: conn.scalar(select(persons.c.place_until)))
    assert until is not None and until % DAY == 0


async def test_C10_a_turn_knows_when_she_last_did_something_and_no_reminder_counts(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, remember)
    await desk.says("anna", "hello")
    await desk.settles()
    first = int(clock.now())
    assert seen[-1].seen is None
    clock.forward(400)

    def remind(conn: Connection) -> None:
        who = str(conn.scalar(select(persons.c.id)))
        assert inbox.put(conn, keys, "phone", f"{inbox.OF_OURS}1", who, Incoming("due", "1"), clock.now())

    await store.write(remind)
    await desk.says("anna", "again")
    await desk.settles()
    assert [state.seen for state in seen[-2:]] == [first, first]
    second = int(clock.now())
    clock.forward(400)
    await desk.says("anna", "once more")
    await desk.settles()
    assert seen[-1].seen == second
