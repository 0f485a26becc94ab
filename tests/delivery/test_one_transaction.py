"""M4: effect, answers and 'handled' in one transaction; M10 and L6 for a turn that fails."""

from __future__ import annotations

import asyncio
import re

from sqlalchemy import Connection, select, update

from bot.conversation.messages import Found, Incoming
from bot.delivery.keys import Keys
from bot.delivery.ports import PersonState, TurnResult
from bot.delivery.tables import inbox, outbox, persons
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk, count, count_up, states


class Stumbling:
    """A turn that changes the database and then raises, until its message was tried `times` times.

    It asks the database how often that was: a turn may be run more than once for one try.
    """

    def __init__(self, times: int) -> None:
        self.times = times
        self._tries = select(inbox.c.tries).where(inbox.c.state == "new").order_by(inbox.c.id)

    def __call__(
        self, conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
    ) -> TurnResult:
        tries = conn.scalar(self._tries.where(inbox.c.person_id == state.id))
        if incoming.text == "stumble" and tries is not None and tries < self.times:
            conn.execute(update(persons).where(persons.c.id == state.id).values(lang="xx"))
            raise KeyError("secret words of hers")
        return count_up(conn, state, incoming, found, now)


async def test_M4_a_turn_that_fails_leaves_nothing_and_is_taken_again(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, Stumbling(times=2))
    await desk.says("anna", "stumble")
    await desk.says("anna", "after")
    await desk.settles()
    assert desk.phone.texts("anna") == ["stumble is number 1", "after is number 2"]
    assert await store.read(lambda conn: conn.scalar(select(persons.c.lang))) is None
    assert await store.read(lambda conn: conn.scalar(select(inbox.c.tries).order_by(inbox.c.id))) == 2
    assert desk.pauses == sorted(desk.pauses)  # each wait longer than the one before


async def test_M10_a_turn_that_always_fails_is_given_up_and_she_is_told_a_code(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, Stumbling(times=99))
    await desk.says("anna", "stumble")
    await desk.says("anna", "after")
    await desk.settles()
    assert await states(store, inbox) == ["dead", "handled"]
    reason = await store.read(lambda conn: conn.scalar(select(inbox.c.reason).order_by(inbox.c.id)))
    assert reason and (code := re.fullmatch(r"turn:KeyError:([A-Z0-9]{6})", reason))
    assert desk.phone.texts("anna") == [
        f"Something went wrong. The code is {code[1]}.",  # L6: a plain message and a code
        "after is number 1",
    ]


async def test_M4_one_persons_failing_turn_does_not_harm_the_others_of_its_group(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, Stumbling(times=99))
    await asyncio.gather(*(desk.says(f"p{n}", "stumble" if n == 3 else "hello") for n in range(8)))
    await desk.settles()
    assert sorted(await states(store, inbox)) == ["dead"] + ["handled"] * 7
    assert await count(store, outbox) == 8  # seven answers and the apology
    assert all(desk.phone.texts(f"p{n}") == ["hello is number 1"] for n in range(8) if n != 3)
