"""The register of places, and who chose which place and topics."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "places",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("code", sa.String(40), nullable=False, unique=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("parent_id", sa.String(22), sa.ForeignKey("places.id")),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("organisation_id", sa.String(22)),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_index("places_parent", "places", ["parent_id"])
    op.create_index("places_organisation", "places", ["organisation_id"])
    op.create_table(
        "place_names",
        _of_a_place(),
        sa.Column("lang", sa.String(8), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
    )
    op.create_table(
        "place_contacts",
        _of_a_place(),
        sa.Column("service", sa.String(9), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("publisher", sa.String(120), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("checked", sa.String(10), nullable=False),
    )
    op.create_table(
        "place_register",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_table(
        "person_places",
        _of_a_person(),
        sa.Column("place_id", sa.String(22), sa.ForeignKey("places.id"), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_index("person_places_place", "person_places", ["place_id", "person_id"])
    op.create_table(
        "person_topics",
        _of_a_person(),
        sa.Column("topic", sa.String(12), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_index("person_topics_topic", "person_topics", ["topic", "person_id"])


def _of_a_place() -> sa.Column[str]:
    of_a_place = sa.ForeignKey("places.id", ondelete="CASCADE")
    return sa.Column("place_id", sa.String(22), of_a_place, primary_key=True)


def _of_a_person() -> sa.Column[str]:
    of_a_person = sa.ForeignKey("persons.id", ondelete="CASCADE")
    return sa.Column("person_id", sa.String(22), of_a_person, primary_key=True)
