"""Incidents, and the first of two administrators who let a stopped installation send again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("noticed", sa.BigInteger, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("opened_by", sa.String(22), nullable=False),
        sa.Column("scope", sa.String(12), nullable=False),
        sa.Column("happened", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("authority_told", sa.BigInteger),
        sa.Column("people_told", sa.BigInteger),
        sa.Column("closed", sa.BigInteger),
    )
    op.create_table(
        "unmute_requests",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("agreed_by", sa.String(22), nullable=False),
        sa.Column("muted", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
