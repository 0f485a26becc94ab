"""What people asked to be reminded of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("told", sa.BigInteger),
    )
    op.create_index("reminders_due", "reminders", ["told", "due"])
    op.create_index("reminders_person", "reminders", ["person_id"])
