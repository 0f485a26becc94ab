"""What meets in the database at one moment: forgetting, erasing, sweeping, and a message that comes in."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, select, update

from bot.conversation.messages import Incoming
from bot.delivery import inbox as letters
from bot.delivery import persons as addressees
from bot.delivery.keys import Keys
from bot.delivery.ports import TurnResult
from bot.delivery.retention import DAY, sweep
from bot.delivery.tables import inbox, outbox, persons
from bot.features.people import erase
from bot.store.database import Store
from bot.store.postgres_store import PostgresStore
from tests.clock import FakeClock
from tests.contention import Meeting, comes_and_goes
from tests.delivery.people import Known, settle

CHANNEL = "telegram:1"


def writes(conn: Connection, keys: Keys, now: float, meeting: Meeting | None = None) -> str | None:
    """Anna writes once more; with a meeting the transaction stays open until another one waits for it."""
    late = Incoming("text", text="and one thing more")
    came = letters.accept(conn, keys, CHANNEL, "update-late", "address-of-anna", late, now)
    if meeting is not None:
        meeting.hold(conn)
    return None if came is None else came.person


async def left_long_ago(store: Store, keys: Keys, clock: FakeClock) -> Known:
    """Somebody whose place in the chat ended, and who has nothing open."""

    def work(conn: Connection) -> Known:
        anna = settle(conn, keys, "anna", clock.now())
        letters.handled(conn, anna.inbox_id, clock.now())
        conn.execute(update(outbox).values(state="sent", body=None, closed=int(clock.now())))
        conn.execute(update(persons).values(place=None, answers=None, answers_until=None))
        return anna

    anna = await store.write(work)
    clock.forward(31 * DAY)
    return anna


async def test_M1_a_message_that_comes_while_its_sender_is_forgotten_is_not_lost(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna, meeting = await left_long_ago(store, keys, clock), Meeting()
    writing = asyncio.create_task(store.write(lambda c: writes(c, keys, clock.now(), meeting)))
    await meeting.locked.wait()
    await store.write(lambda conn: sweep(conn, keys.data, clock.now()))
    assert await writing == anna.id
    open_ = await store.read(lambda conn: letters.open_persons(conn, clock.now(), "", 9))
    assert open_ == [anna.id]


async def test_M1_a_message_that_waits_for_its_sender_to_be_forgotten_is_of_someone_new(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna, meeting = await left_long_ago(store, keys, clock), Meeting()

    def forgets(conn: Connection) -> None:
        assert sweep(conn, keys.data, clock.now())["persons"] == 1
        meeting.hold(conn)

    forgetting = asyncio.create_task(store.write(forgets))
    await meeting.locked.wait()
    person = await store.write(lambda conn: writes(conn, keys, clock.now()))
    await forgetting
    assert person not in (None, anna.id)


async def test_D5_what_a_turn_leaves_while_the_sweep_waits_for_it_is_kept(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    """She comes back after an hour: the sweep that meant her old answers must not take her new ones."""
    anna = await store.write(lambda conn: settle(conn, keys, "anna", clock.now()))
    meeting = Meeting()
    clock.forward(3600)

    def turn(conn: Connection) -> None:
        assert addressees.lock(conn, anna.id)
        cipher = keys.data.for_person(conn, anna.id)
        left = TurnResult(b"place", b"new answers", "so", [])
        addressees.leave(conn, cipher, anna.id, left, clock.now())
        meeting.hold(conn)

    turning = asyncio.create_task(store.write(turn))
    await meeting.locked.wait()
    await store.write(lambda conn: sweep(conn, keys.data, clock.now()))
    await turning
    answers = await store.read(lambda conn: conn.scalar(select(persons.c.answers)))
    assert answers is not None


async def test_M2_what_she_wrote_while_she_was_erased_is_known_when_it_comes_again(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    anna, meeting = await store.write(lambda conn: settle(conn, keys, "anna", clock.now())), Meeting()
    writing = asyncio.create_task(store.write(lambda c: writes(c, keys, clock.now(), meeting)))
    await meeting.locked.wait()
    assert await store.write(lambda conn: erase(conn, keys.data, anna.id))
    await writing
    rows = select(inbox.c.external_id, inbox.c.person_id, inbox.c.body, inbox.c.state)
    found = await store.read(lambda conn: sorted(tuple(row) for row in conn.execute(rows)))
    assert found == [("update-anna", None, None, "handled"), ("update-late", None, None, "handled")]
    assert await store.write(lambda conn: writes(conn, keys, clock.now())) is None


async def test_M1_who_was_met_by_another_process_and_is_erased_at_once_is_met_anew(
    postgres_store: PostgresStore, keys: Keys, clock: FakeClock
) -> None:
    """Between the statement that finds her there and the one that reads who she is."""
    hash_ = keys.address_hash(CHANNEL, "address-of-anna")

    def meets(conn: Connection) -> str:
        comes_and_goes(
            conn,
            persons,
            "INSERT INTO persons (id, channel, address_hash, address, reachable) "
            f"VALUES ('rival', '{CHANNEL}', '\\x{hash_.hex()}', '\\x00', true)",
            "DELETE FROM persons WHERE id = 'rival'",
        )
        return addressees.find_or_add(conn, keys, CHANNEL, "address-of-anna", hash_).id

    person = await postgres_store.write(meets)
    assert await postgres_store.read(lambda conn: list(conn.scalars(select(persons.c.id)))) == [person]
    await postgres_store.read(lambda conn: keys.data.for_person(conn, person))
