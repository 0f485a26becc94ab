"""The answers that candidates were promised after an interview."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "interview_results",
        sa.Column(
            "booking",
            sa.String(22),
            sa.ForeignKey("interview_bookings.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("code", sa.String(13)),
        sa.Column("account", sa.String(22)),
        sa.Column("at", sa.BigInteger),
        sa.Column("promised_by", sa.BigInteger, nullable=False),
        sa.Column("reminded", sa.BigInteger),
        sa.Column("alarmed", sa.BigInteger),
    )
    op.create_index("interview_results_open", "interview_results", ["code", "promised_by"])
