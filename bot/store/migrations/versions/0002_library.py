"""Which articles helped, counted a day, and which are withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "library_feedback",
        sa.Column("article", sa.String(120), primary_key=True),
        sa.Column("lang", sa.String(8), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("helped", sa.Boolean, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "library_withdrawn",
        sa.Column("article", sa.String(120), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
    )
