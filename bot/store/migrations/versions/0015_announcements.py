"""Announcements, who wrote them, their waves of sending, and staff who read in the chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    _announcements()
    op.create_table(
        "announcement_writers",
        _of_announcement(primary_key=True),
        sa.Column("account", sa.String(22), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "announcement_waves",
        sa.Column("id", sa.String(22), primary_key=True),
        _of_announcement(),
        sa.Column("wave", sa.String(10), nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("settled", sa.BigInteger),
        sa.Column("complete", sa.BigInteger),
        sa.UniqueConstraint("announcement", "wave"),
    )
    op.create_index("announcement_waves_open", "announcement_waves", ["complete", "opened"])
    op.create_table(
        "staff_readers",
        sa.Column("account", sa.String(22), primary_key=True),
        sa.Column(
            "person_id",
            sa.String(22),
            sa.ForeignKey("persons.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("since", sa.BigInteger, nullable=False),
    )


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("organisation", sa.String(22), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("code", sa.String(9), nullable=False, unique=True),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("about", sa.String(22)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.LargeBinary(32)),
        sa.Column("approver", sa.String(22)),
        sa.Column("both_urgent", sa.Boolean, nullable=False),
        sa.Column("people", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("submitted", sa.BigInteger),
        sa.Column("approved", sa.BigInteger),
        sa.Column("started", sa.BigInteger),
        sa.Column("ended", sa.BigInteger),
        sa.Column("stopped_by", sa.String(22)),
        sa.Column("returned", sa.LargeBinary),
        sa.UniqueConstraint("organisation", "number"),
    )
    op.create_index("announcements_due", "announcements", ["state", "starts"])
    op.create_index("announcements_about", "announcements", ["about"])


def _of_announcement(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "announcement",
        sa.String(22),
        sa.ForeignKey("announcements.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )
