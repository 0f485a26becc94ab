"""Questions that wait for an answer: kept here, good for one answer within minutes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from bot.features.staff.tables import challenges
from bot.store.ids import new_id


@dataclass(frozen=True, slots=True)
class Asked:
    """`id` comes back with the answer; `options` is the JSON for the browser's navigator.credentials."""

    id: str
    options: str


def ask(
    conn: Connection,
    account: str | None,
    purpose: str,
    value: bytes,
    now: float,
    life: int,
    id_: str | None = None,
) -> str:
    """Keep a question for `life` seconds; its id. Those past their time go at the same moment."""
    sweep(conn, now)
    id_ = id_ or new_id()
    conn.execute(
        insert(challenges).values(
            id=id_, account=account, purpose=purpose, value=value, until=int(now) + life
        )
    )
    return id_


def look(conn: Connection, asked: str, purpose: str, account: str | None, now: float) -> bytes | None:
    """What was asked of this account for this purpose, and stays open; None: nothing of that kind."""
    whose = challenges.c.account.is_(None) if account is None else challenges.c.account == account
    value = conn.scalar(
        select(challenges.c.value).where(
            challenges.c.id == asked,
            challenges.c.purpose == purpose,
            whose,
            challenges.c.until > int(now),
        )
    )
    return None if value is None else bytes(value)


def take(conn: Connection, asked: str, purpose: str, account: str | None, now: float) -> bytes | None:
    """As `look`, and it is used up: of two answers at once only one gets it."""
    value = look(conn, asked, purpose, account, now)
    if value is None:
        return None
    gone = conn.execute(delete(challenges).where(challenges.c.id == asked))
    return value if gone.rowcount == 1 else None


def sweep(conn: Connection, now: float) -> int:
    """Remove what was not answered in time."""
    return conn.execute(delete(challenges).where(challenges.c.until <= int(now))).rowcount
