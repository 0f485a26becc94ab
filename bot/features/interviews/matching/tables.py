"""The readable codes of those who allow matching, and what employers did with them.

Her codes rest on her profile: with the row of that they go, by whichever way it ends (C4, D5). Small numbers
mean what `codes.py` says; -1 is "not said".
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, SmallInteger, String, Table, text

from bot.delivery.tables import RowId
from bot.store.schema import metadata, partial_index

candidates = Table(
    "candidates",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),  # seen by nobody: people see references
    # Null: a canary, who is nobody (E5).
    Column("person_id", String(22), ForeignKey("skills_profiles.person_id", ondelete="CASCADE"), unique=True),
    Column(
        "lot", BigInteger, nullable=False, unique=True
    ),  # 1 to 2^31-2, drawn once: who comes first among equals
    Column("lives", String(2), nullable=False),  # ISO 3166-1; "" not said
    Column("wished", String(2), nullable=False),  # ISO 3166-1; "" anywhere
    Column("travel", SmallInteger, nullable=False),
    Column("licences", Integer, nullable=False),
    Column("nights", SmallInteger, nullable=False),
    Column("active_until", BigInteger, nullable=False),  # to the day; shown to nobody from then on
    sqlite_autoincrement=True,
)

occupations = Table(
    "candidate_occupations",
    metadata,
    Column("candidate_id", RowId, ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("unit", String(4), primary_key=True),  # ISCO-08 unit group
    Column("years", SmallInteger, nullable=False),
    Column("recent", SmallInteger, nullable=False),
    Column("rating", SmallInteger, nullable=False),
    Index("candidate_occupations_unit", "unit", "candidate_id", "years", "recent", "rating"),
    sqlite_with_rowid=False,
)

tongues = Table(
    "candidate_languages",
    metadata,
    # The language first: a vacancy asks for one or two of many.
    Column("tag", String(35), primary_key=True),  # BCP 47
    Column("candidate_id", RowId, ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("listening", SmallInteger, nullable=False),
    Column("speaking", SmallInteger, nullable=False),
    Column("reading", SmallInteger, nullable=False),
    Column("writing", SmallInteger, nullable=False),
    Index("candidate_languages_candidate", "candidate_id"),
    sqlite_with_rowid=False,
)

refs = Table(
    "candidate_refs",
    metadata,
    Column("ref", String(22), primary_key=True),  # 128 random bits (D9), another for each organisation
    Column("candidate_id", RowId, ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False),
    Column("organisation", String(22), nullable=False),
    Index("candidate_refs_pair", "candidate_id", "organisation", unique=True),
)

views = Table(
    "profile_views",
    metadata,
    Column("account", String(22), primary_key=True),
    Column("day", Integer, primary_key=True),  # days since 1970, UTC
    Column("ref", String(22), primary_key=True),
)

view_days = Table(
    "profile_view_days",
    metadata,
    Column("account", String(22), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("opened", Integer, nullable=False),  # different profiles
    Column("extra", Integer, nullable=False),  # granted by staff on top of the limit
)

view_requests = Table(
    "profile_view_requests",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("account", String(22), nullable=False),
    Column("organisation", String(22), nullable=False),
    Column("day", Integer, nullable=False),
    Column("asked", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),  # asked, granted, refused
    Column("decided_by", String(22)),
    Column("decided", BigInteger),
    Index("profile_view_requests_day", "account", "day", unique=True),
    Index("profile_view_requests_state", "state", "asked"),
)

OPEN = text("state IN ('invited', 'accepted', 'declined')")

invitations = Table(
    "matching_invitations",
    metadata,
    Column("id", String(22), primary_key=True),
    Column("vacancy", String(22), nullable=False),
    Column("organisation", String(22), nullable=False),
    Column("candidate_id", RowId, ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False),
    Column("invited_by", String(22), nullable=False),
    Column("state", String(9), nullable=False),  # invited, accepted, declined, withdrawn, lapsed
    Column("invited", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),  # lapses then, if nobody answered
    Column("closed", BigInteger),
    # A no is a no: she is not asked again for the same vacancy. Lapsed and withdrawn ones may be sent again.
    partial_index("matching_invitations_open", "vacancy", "candidate_id", where=OPEN, unique=True),
    Index("matching_invitations_candidate", "candidate_id"),
    Index("matching_invitations_until", "state", "until"),
)
