"""What every store promises, on both engines."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.database import Store, StoreUnavailable
from tests.store.works import add, articles


async def test_a_write_returns_what_the_work_returned_and_is_read_back(store: Store) -> None:
    assert await store.write(add("a")) == "a"
    assert await store.read(articles) == ["a"]


async def test_work_that_fails_leaves_nothing_and_its_error_reaches_the_caller(store: Store) -> None:
    def half(conn: Connection) -> None:
        add("a")(conn)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await store.write(half)
    assert await store.read(articles) == []


async def test_of_many_at_once_only_the_failing_one_fails(store: Store) -> None:
    await store.write(add("taken"))
    works = [add(f"new-{number:02}") for number in range(20)]
    works[7] = add("taken")
    outcomes = await asyncio.gather(*(store.write(work) for work in works), return_exceptions=True)
    failed = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, IntegrityError)]
    assert failed == [7]
    assert len(await store.read(articles)) == 20


async def test_a_read_that_writes_is_refused(store: Store) -> None:
    with pytest.raises(DBAPIError):
        await store.read(add("a"))
    assert await store.read(articles) == []


async def test_a_read_sees_one_view_from_its_first_look_on(store: Store) -> None:
    looks: list[list[str]] = []

    def two_looks(conn: Connection) -> None:
        looks.append(articles(conn))
        meanwhile = threading.Thread(target=store.write_sync, args=(add("between"),))
        meanwhile.start()
        meanwhile.join()
        looks.append(articles(conn))

    await store.read(two_looks)
    assert looks == [[], []]
    assert await store.read(articles) == ["between"]


async def test_an_error_of_a_statement_shows_no_parameter(store: Store) -> None:
    """L2: what SQLAlchemy puts into its own message; the driver's may quote, so logs take neither."""
    await store.write(add("canary-7f3a"))
    with pytest.raises(IntegrityError) as caught:
        await store.write(add("canary-7f3a"))
    assert "editor" not in str(caught.value)


async def test_write_sync_serves_callers_without_a_loop(store: Store) -> None:
    assert await asyncio.to_thread(store.write_sync, add("a")) == "a"
    assert await store.read(articles) == ["a"]


async def test_a_caller_that_goes_away_leaves_the_others_alone(store: Store) -> None:
    gone = asyncio.ensure_future(store.write(add("gone")))
    await asyncio.sleep(0)
    gone.cancel()
    assert await store.write(add("stays")) == "stays"
    assert "stays" in await store.read(articles)


async def test_closing_waits_for_what_is_running(store: Store) -> None:
    writes = [asyncio.ensure_future(store.write(add(f"a{number}"))) for number in range(20)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*writes) == [f"a{number}" for number in range(20)]


async def test_a_closed_store_refuses_work(store: Store) -> None:
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.write(add("a"))
