"""Which zone rules the stored moments were counted with."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.store.schema import metadata

zone_rules = Table(
    "zone_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1: there is one row
    Column("fingerprint", String(64), nullable=False),
    Column("since", BigInteger, nullable=False),
)
