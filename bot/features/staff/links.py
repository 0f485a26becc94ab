"""Links that work once: random, stored as hash, bound to purpose and account, good for 10 minutes (I6)."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from bot.features.staff.context import Staff, new_token
from bot.features.staff.tables import accounts, links, organisations

Purpose = Literal["join", "demo", "reader"]
GOOD_FOR = 600
"""Seconds (I6)."""


def make(conn: Connection, staff: Staff, account: str, purpose: Purpose, now: float) -> str:
    """A new link's token. An older one of the same purpose and account ends."""
    # One at a time: two that are made at once would each leave the other's.
    mine = select(accounts.c.id).where(accounts.c.id == account)
    conn.execute(mine.with_for_update(key_share=True))
    drop(conn, account, purpose)
    token = new_token()
    conn.execute(
        insert(links).values(
            hash=staff.link_hash(purpose, token), account=account, purpose=purpose, until=int(now) + GOOD_FOR
        )
    )
    return token


def peek(conn: Connection, staff: Staff, token: str, purpose: Purpose, now: float) -> str | None:
    """The account that a link is for, without using it up; None for a bad, used or old one."""
    return conn.scalar(
        select(links.c.account)
        .join(accounts, accounts.c.id == links.c.account)
        .join(organisations, organisations.c.id == accounts.c.organisation)
        .where(
            links.c.hash == staff.link_hash(purpose, token),
            links.c.purpose == purpose,
            links.c.until > int(now),
            accounts.c.disabled.is_(None),
            organisations.c.closed.is_(None),
        )
    )


def use(conn: Connection, staff: Staff, token: str, purpose: Purpose, now: float) -> str | None:
    """As `peek`, and the link is used up: of two at once only one gets the account."""
    account = peek(conn, staff, token, purpose, now)
    if account is None:
        return None
    gone = conn.execute(delete(links).where(links.c.hash == staff.link_hash(purpose, token)))
    return account if gone.rowcount == 1 else None


def drop(conn: Connection, account: str, purpose: Purpose | None = None) -> None:
    """End the links of an account, of one purpose or all."""
    doomed = delete(links).where(links.c.account == account)
    conn.execute(doomed if purpose is None else doomed.where(links.c.purpose == purpose))
