"""When a demo was given its invented people and times: once, and never again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("installation", sa.Column("peopled", sa.BigInteger))
