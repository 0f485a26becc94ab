"""How many applications a day the public form takes, also where they come at one moment (I13)."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from bot.features.interviews import employers
from bot.features.interviews.employers import Desk, No
from bot.features.interviews.employers.pace import MOST_OF_NAME
from bot.store.database import Store
from tests.clock import START
from tests.contention import Meeting
from tests.features.interviews.desk import applied, details


async def test_I13_of_two_applications_at_one_moment_only_the_last_of_the_day_is_taken(
    store: Store, desk: Desk
) -> None:
    for _ in range(MOST_OF_NAME - 1):
        await applied(store, desk)
    meeting = Meeting()

    def applies(conn: Connection, last: bool) -> No | None:
        no = employers.too_many(conn, desk, details(), START)
        if no is None:
            employers.apply(conn, desk, details(), "en", START)
            if last:
                meeting.hold(conn)
        return no

    taking = asyncio.create_task(store.write(lambda conn: applies(conn, True)))
    await meeting.locked.wait()
    no = await store.write(lambda conn: applies(conn, False))
    meeting.passed()
    assert await taking is None
    assert no is not None and no.code == "same_name"
