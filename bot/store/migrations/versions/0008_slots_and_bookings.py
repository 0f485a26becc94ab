"""Slots of interviews, their bookings, the cells that keep them apart, and who was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _slots()
    _bookings()
    op.create_table(
        "interview_cells",
        sa.Column("owner", sa.String(40), primary_key=True),
        sa.Column("cell", sa.BigInteger, primary_key=True),
        sa.Column(
            "slot", sa.String(22), sa.ForeignKey("interview_slots.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("booking", sa.String(22), sa.ForeignKey("interview_bookings.id", ondelete="CASCADE")),
    )
    op.create_index("interview_cells_slot", "interview_cells", ["slot"])
    op.create_index("interview_cells_booking", "interview_cells", ["booking"])
    _notices()


def _slots() -> None:
    op.create_table(
        "interview_slots",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("organisation", sa.String(22), nullable=False),
        sa.Column("host", sa.String(22), nullable=False),
        sa.Column("vacancy", sa.String(22), nullable=False),
        sa.Column("series", sa.String(22), nullable=False),
        sa.Column("start", sa.BigInteger, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("buffer", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("wall", sa.String(16), nullable=False),
        sa.Column("fold", sa.Integer, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("frozen_from", sa.String(6)),
        sa.Column("link", sa.String(500), nullable=False),
        sa.UniqueConstraint("series", "wall", "fold"),
    )
    op.create_index("interview_slots_vacancy", "interview_slots", ["vacancy", "state", "start"])
    op.create_index("interview_slots_organisation", "interview_slots", ["organisation", "start"])
    op.create_index("interview_slots_host", "interview_slots", ["host", "start"])
    op.create_index("interview_slots_start", "interview_slots", ["start"])
    op.create_table(
        "interview_freezes",
        sa.Column("organisation", sa.String(22), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )


def _bookings() -> None:
    op.create_table(
        "interview_bookings",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "slot", sa.String(22), sa.ForeignKey("interview_slots.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("hold_until", sa.BigInteger),
        sa.Column("extended", sa.Boolean, nullable=False),
        sa.Column("uid", sa.String(22), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("moved_to", sa.String(22)),
        sa.Column("cancelled_by", sa.String(9)),
        sa.Column("reason", sa.String(24)),
        sa.Column("outcome", sa.String(10)),
        sa.Column("interpreter", sa.Boolean, nullable=False),
        sa.Column("quiet_room", sa.Boolean, nullable=False),
        sa.Column("lang", sa.String(8)),
        sa.Column("fallback", sa.String(24), nullable=False),
    )
    op.create_index("interview_bookings_slot", "interview_bookings", ["slot", "state"])
    op.create_index("interview_bookings_person", "interview_bookings", ["person_id", "state"])
    op.create_index("interview_bookings_holds", "interview_bookings", ["hold_until"])


def _notices() -> None:
    op.create_table(
        "interview_notices",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "booking",
            sa.String(22),
            sa.ForeignKey("interview_bookings.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("side", sa.String(9), nullable=False),
        sa.Column("person_id", sa.String(22), sa.ForeignKey("persons.id", ondelete="CASCADE")),
        sa.Column("what", sa.String(9), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("after", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("why", sa.String(11)),
    )
    op.create_index("interview_notices_open", "interview_notices", ["state", "at"])
    op.create_index("interview_notices_booking", "interview_notices", ["booking"])
    op.create_index("interview_notices_person", "interview_notices", ["person_id"])
