"""What is stored of statistics: figures that may be published, week by week. Nothing exact, and no person.

A figure that is hidden has no row: neither the database nor a backup tells more than the pages do.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table

from bot.store.schema import metadata

published_weeks = Table(
    "statistics_weeks",
    metadata,
    Column("week", String(8), primary_key=True),  # ISO 8601, such as 2026-W47: as it was at its end
    Column("counted", BigInteger, nullable=False),  # the day on which that was done
)

figures = Table(
    "statistics_figures",
    metadata,
    Column("week", String(8), primary_key=True),
    Column("scope", String(22), primary_key=True),  # an organisation's places; "": all places
    Column("district", String(22), primary_key=True),  # a place of the register; "": all together
    Column("split", String(8), primary_key=True),  # all, lang, channel
    Column("key", String(16), primary_key=True),  # the language or channel; "" of all
    Column("people", Integer, nullable=False),  # 10 or more, rounded to five (L4)
)
