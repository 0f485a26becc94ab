"""Which messages stand in a chat, for two days: so that they can be taken out of it at once (C12)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("shown", sa.String(20)))
    op.add_column("outbox", sa.Column("shown", sa.String(200)))
    op.add_column("broadcast_sends", sa.Column("shown", sa.String(40)))
    op.add_column("broadcasts", sa.Column("cleared_to", sa.BigInteger, nullable=False, server_default="0"))
