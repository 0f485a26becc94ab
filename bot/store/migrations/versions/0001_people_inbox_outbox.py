"""People, what they write, what they are told, and the keys apart from all that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _keys()
    _persons()
    _inbox()
    _outbox()
    _gates_and_decisions()


def _keys() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return  # beside SQLite the keys have a file of their own
    op.execute("CREATE SCHEMA IF NOT EXISTS rafiq_keys")
    op.create_table(
        "data_keys",
        sa.Column("name", sa.String(40, collation="C"), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary, nullable=False),
        schema="rafiq_keys",
    )


def _persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("lang", sa.String(8)),
        sa.Column("reachable", sa.Boolean, nullable=False),
        sa.Column("place", sa.LargeBinary),
        sa.Column("place_until", sa.BigInteger),
        sa.Column("answers", sa.LargeBinary),
        sa.Column("answers_until", sa.BigInteger),
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("external_id", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE")),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(80)),
        sa.Column("length", sa.Integer),
        sa.Column("received", sa.BigInteger, nullable=False),
        sa.Column("handled", sa.BigInteger),
        sa.UniqueConstraint("channel", "external_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("inbox_open", "inbox", ["person_id", "state", "id"])
    op.create_index("inbox_age", "inbox", ["state", "received"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("ref", sa.String(22), nullable=False, unique=True),
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("state", sa.String(11), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("lease", sa.Integer, nullable=False),
        sa.Column("lease_until", sa.BigInteger),
        sa.Column("holder", sa.String(22)),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("resends", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(80)),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_due", "outbox", ["state", "channel", "due"])
    op.create_index("outbox_person", "outbox", ["person_id", "state", "id"])


def _gates_and_decisions() -> None:
    op.create_table(
        "channel_gates",
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "dead_letter_log",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column("box", sa.String(6), nullable=False),
        sa.Column("row_id", sa.BigInteger, nullable=False),
        sa.Column("decision", sa.String(9), nullable=False),
        sa.Column("decided_by", sa.String(80), nullable=False),
        sa.Column("decided", sa.BigInteger, nullable=False),
    )
