"""What is stored about employers: who they are (sealed), who checked them, what was decided and reported."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.schema import metadata


def _employer() -> Column[str]:
    return Column("employer_id", String(22), ForeignKey("employers.id", ondelete="CASCADE"), nullable=False)


employers = Table(
    "employers",
    metadata,
    Column("id", String(22), primary_key=True),  # 128 random bits; the id of its organisation
    Column("state", String(8), nullable=False),  # applied, checking, admitted, lapsed, refused, frozen
    Column("before", String(8)),  # the state that a freeze interrupted
    Column("body", LargeBinary, nullable=False),  # encrypted under the employer's key: model.Details
    Column("lang", String(8), nullable=False),  # of the application
    Column("pledge", Integer, nullable=False),  # the version of the pledge's text that was accepted
    Column("pledged", BigInteger, nullable=False),
    Column("round", Integer, nullable=False),  # of checks that is under way
    Column("applied", BigInteger, nullable=False),
    Column("until", BigInteger),  # the end of the admission (E1)
    Column("changed", BigInteger, nullable=False),  # the last change of state
    Index("employers_state", "state", "until"),
)

employer_marks = Table(
    "employer_marks",
    metadata,
    Column("employer_id", String(22), ForeignKey("employers.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(12), primary_key=True),  # registration, host, phone, mail, name
    Column("hash", LargeBinary(32), nullable=False),  # keyed: finds who applies again under another name
    Index("employer_marks_hash", "hash"),
)

employer_checks = Table(
    "employer_checks",
    metadata,
    Column("id", String(22), primary_key=True),
    _employer(),
    Column("round", Integer, nullable=False),
    Column("account_id", String(22), nullable=False),  # who checked
    Column("at", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),  # encrypted under the employer's key: model.Checklist
    # The database itself refuses a second check by one person (E1).
    UniqueConstraint("employer_id", "round", "account_id", name="employer_checks_once"),
)

employer_decisions = Table(
    "employer_decisions",
    metadata,
    Column("id", String(22), primary_key=True),
    _employer(),
    Column("what", String(20), nullable=False),  # employer.frozen, vacancy.returned, ... (history.py)
    Column("about", String(22), nullable=False),  # the employer, or one of its vacancies
    Column("account_id", String(22), nullable=False),  # "" where the program decided by itself
    Column("report_id", String(22)),  # the report that led to it
    Column("at", BigInteger, nullable=False),
    Column("reason", LargeBinary),  # encrypted under the employer's key
    Index("employer_decisions_employer", "employer_id", "at"),
    Index("employer_decisions_about", "about", "at"),
)

employer_reports = Table(
    "employer_reports",
    metadata,
    Column("id", String(22), primary_key=True),
    _employer(),
    Column("about_kind", String(8), nullable=False),  # employer, vacancy, booking
    Column("about", String(22), nullable=False),
    Column("kind", String(16), nullable=False),  # asked_for_money, ... (model.REPORT_KINDS)
    Column("words", LargeBinary),  # encrypted under the report's own key
    Column("froze", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("outcome", String(12)),  # null while nobody has decided
    Column("closed", BigInteger),
    Index("employer_reports_open", "outcome", "at"),
    Index("employer_reports_employer", "employer_id", "at"),
)

employer_reporters = Table(
    "employer_reporters",
    metadata,
    Column("report_id", String(22), ForeignKey("employer_reports.id", ondelete="CASCADE"), primary_key=True),
    Column("hash", LargeBinary(32), nullable=False),  # keyed: so that she can be forgotten
    Column("body", LargeBinary, nullable=False),  # her person id, encrypted under the report's own key
    Index("employer_reporters_hash", "hash"),
)
