"""Leases of jobs that one process does at a time, and where the database lies, so that a copy is noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("holder", sa.String(22), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "home",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.LargeBinary(32), nullable=False),
        sa.Column("muted", sa.BigInteger),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(80), nullable=False),
    )
