"""Mails that a demo shows instead of sending."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "demo_mails",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("sent", sa.BigInteger, nullable=False),
    )
    op.create_index("demo_mails_sent", "demo_mails", ["sent", "id"])
    op.create_index("demo_mails_person", "demo_mails", ["person_id"])
