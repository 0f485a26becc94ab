"""Mails that a demo shows instead of sending."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from bot.store.schema import metadata

demo_mails = Table(
    "demo_mails",
    metadata,
    Column("id", String(22), primary_key=True),  # the message's own 128 bits: sent twice, it is kept once
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
    Column("body", LargeBinary, nullable=False),  # Outgoing, encrypted under the person's data key
    Column("sent", BigInteger, nullable=False),
    Index("demo_mails_sent", "sent", "id"),
    Index("demo_mails_person", "person_id"),
)
