"""Readable codes of those who allow matching, what employers open, invitations; consents that name one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_OPEN = sa.text("state IN ('invited', 'accepted', 'declined')")


def upgrade() -> None:
    op.add_column("consents", sa.Column("about", sa.String(22), nullable=False, server_default=sa.text("''")))
    op.drop_index("consents_person", "consents")
    op.create_index("consents_person", "consents", ["person_id", "kind", "about", "id"])
    _candidates()
    _what_employers_see()
    _invitations()


def _candidates() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", RowId, primary_key=True, autoincrement=True),
        sa.Column(
            "person_id",
            sa.String(22),
            sa.ForeignKey("skills_profiles.person_id", ondelete="CASCADE"),
            unique=True,
        ),
        sa.Column("lot", sa.BigInteger, nullable=False, unique=True),
        sa.Column("lives", sa.String(2), nullable=False),
        sa.Column("wished", sa.String(2), nullable=False),
        sa.Column("travel", sa.SmallInteger, nullable=False),
        sa.Column("licences", sa.Integer, nullable=False),
        sa.Column("nights", sa.SmallInteger, nullable=False),
        sa.Column("active_until", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "candidate_occupations",
        sa.Column("candidate_id", RowId, _candidate(), primary_key=True),
        sa.Column("unit", sa.String(4), primary_key=True),
        sa.Column("years", sa.SmallInteger, nullable=False),
        sa.Column("recent", sa.SmallInteger, nullable=False),
        sa.Column("rating", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "candidate_occupations_unit",
        "candidate_occupations",
        ["unit", "candidate_id", "years", "recent", "rating"],
    )
    op.create_table(
        "candidate_languages",
        sa.Column("tag", sa.String(35), primary_key=True),
        sa.Column("candidate_id", RowId, _candidate(), primary_key=True),
        sa.Column("listening", sa.SmallInteger, nullable=False),
        sa.Column("speaking", sa.SmallInteger, nullable=False),
        sa.Column("reading", sa.SmallInteger, nullable=False),
        sa.Column("writing", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("candidate_languages_candidate", "candidate_languages", ["candidate_id"])


def _what_employers_see() -> None:
    op.create_table(
        "candidate_refs",
        sa.Column("ref", sa.String(22), primary_key=True),
        sa.Column("candidate_id", RowId, _candidate(), nullable=False),
        sa.Column("organisation", sa.String(22), nullable=False),
    )
    op.create_index("candidate_refs_pair", "candidate_refs", ["candidate_id", "organisation"], unique=True)
    op.create_table(
        "profile_views",
        sa.Column("account", sa.String(22), primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("ref", sa.String(22), primary_key=True),
    )
    op.create_table(
        "profile_view_days",
        sa.Column("account", sa.String(22), primary_key=True),
        sa.Column("day", sa.Integer, primary_key=True),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("extra", sa.Integer, nullable=False),
    )
    op.create_table(
        "profile_view_requests",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("account", sa.String(22), nullable=False),
        sa.Column("organisation", sa.String(22), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("decided_by", sa.String(22)),
        sa.Column("decided", sa.BigInteger),
    )
    op.create_index("profile_view_requests_day", "profile_view_requests", ["account", "day"], unique=True)
    op.create_index("profile_view_requests_state", "profile_view_requests", ["state", "asked"])


def _invitations() -> None:
    op.create_table(
        "matching_invitations",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("vacancy", sa.String(22), nullable=False),
        sa.Column("organisation", sa.String(22), nullable=False),
        sa.Column("candidate_id", RowId, _candidate(), nullable=False),
        sa.Column("invited_by", sa.String(22), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("invited", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
    )
    op.create_index(
        "matching_invitations_open",
        "matching_invitations",
        ["vacancy", "candidate_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("matching_invitations_candidate", "matching_invitations", ["candidate_id"])
    op.create_index("matching_invitations_until", "matching_invitations", ["state", "until"])


def _candidate() -> sa.ForeignKey:
    return sa.ForeignKey("candidates.id", ondelete="CASCADE")
