"""The skills profile, one sealed document a person, and the codes that bring it back elsewhere."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, String, Table

from bot.store.schema import metadata

profiles = Table(
    "skills_profiles",
    metadata,
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary, nullable=False),  # encrypted under her key
    Column("until", BigInteger, nullable=False),  # kept no longer, to the day (D2)
    Index("skills_profiles_until", "until"),
)

returns = Table(
    "skills_returns",
    metadata,
    Column("person_id", String(22), ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False, unique=True),  # HMAC of the code's words (K2)
)
