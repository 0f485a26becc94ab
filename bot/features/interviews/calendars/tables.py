"""The private addresses of calendar feeds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, LargeBinary, String, Table

from bot.store.schema import metadata

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("account", String(22), primary_key=True),  # one address an account and purpose
    Column("purpose", String(16), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # HMAC of purpose and token (K2)
    Column("made", BigInteger, nullable=False),
)
