"""Promised answers, one a booking; with the booking they go (D5)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table

from bot.store.schema import metadata

interview_results = Table(
    "interview_results",
    metadata,
    Column("booking", String(22), ForeignKey("interview_bookings.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(13)),  # offer, next_step, not_this_time; null: no answer yet
    Column("account", String(22)),  # who recorded it
    Column("at", BigInteger),
    Column("promised_by", BigInteger, nullable=False),
    Column("reminded", BigInteger),  # when the host was
    Column("alarmed", BigInteger),  # when case workers were
    Index("interview_results_open", "code", "promised_by"),
)
