"""Figures of whom the service reaches, week by week, as they may be published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "statistics_weeks",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("counted", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "statistics_figures",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("scope", sa.String(22), primary_key=True),
        sa.Column("district", sa.String(22), primary_key=True),
        sa.Column("split", sa.String(8), primary_key=True),
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("people", sa.Integer, nullable=False),
    )
