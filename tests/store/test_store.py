"""What every store promises, on both engines."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.features.library.tables import withdrawn
from bot.store.database import Store


def withdraw(article: str) -> object:
    def work(conn: Connection) -> str:
        conn.execute(insert(withdrawn).values(article=article, since=1, by="editor"))
        return article

    return work


def articles(conn: Connection) -> list[str]:
    return list(conn.scalars(select(withdrawn.c.article).order_by(withdrawn.c.article)))


async def test_a_write_returns_what_the_work_returned_and_is_read_back(store: Store) -> None:
    assert await store.write(withdraw("a")) == "a"
    assert await store.read(articles) == ["a"]
