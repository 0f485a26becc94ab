"""Employers, how they were checked, reported and decided upon, and their adverts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _employer() -> sa.Column[str]:
    return sa.Column(
        "employer_id", sa.String(22), sa.ForeignKey("employers.id", ondelete="CASCADE"), nullable=False
    )


def upgrade() -> None:
    _employers()
    _employer_marks()
    _employer_checks()
    _employer_decisions()
    _employer_reports()
    _employer_reporters()
    _vacancies()


def _employers() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("before", sa.String(8)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("pledge", sa.Integer, nullable=False),
        sa.Column("pledged", sa.BigInteger, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("applied", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("changed", sa.BigInteger, nullable=False),
    )
    op.create_index("employers_state", "employers", ["state", "until"])


def _employer_marks() -> None:
    op.create_table(
        "employer_marks",
        sa.Column(
            "employer_id", sa.String(22), sa.ForeignKey("employers.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("employer_marks_hash", "employer_marks", ["hash"])


def _employer_checks() -> None:
    op.create_table(
        "employer_checks",
        sa.Column("id", sa.String(22), primary_key=True),
        _employer(),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("employer_id", "round", "account_id", name="employer_checks_once"),
    )


def _employer_decisions() -> None:
    op.create_table(
        "employer_decisions",
        sa.Column("id", sa.String(22), primary_key=True),
        _employer(),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("about", sa.String(22), nullable=False),
        sa.Column("account_id", sa.String(22), nullable=False),
        sa.Column("report_id", sa.String(22)),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.LargeBinary),
    )
    op.create_index("employer_decisions_employer", "employer_decisions", ["employer_id", "at"])
    op.create_index("employer_decisions_about", "employer_decisions", ["about", "at"])


def _employer_reports() -> None:
    op.create_table(
        "employer_reports",
        sa.Column("id", sa.String(22), primary_key=True),
        _employer(),
        sa.Column("about_kind", sa.String(8), nullable=False),
        sa.Column("about", sa.String(22), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("froze", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("outcome", sa.String(12)),
        sa.Column("closed", sa.BigInteger),
    )
    op.create_index("employer_reports_open", "employer_reports", ["outcome", "at"])
    op.create_index("employer_reports_employer", "employer_reports", ["employer_id", "at"])


def _employer_reporters() -> None:
    op.create_table(
        "employer_reporters",
        sa.Column(
            "report_id",
            sa.String(22),
            sa.ForeignKey("employer_reports.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("employer_reporters_hash", "employer_reporters", ["hash"])


def _vacancies() -> None:
    op.create_table(
        "vacancies",
        sa.Column("id", sa.String(22), primary_key=True),
        _employer(),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("isco", sa.String(4)),
        sa.Column("country", sa.String(2)),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.Column("released", sa.BigInteger),
    )
    op.create_index("vacancies_state", "vacancies", ["state", "changed"])
    op.create_index("vacancies_employer", "vacancies", ["employer_id", "changed"])
