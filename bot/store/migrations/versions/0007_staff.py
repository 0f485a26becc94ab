"""Staff: organisations, accounts, sessions, an audit log that nobody edits, and the mark of a demo."""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _organisations_and_accounts()
    _factors()
    _sessions_and_links()
    _audit()
    _protect_sqlite() if op.get_bind().dialect.name == "sqlite" else _protect_postgresql()
    _installation()


def _account(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "account",
        sa.String(22),
        sa.ForeignKey("staff_accounts.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


def _organisations_and_accounts() -> None:
    op.create_table(
        "staff_organisations",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("operator", sa.Boolean, unique=True),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("closed", sa.BigInteger),
    )
    op.create_table(
        "staff_accounts",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column(
            "person_id",
            sa.String(22),
            sa.ForeignKey("persons.id", ondelete="CASCADE"),
            nullable=False,
            unique=True,
        ),
        sa.Column("organisation", sa.String(22), sa.ForeignKey("staff_organisations.id"), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("lang", sa.String(8), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("invited_until", sa.BigInteger, nullable=False),
        sa.Column("activated", sa.BigInteger),
        sa.Column("disabled", sa.BigInteger),
    )
    op.create_index("staff_accounts_organisation", "staff_accounts", ["organisation"])
    op.create_table(
        "staff_roles",
        _account(primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "staff_recoveries",
        _account(primary_key=True),
        sa.Column("agreed_by", sa.String(22), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )


def _factors() -> None:
    op.create_table(
        "staff_passkeys",
        sa.Column("id", sa.String(22), primary_key=True),
        _account(),
        sa.Column("credential", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("counter", sa.BigInteger, nullable=False),
        sa.Column("label", sa.LargeBinary, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger),
    )
    op.create_index("staff_passkeys_account", "staff_passkeys", ["account"])
    op.create_table(
        "staff_passphrases",
        _account(primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("totp", sa.LargeBinary, nullable=False),
        sa.Column("step", sa.BigInteger, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger),
    )


def _sessions_and_links() -> None:
    op.create_table(
        "staff_challenges",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("account", sa.String(22), sa.ForeignKey("staff_accounts.id", ondelete="CASCADE")),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("staff_challenges_until", "staff_challenges", ["until"])
    op.create_table(
        "staff_links",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        _account(),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("staff_links_account", "staff_links", ["account"])
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
        _account(),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("fresh", sa.BigInteger, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_index("staff_sessions_account", "staff_sessions", ["account"])
    op.create_index("staff_sessions_seen", "staff_sessions", ["seen"])
    op.create_table(
        "staff_tries",
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )


def _audit() -> None:
    op.create_table(
        "staff_audit",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(22), nullable=False),
        sa.Column("organisation", sa.String(22), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("staff_audit_organisation", "staff_audit", ["organisation", "number"])
    start = op.create_table(
        "staff_audit_start",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
    )
    op.bulk_insert(start, [{"id": 1, "number": 0, "hash": bytes(32)}])


_OLD_ENOUGH = """EXISTS (SELECT 1 FROM staff_audit WHERE number = NEW.number AND hash = NEW.hash
    AND at <= (SELECT max(at) FROM staff_audit) - 31536000)"""  # a year of 365 days
# Only retention gets through: it moves the start on to a row of a year ago, whose hash it has to know, and
# then only rows up to the start can go. The year is counted back from the newest entry, which says that it
# was done, so that this holds without trusting anybody's clock.


def _protect_sqlite() -> None:
    def refuse(name: str, table: str, event: str, when: str = "1") -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {when} "
            "BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
        )

    refuse("staff_audit_no_update", "staff_audit", "UPDATE")
    refuse(
        "staff_audit_no_delete",
        "staff_audit",
        "DELETE",
        "OLD.number > (SELECT number FROM staff_audit_start)",
    )
    refuse("staff_audit_start_no_insert", "staff_audit_start", "INSERT")
    refuse("staff_audit_start_no_delete", "staff_audit_start", "DELETE")
    refuse("staff_audit_start_on_only", "staff_audit_start", "UPDATE", f"NOT {_OLD_ENOUGH}")


def _protect_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION staff_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the audit log cannot be changed'; END $$"
    )
    op.execute(
        "CREATE FUNCTION staff_audit_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.number > (SELECT number FROM staff_audit_start) THEN "
        "RAISE EXCEPTION 'the audit log cannot be changed'; END IF; RETURN OLD; END $$"
    )
    op.execute(
        "CREATE FUNCTION staff_audit_start_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT {_OLD_ENOUGH} THEN "
        "RAISE EXCEPTION 'the audit log cannot be changed'; END IF; RETURN NEW; END $$"
    )

    def guard(name: str, table: str, event: str, function: str, each: str = "ROW") -> None:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
        )

    guard("staff_audit_no_update", "staff_audit", "UPDATE", "staff_audit_refuse")
    guard("staff_audit_no_delete", "staff_audit", "DELETE", "staff_audit_removed")
    guard("staff_audit_no_truncate", "staff_audit", "TRUNCATE", "staff_audit_refuse", "STATEMENT")
    guard("staff_audit_start_no_insert", "staff_audit_start", "INSERT OR DELETE", "staff_audit_refuse")
    guard("staff_audit_start_no_truncate", "staff_audit_start", "TRUNCATE", "staff_audit_refuse", "STATEMENT")
    guard("staff_audit_start_on_only", "staff_audit_start", "UPDATE", "staff_audit_start_moved")


def _installation() -> None:
    table = op.create_table(
        "installation",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("marked", sa.BigInteger, nullable=False),
    )
    # A database in which there are people already is never taken for a demo.
    if op.get_bind().scalar(sa.text("SELECT count(*) FROM persons")):
        op.bulk_insert(table, [{"id": 1, "demo": False, "marked": int(time.time())}])
