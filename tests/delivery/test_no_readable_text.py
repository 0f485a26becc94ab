"""D8, K1, K2: no text, address or name stands in a row that anybody could read."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.delivery.keys import Keys
from bot.delivery.ports import Failed
from bot.delivery.tables import dead_letter_log, inbox, outbox, persons
from bot.store.cipher import Tampered
from bot.store.database import Store
from tests.clock import FakeClock
from tests.delivery.parts import Desk, count_up, until
from tests.delivery.test_one_transaction import Stumbling

CANARIES = ("canary-address", "canary-words", "is number")


def everything(conn: Connection) -> bytes:
    """All values of all rows, as bytes."""
    found = [
        value if isinstance(value, bytes) else str(value).encode()
        for table in (persons, inbox, outbox, dead_letter_log)
        for row in conn.execute(select(table))
        for value in row
    ]
    return b"\n".join(found)


async def test_D8_open_and_dead_rows_show_nothing(store: Store, keys: Keys, clock: FakeClock) -> None:
    desk = Desk(store, keys, clock, Stumbling(times=99))
    desk.phone.trouble = [Failed("http_500")]
    await desk.says("canary-address", "canary-words")
    await desk.settles()  # an answer waits in the outbox
    await desk.says("other canary-address", "stumble")
    await desk.settles()  # a dead letter in the inbox, of an error that quotes her
    desk.phone.line.clear()
    await desk.says("third canary-address", "canary-words")
    await until(lambda: desk.phone.under_way == 1)  # an answer on its way
    rows = await store.read(everything)
    for canary in (*CANARIES, "secret words of hers"):
        assert canary.encode() not in rows
    assert b"KeyError" in rows  # the search does see what is readable
    desk.phone.line.set()
    await desk.settles()


async def test_K1_a_place_moved_to_another_person_does_not_open(
    store: Store, keys: Keys, clock: FakeClock
) -> None:
    desk = Desk(store, keys, clock, count_up)
    await desk.says("anna", "hello")
    await desk.settles()
    row = (await store.read(lambda conn: conn.execute(select(persons)).all()))[0]
    cipher = await store.read(lambda conn: keys.data.for_person(conn, row.id))
    assert cipher.open_(row.place, "persons.place", row.id) == b"1"
    with pytest.raises(Tampered):
        cipher.open_(row.place, "persons.answers", row.id)
    with pytest.raises(Tampered):
        cipher.open_(row.place, "persons.place", "another")
