"""What is stored of what a person said yes and no to (C3), and of her PIN (C10)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from bot.delivery.tables import RowId
from bot.store.schema import metadata

consents = Table(
    "consents",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(16), nullable=False),  # profile, matching, sharing
    Column("about", String(22), nullable=False, server_default=text("''")),  # the employer, for sharing
    Column("allowed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),  # of the text that she was asked with
    Column("lang", String(8), nullable=False),  # in which she was asked
    Column("at", BigInteger, nullable=False),  # seconds since 1970 UTC
    Index("consents_person", "person_id", "kind", "about", "id"),
    sqlite_autoincrement=True,
)

pins = Table(
    "pins",
    metadata,
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # hash, wrong tries and wait, encrypted under her key
)
