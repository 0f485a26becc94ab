"""What a person asked to be told later: told once, on the day, unless she took it back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, func, select, update

from bot.conversation.messages import Found, Incoming, Outgoing
from bot.delivery import reminders as reminding
from bot.delivery.keys import Keys
from bot.delivery.ports import PersonState, Turn, TurnResult
from bot.delivery.retention import DAY, HOUR, sweep_store
from bot.delivery.tables import inbox, persons, reminders
from bot.features.people.erasing import erase
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk
from tests.dumps import found_in

SECRET = "canary of a family"


def reads_again(keys: Keys) -> Turn:
    """A turn that says what the reminder is about by then, as the flow `reminder` does."""

    def turn(
        conn: Connection, state: PersonState, incoming: Incoming, found: Found | None, now: float
    ) -> TurnResult:
        words = incoming.text
        if incoming.kind == "due":
            hers = reminding.of(conn, keys.data.for_person(conn, state.id), state.id)
            about = [one for one in hers if one.id == incoming.text]
            words = f"remember {about[0].values['about']}" if about else "nothing to remember"
        return TurnResult(b"place", None, "en", [Outgoing(words, "en")])

    return turn


@pytest.fixture
async def desk(store: Store, keys: Keys, clock: FakeClock) -> Desk:
    return Desk(store, keys, clock, reads_again(keys))


async def asks(desk: Desk, kind: str, after: Sequence[float], about: str = SECRET) -> str:
    """Anna writes, then wants to be reminded so many seconds from now; her id."""
    await desk.says("anna", "hello")
    await desk.settles()

    def put(conn: Connection) -> str:
        person = str(conn.scalar(select(persons.c.id)))
        cipher = desk.keys.data.for_person(conn, person)
        dues = [(desk.clock.now() + seconds, {"about": about}) for seconds in after]
        reminding.put(conn, cipher, person, kind, dues)
        return person

    return await desk.store.write(put)


async def left(store: Store) -> int:
    return await store.read(lambda conn: conn.scalar(select(func.count()).select_from(reminders)) or 0)


async def test_she_is_reminded_once_and_not_before(desk: Desk) -> None:
    await asks(desk, "family", [3 * DAY])
    await desk.sweeps(3 * DAY - HOUR)
    assert desk.phone.texts("anna") == ["hello"]
    await desk.sweeps(HOUR)
    await desk.sweeps(10)
    await desk.sweeps(DAY)
    assert desk.phone.texts("anna") == ["hello", f"remember {SECRET}"]


async def test_two_processes_bring_it_once(desk: Desk) -> None:
    await asks(desk, "family", [DAY])
    now = desk.clock.now() + DAY

    async def wakes() -> list[int]:
        work = [desk.store.write(lambda conn: reminding.wake(conn, desk.keys, now)) for _ in range(2)]
        return sorted(await asyncio.gather(*work))

    def brought(conn: Connection) -> int:
        of_reminders = inbox.c.external_id.like("reminder:%")
        return conn.scalar(select(func.count()).where(of_reminders)) or 0

    assert await wakes() == [0, 1]
    # Even where it was forgotten that it was brought, the inbox knows it (M2).
    await desk.store.write(lambda conn: conn.execute(update(reminders).values(told=None)))
    await wakes()
    assert await desk.store.read(brought) == 1


async def test_B9_what_was_taken_back_is_not_told_even_when_it_was_due_already(desk: Desk) -> None:
    person = await asks(desk, "family", [DAY])

    def due_then_dropped(conn: Connection) -> None:
        reminding.wake(conn, desk.keys, desk.clock.now())
        ids = list(conn.scalars(select(reminders.c.id)))
        reminding.drop(conn, person, ids)

    desk.clock.forward(DAY)
    await desk.store.write(due_then_dropped)
    await desk.sweeps(10)
    assert desk.phone.texts("anna") == ["hello", "nothing to remember"]


async def test_a_new_reminder_takes_the_place_of_those_of_its_kind(desk: Desk) -> None:
    await asks(desk, "family", [DAY, 2 * DAY], "old")
    await asks(desk, "orientation", [DAY], "other")
    await asks(desk, "family", [DAY], "new")
    await desk.sweeps(DAY)
    await desk.sweeps(10)
    assert sorted(desk.phone.texts("anna")[-2:]) == ["remember new", "remember other"]
    await desk.sweeps(2 * DAY)
    assert "remember old" not in desk.phone.texts("anna")


async def test_nobody_takes_back_what_is_anothers(desk: Desk) -> None:
    await asks(desk, "family", [DAY])
    await desk.store.write(
        lambda conn: reminding.drop(conn, "somebody else", list(conn.scalars(select(reminders.c.id))))
    )
    assert await left(desk.store) == 1


async def test_D5_she_is_kept_until_she_was_reminded_and_no_longer(desk: Desk) -> None:
    await asks(desk, "family", [60 * DAY])
    await desk.sweeps(45 * DAY)
    await sweep_store(desk.store, desk.keys.data, desk.clock.now())
    assert await left(desk.store) == 1
    await desk.sweeps(15 * DAY)
    await desk.sweeps(10)
    assert desk.phone.texts("anna")[-1] == f"remember {SECRET}"
    desk.clock.forward(32 * DAY)
    await sweep_store(desk.store, desk.keys.data, desk.clock.now())
    assert await left(desk.store) == 0
    assert await desk.store.read(lambda conn: conn.scalar(select(func.count()).select_from(persons))) == 0


async def test_K1_what_it_is_about_stands_nowhere_in_readable_form(desk: Desk) -> None:
    await asks(desk, "family", [DAY])
    await desk.sweeps(DAY)
    assert await found_in(desk.store, [SECRET.encode(), b'"family"']) == []


async def test_C6_an_erased_person_is_reminded_of_nothing(desk: Desk) -> None:
    person = await asks(desk, "family", [DAY])
    await desk.store.write(lambda conn: erase(conn, desk.keys.data, person))
    assert await left(desk.store) == 0
    await desk.sweeps(DAY)
    assert desk.phone.texts("anna") == ["hello"]
