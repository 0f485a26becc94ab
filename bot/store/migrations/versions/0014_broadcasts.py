"""Messages to many people: who is to get which, and how far that is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("state", sa.String(7), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("before", sa.String(22)),
        sa.Column("filled_to", sa.String(22), nullable=False),
        sa.Column("filled", sa.Boolean, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
    )
    op.create_index("broadcasts_state", "broadcasts", ["state", "ends"])
    _sends()
    op.create_table(
        "broadcast_totals",
        sa.Column("broadcast_id", sa.String(22), primary_key=True),
        sa.Column("state", sa.String(11), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "broadcast_spending",
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("day", sa.BigInteger, primary_key=True),
        sa.Column("messages", sa.BigInteger, nullable=False),
    )


def _sends() -> None:
    person = sa.ForeignKey("persons.id", ondelete="CASCADE")
    op.create_table(
        "broadcast_sends",
        sa.Column("id", _ROW_ID, primary_key=True, autoincrement=True),
        sa.Column("broadcast_id", sa.String(22), nullable=False),
        sa.Column("person_id", sa.String(22), person, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("holder", sa.String(22)),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("resends", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(80)),
        sa.Column("closed", sa.BigInteger),
        sa.UniqueConstraint("broadcast_id", "person_id"),
        sqlite_autoincrement=True,
    )
    _partial("waiting", ["broadcast_id", "channel", "due", "id"], "state = 'waiting'")
    _partial("in_hand", ["broadcast_id", "channel"], "state IN ('leased', 'unknown') AND closed IS NULL")
    _partial("person", ["person_id"], "closed IS NULL")
    _partial("dead", ["id"], "state = 'dead'")
    _partial("closed", ["broadcast_id", "closed"], "closed IS NOT NULL")


def _partial(name: str, columns: list[str], where: str) -> None:
    only = sa.text(where)
    op.create_index(
        f"broadcast_sends_{name}", "broadcast_sends", columns, sqlite_where=only, postgresql_where=only
    )
