"""Work that has to wait shares a transaction on PostgreSQL; one that fails harms no other."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, text

from bot.store.database import Crowded, StoreUnavailable, Work, is_shared
from bot.store.lanes import CommitUnknown, Lanes
from bot.store.postgres_store import PostgresStore

PEOPLE = 40


def _transaction(conn: Connection) -> int:
    return int(conn.execute(text("SELECT txid_current()")).scalar_one())


async def test_what_waits_goes_together(postgres_address: str) -> None:
    store = PostgresStore(postgres_address, pool_size=2)
    try:
        used = await asyncio.gather(*(store.write(_transaction) for _ in range(PEOPLE)))
    finally:
        await store.close()
    assert len(set(used)) < PEOPLE / 4


async def test_what_does_not_wait_goes_alone(postgres_store: PostgresStore) -> None:
    assert await postgres_store.write(_transaction) != await postgres_store.write(_transaction)


async def test_of_a_group_only_the_faulty_one_fails(postgres_address: str) -> None:
    store = PostgresStore(postgres_address, pool_size=1)
    await store.write(lambda conn: conn.execute(text("CREATE TABLE seen (n int PRIMARY KEY)")))

    def add(number: int) -> Work[int]:
        def work(conn: Connection) -> int:
            conn.execute(text("INSERT INTO seen VALUES (:n)"), {"n": number})
            if number == 7:
                raise LookupError("seven")
            return number

        return work

    try:
        outcomes = await asyncio.gather(*(store.write(add(n)) for n in range(12)), return_exceptions=True)
        kept = await store.read(
            lambda conn: conn.execute(text("SELECT n FROM seen ORDER BY n")).scalars().all()
        )
    finally:
        await store.close()
    assert isinstance(outcomes[7], LookupError)
    assert [o for o in outcomes if isinstance(o, int)] == [n for n in range(12) if n != 7]
    assert list(kept) == [n for n in range(12) if n != 7]


async def test_a_commit_that_nobody_knows_of_is_not_tried_again() -> None:
    runs: list[Work[object]] = []
    busy = asyncio.Event()

    async def run(work: Work[object]) -> object:
        runs.append(work)
        if len(runs) == 1:
            await busy.wait()
            return None
        raise CommitUnknown("connection_lost")

    lanes = Lanes(1, run)
    first = asyncio.create_task(lanes.write(lambda conn: None))
    await asyncio.sleep(0)
    others = [asyncio.create_task(lanes.write(lambda conn: None)) for _ in range(5)]
    await asyncio.sleep(0)
    busy.set()
    await first
    outcomes = await asyncio.gather(*others, return_exceptions=True)
    assert len(runs) == 2
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)


async def test_one_who_went_away_does_not_hold_up_the_others(postgres_address: str) -> None:
    store = PostgresStore(postgres_address, pool_size=1)
    try:
        tasks = [asyncio.create_task(store.write(_transaction)) for _ in range(6)]
        await asyncio.sleep(0)
        tasks[3].cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await store.close()
    assert isinstance(outcomes[3], asyncio.CancelledError)
    assert all(isinstance(outcome, int) for place, outcome in enumerate(outcomes) if place != 3)


@pytest.mark.parametrize("count", [1, 3])
async def test_no_more_lanes_than_connections(count: int) -> None:
    at_once, most = 0, 0
    go_on = asyncio.Event()

    async def run(work: Work[object]) -> object:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await go_on.wait()
        at_once -= 1
        return work(None)  # type: ignore[arg-type]

    lanes = Lanes(count, run)
    tasks = []
    for number in range(6):
        tasks.append(asyncio.create_task(lanes.write(_says(number))))
        await asyncio.sleep(0)
    go_on.set()
    assert await asyncio.gather(*tasks) == list(range(6))
    assert most == count


async def test_work_that_comes_while_a_lane_ends_is_done() -> None:
    async def run(work: Work[object]) -> object:
        return work(None)  # type: ignore[arg-type]

    lanes = Lanes(1, run)

    async def one_after_the_other(count: int) -> int:
        for _ in range(count):
            await lanes.write(_says(1))
        return count

    people = (one_after_the_other(200) for _ in range(3))
    assert await asyncio.wait_for(asyncio.gather(*people), 60) == [200] * 3


async def test_a_lane_that_breaks_lets_nobody_wait_for_ever() -> None:
    async def run(work: Work[object]) -> object:
        return []  # fewer values than pieces of work: a bug of ours

    lanes = Lanes(1, run)
    writes = [lanes.write(_nothing) for _ in range(4)]
    _, *grouped = await asyncio.wait_for(asyncio.gather(*writes, return_exceptions=True), 60)
    assert [type(outcome) for outcome in grouped] == [ValueError] * 3


def _nothing(conn: Connection) -> None:
    return None


def _says(number: int) -> Work[int]:
    return lambda conn: number


async def test_work_that_would_wait_in_a_shared_transaction_is_run_alone(postgres_address: str) -> None:
    """Else transactions that hold several locks each could wait for one another in a circle."""
    runs: list[bool] = []

    def picky(conn: Connection) -> bool:
        runs.append(is_shared(conn))
        if is_shared(conn):
            raise Crowded
        return True

    store = PostgresStore(postgres_address, pool_size=1)
    try:
        assert await asyncio.gather(*(store.write(picky) for _ in range(5))) == [True] * 5
    finally:
        await store.close()
    # One at once; the four behind it together, of which the first gave up; then each alone.
    assert runs == [False, True, False, False, False, False]
