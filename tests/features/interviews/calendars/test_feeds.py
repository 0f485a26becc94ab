"""The private address of a feed."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from bot.features.interviews.calendars import account_of, exists, renew, revoke
from bot.features.interviews.calendars.tables import calendar_feeds
from bot.store.database import Store
from bot.store.lookup import Lookup

ACCOUNT, OTHER = (secrets.token_urlsafe(16) for _ in range(2))


async def test_I6_a_token_opens_its_account_s_feed_and_no_other(store: Store, lookup: Lookup) -> None:
    mine = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1))
    theirs = await store.write(lambda conn: renew(conn, lookup, OTHER, 1))
    assert await store.read(lambda conn: account_of(conn, lookup, mine)) == ACCOUNT
    assert await store.read(lambda conn: account_of(conn, lookup, theirs)) == OTHER


async def test_I6_a_renewed_address_kills_the_old_one(store: Store, lookup: Lookup) -> None:
    old = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1))
    new = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 2))
    assert await store.read(lambda conn: account_of(conn, lookup, old)) is None
    assert await store.read(lambda conn: account_of(conn, lookup, new)) == ACCOUNT


async def test_I6_a_token_is_bound_to_its_purpose(store: Store, lookup: Lookup) -> None:
    token = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1))
    assert await store.read(lambda conn: account_of(conn, lookup, token, "other")) is None
    await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1, "other"))
    assert await store.read(lambda conn: account_of(conn, lookup, token)) == ACCOUNT


async def test_K2_the_database_holds_a_keyed_hash_only(store: Store, lookup: Lookup) -> None:
    token = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1))
    kept = await store.read(lambda conn: conn.execute(select(calendar_feeds)).all())
    assert token not in repr(kept) and len(kept) == 1
    stranger = Lookup(b"another key" * 4)
    assert await store.read(lambda conn: account_of(conn, stranger, token)) is None


async def test_S3_revoked_with_the_account(store: Store, lookup: Lookup) -> None:
    token = await store.write(lambda conn: renew(conn, lookup, ACCOUNT, 1))
    assert await store.read(lambda conn: exists(conn, ACCOUNT))
    await store.write(lambda conn: revoke(conn, ACCOUNT))
    assert await store.read(lambda conn: account_of(conn, lookup, token)) is None
    assert not await store.read(lambda conn: exists(conn, ACCOUNT))


async def test_I5_what_is_no_token_opens_nothing(store: Store, lookup: Lookup) -> None:
    for token in ("", "x", "' OR 1=1 --", "a" * 22, "é" * 22, "a" * 10_000):
        assert await store.read(lambda conn, token=token: account_of(conn, lookup, token)) is None  # type: ignore[misc]
