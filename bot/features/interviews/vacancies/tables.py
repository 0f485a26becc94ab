"""What is stored of adverts: codes for lists, all words sealed under the employer's key."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from bot.store.schema import metadata

vacancies = Table(
    "vacancies",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits
    Column("employer_id", String(22), ForeignKey("employers.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(9), nullable=False),  # draft, submitted, released, returned, closed, frozen
    Column("version", Integer, nullable=False),  # counts edits: a release is bound to what was read
    Column("isco", String(4)),  # ISCO-08 unit group, once it can be read
    Column("country", String(2)),  # ISO 3166-1, once it can be read
    Column("lang", String(8), nullable=False),  # of the employer's own words
    Column("body", LargeBinary, nullable=False),  # encrypted under the employer's key: model.Body
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("released", BigInteger),
    Column("until", BigInteger),  # from when on it is not shown any more, once its form can be read
    Index("vacancies_state", "state", "changed"),
    Index("vacancies_employer", "employer_id", "changed"),
    Index("vacancies_until", "state", "until"),
)
