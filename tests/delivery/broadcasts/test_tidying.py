"""What is over is closed row by row, and its figures outlive the rows."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, func, select, text, update

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Counts, tidying
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.broadcasts.tables import broadcasts as table
from bot.delivery.held import LEASE
from bot.features.people import erase
from tests.contention import Meeting
from tests.delivery.broadcasts.parts import HOUR, ONE, Office


async def rows(office: Office, **values: object) -> int:
    condition = [broadcast_sends.c[name] == value for name, value in values.items()]
    return await office.store.read(
        lambda conn: conn.scalar(select(func.count()).select_from(broadcast_sends).where(*condition)) or 0
    )


async def close(office: Office, bite: int = 2_000) -> int:
    now = office.clock.now()
    return await office.store.write(lambda conn: tidying.close_over(conn, now, bite))


async def test_A9_rows_of_a_stopped_broadcast_are_closed_in_bites(office: Office) -> None:
    await office.meets(*(f"chat-{number}" for number in range(7)))
    await office.opens()
    await office.round(2)
    assert await close(office) == 0  # it runs
    await office.stops()
    assert [await close(office, bite=3) for _ in range(3)] == [3, 2, 0]
    assert await rows(office, state="stopped") == 5
    assert await office.counts() == Counts(sent=2, stopped=5)


async def test_A9_a_bite_stays_a_bite_whatever_the_database_plans(office: Office) -> None:
    """PostgreSQL may ask a condition anew for each row: which rows it closes has to be settled before."""
    await office.meets(*(f"chat-{number}" for number in range(7)))
    await office.opens()
    await office.stops()
    now = office.clock.now()

    def close_by_loops(conn: Connection) -> int:
        if conn.dialect.name == "postgresql":
            for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material", "memoize"):
                conn.execute(text(f"SET LOCAL enable_{way} = off"))
        return tidying.close_over(conn, now, 3)

    assert [await office.store.write(close_by_loops) for _ in range(4)] == [3, 3, 1, 0]


async def test_A8_rows_of_an_ended_broadcast_expire_and_it_is_done(office: Office) -> None:
    await office.meets("a", "b")
    await office.opens()
    office.clock.forward(HOUR)
    assert await close(office) == 2
    assert await rows(office, state="expired") == 2
    await close(office)
    assert (await office.store.read(lambda conn: broadcasts.progress(conn, ONE))).state == "done"


async def test_a_broadcast_is_done_when_nobody_more_comes_and_everybody_has_it(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    await office.all_()
    await close(office)
    assert (await office.store.read(lambda conn: broadcasts.progress(conn, ONE))).state == "running"
    await office.store.write(lambda conn: broadcasts.finish(conn, ONE))
    await close(office)
    assert (await office.store.read(lambda conn: broadcasts.progress(conn, ONE))).state == "done"


async def test_A10_what_is_marked_while_its_reader_is_erased_counts_as_what_it_became(office: Office) -> None:
    """The sums stay true: her row is counted as she takes it with her, not as it was when she came."""
    await office.meets("a")
    await office.opens()
    reader, meeting = await office.person("a"), Meeting()

    def marks(conn: Connection) -> None:
        conn.execute(update(broadcast_sends).values(state="sent", closed=int(office.clock.now())))
        meeting.hold(conn)

    marking = asyncio.create_task(office.store.write(marks))
    await meeting.locked.wait()
    await office.store.write(lambda conn: broadcasts.forget(conn, reader))
    await marking
    assert await office.counts() == Counts(sent=1)


async def test_C6_who_is_erased_while_rows_are_made_gets_none_and_the_others_theirs(office: Office) -> None:
    await office.meets("a", "b")
    reader, meeting = await office.person("a"), Meeting()

    def erases(conn: Connection) -> None:
        erase(conn, office.keys.data, reader)
        meeting.hold(conn)

    erasing = asyncio.create_task(office.store.write(erases))
    await meeting.locked.wait()
    await office.opens()
    await erasing
    assert await office.counts() == Counts(waiting=1)


async def test_what_a_dead_process_left_of_a_stopped_broadcast_stays_unknown(office: Office) -> None:
    await office.meets("a")
    await office.opens()
    await office.store.write(
        lambda conn: conn.execute(
            update(broadcast_sends).values(state="leased", lease_until=int(office.clock.now()) + LEASE)
        )
    )
    await office.stops()
    assert await close(office) == 0  # it may be about to be marked
    assert await office.counts() == Counts(leased=1)
    office.clock.forward(LEASE)
    assert await close(office) == 1
    assert await office.counts() == Counts(unknown=1)


async def test_D5_rows_go_a_week_after_the_end_and_the_figures_after_a_year(office: Office) -> None:
    await office.meets("a", "b", "c")
    await office.opens()
    await office.round(2)
    await office.stops()
    await close(office)

    async def sweep() -> int:
        now = office.clock.now()
        return sum((await office.store.write(lambda conn: tidying.sweep(conn, now))).values())

    office.clock.forward(tidying.SENDS_KEPT - 1)
    assert await sweep() == 2  # the numbers of the messages, which nobody can take back any more (C12)
    assert await sweep() == 0
    office.clock.forward(1)
    assert await sweep() == 3
    assert await rows(office) == 0
    assert await office.counts() == Counts(sent=2, stopped=1)
    office.clock.forward(tidying.KEPT)
    assert await sweep() == 1
    found = await office.store.read(lambda conn: conn.scalar(select(func.count()).select_from(table)))
    assert found == 0
