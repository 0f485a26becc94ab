"""What people said yes and no to, and the skills profiles of those who said yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("consents_person", "consents", ["person_id", "kind", "id"])
    op.create_table(
        "skills_profiles",
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("skills_profiles_until", "skills_profiles", ["until"])
    op.create_table(
        "skills_returns",
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
    )
