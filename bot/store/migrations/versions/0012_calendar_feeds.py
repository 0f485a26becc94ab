"""The private addresses of calendar feeds, and the zone rules that bookings were counted with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("account", sa.String(22), primary_key=True),
        sa.Column("purpose", sa.String(16), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("made", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "zone_rules",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
