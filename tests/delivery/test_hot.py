"""Statements on the short way say and do the same as on the long one."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.delivery.hot import Hot
from bot.delivery.tables import channel_gates
from bot.store.database import Store

ADD = Hot(insert(channel_gates).inline(), ["channel", "until"])
MOVE = Hot(
    update(channel_gates)
    .where(channel_gates.c.channel == bindparam("b_channel"), channel_gates.c.until < 100)
    .values(until=bindparam("b_until"))
)
READ = Hot(
    select(channel_gates.c.until, func.length(channel_gates.c.channel)).where(
        channel_gates.c.channel == bindparam("b_channel")
    )
)


async def test_values_go_where_they_belong_on_both_engines(store: Store) -> None:
    await store.write(lambda conn: ADD.run_each(conn, [{"until": n, "channel": f"c{n}"} for n in (1, 2)]))
    await store.write(lambda conn: MOVE.run(conn, {"b_until": 50, "b_channel": "c2"}))
    assert await store.read(lambda conn: READ.first(conn, {"b_channel": "c1"})) == (1, 2)
    assert await store.read(lambda conn: READ.first(conn, {"b_channel": "c2"})) == (50, 2)
    assert await store.read(lambda conn: READ.first(conn, {"b_channel": "c3"})) is None


async def test_it_is_undone_with_its_transaction(store: Store) -> None:
    def work(conn: Connection) -> None:
        ADD.run(conn, {"channel": "c", "until": 1})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.write(work)
    assert await store.read(lambda conn: READ.first(conn, {"b_channel": "c"})) is None


async def test_a_value_that_is_not_given_is_an_error(store: Store) -> None:
    with pytest.raises(Exception, match="b_until"):
        await store.write(lambda conn: MOVE.run(conn, {"b_channel": "c"}))


async def test_a_statement_of_changing_length_is_refused(store: Store) -> None:
    changing = Hot(select(channel_gates).where(channel_gates.c.channel.in_(["a", "b"])))
    with pytest.raises(ValueError, match="anew"):
        await store.read(lambda conn: changing.first(conn, {}))


async def test_an_error_of_the_database_is_sqlalchemys_on_postgresql(postgres_store: Store) -> None:
    def twice(conn: Connection) -> None:
        ADD.run(conn, {"channel": "c", "until": 1})
        ADD.run(conn, {"channel": "c", "until": 1})

    with pytest.raises(IntegrityError):
        await postgres_store.write(twice)
