"""What the library stores: how many readers an article helped, which articles are withdrawn, and what nobody
understood.

Nothing here can be traced to a person: feedback is a count a day, questions are counted by week.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

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

unanswered = Table(
    "library_unanswered",
    metadata,
    Column("week", String(8), primary_key=True),  # ISO 8601, such as 2026-W47
    Column("lang", String(8), primary_key=True),
    Column("about", String(120), primary_key=True),  # the nearest article, or a keyed hash of the words
    Column("person", String(32), primary_key=True),  # a pseudonym of this week
    Column("text", LargeBinary, nullable=True),  # sealed under the week's key; from the tenth person on
)
