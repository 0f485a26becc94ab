"""What is over is closed row by row, and its figures outlive the rows."""

from __future__ import annotations

from sqlalchemy import func, select, update

from bot.delivery import broadcasts
from bot.delivery.broadcasts import Counts, tidying
from bot.delivery.broadcasts.tables import broadcast_sends
from bot.delivery.broadcasts.tables import broadcasts as table
from bot.delivery.held import LEASE
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
