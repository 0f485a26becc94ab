"""What the library stores: how many readers an article helped, and which articles are withdrawn.

Nothing here can be traced to a person: feedback is a count a day.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table

from bot.store.schema import metadata

feedback = Table(
    "library_feedback",
    metadata,
    Column("article", String(120), primary_key=True),
    Column("lang", String(8), primary_key=True),
    Column("day", String(10), primary_key=True),  # ISO date, UTC
    Column("helped", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)

withdrawn = Table(
    "library_withdrawn",
    metadata,
    Column("article", String(120), primary_key=True),
    Column("since", BigInteger, nullable=False),  # seconds since 1970 UTC
    Column("by", String(80), nullable=False),  # the role of who withdrew it
)
