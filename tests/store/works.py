"""Small pieces of work on a plain table, for tests of the stores."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, func, insert, select

from bot.features.library.tables import withdrawn


def add(article: str) -> Callable[[Connection], str]:
    """Withdraw an article; the same one twice is an IntegrityError."""

    def work(conn: Connection) -> str:
        conn.execute(insert(withdrawn).values(article=article, since=1, by="editor"))
        return article

    return work


def articles(conn: Connection) -> list[str]:
    return list(conn.scalars(select(withdrawn.c.article).order_by(withdrawn.c.article)))


def count(conn: Connection) -> int:
    return conn.scalar(select(func.count()).select_from(withdrawn)) or 0
