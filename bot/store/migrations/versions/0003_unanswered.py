"""Questions that nobody understood, counted by week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "library_unanswered",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("lang", sa.String(8), primary_key=True),
        sa.Column("about", sa.String(120), primary_key=True),
        sa.Column("person", sa.String(32), primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=True),
    )
