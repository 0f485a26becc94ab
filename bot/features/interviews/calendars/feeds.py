"""The secret in the address of a feed: 128 random bits, of which only a keyed hash is kept.

A calendar program asks again and again without signing in, so unlike other links (I6) this one lasts; making
a new one ends the old one.
"""

from __future__ import annotations

import re
import secrets

from sqlalchemy import Connection, delete, select

from bot.delivery.sql import PerEngine
from bot.features.interviews.calendars.tables import calendar_feeds
from bot.store.lookup import Lookup

INTERVIEWS = "interviews"
"""The purpose that a token is bound to: another kind of feed has other tokens."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_PUT = PerEngine(
    calendar_feeds,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["account", "purpose"],
        set_={"hash": insert.excluded.hash, "made": insert.excluded.made},
    ),
)


def renew(conn: Connection, lookup: Lookup, account: str, now: float, purpose: str = INTERVIEWS) -> str:
    """A new token for an account's feed, shown this once; the one before it is dead with the commit."""
    token = secrets.token_urlsafe(16)
    values = {"account": account, "purpose": purpose, "hash": _hash(lookup, token, purpose), "made": int(now)}
    conn.execute(_PUT.of(conn), values)
    return token


def account_of(conn: Connection, lookup: Lookup, token: str, purpose: str = INTERVIEWS) -> str | None:
    """Whose feed a token opens; None for an unknown, replaced or malformed one."""
    if not _TOKEN.fullmatch(token):
        return None
    wanted = calendar_feeds.c.hash == _hash(lookup, token, purpose)
    found: str | None = conn.scalar(select(calendar_feeds.c.account).where(wanted))
    return found


def exists(conn: Connection, account: str, purpose: str = INTERVIEWS) -> bool:
    """Has the account an address of its own by now?"""
    mine = (calendar_feeds.c.account == account) & (calendar_feeds.c.purpose == purpose)
    return conn.scalar(select(calendar_feeds.c.account).where(mine)) is not None


def revoke(conn: Connection, account: str) -> None:
    """End all feeds of an account: it was disabled or erased."""
    conn.execute(delete(calendar_feeds).where(calendar_feeds.c.account == account))


def _hash(lookup: Lookup, token: str, purpose: str) -> bytes:
    return lookup.address_hash(f"feed:{purpose}", token)
