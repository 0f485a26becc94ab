"""The shape of the database, one revision after the other; applied at every start."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.database import StoreError

HEAD = "0021"
"""The newest revision. With it in the database a start need not load Alembic (0.4 s)."""

_LOCK = 0x7261666971  # any number that nobody else in the database uses


class NewerDatabase(StoreError):
    """The database was made by a newer program than this one."""


def migrate(conn: Connection) -> None:
    """Bring the database to HEAD within the caller's transaction: wholly, or after a crash not at all.

    Of several processes that start at once one does it; on SQLite the caller's BEGIN IMMEDIATE sees to
    that, on PostgreSQL a lock that ends with the transaction.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL statement_timeout = 0"))
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if current(conn) != HEAD:
        _upgrade(conn)


def current(conn: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    revision: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise NewerDatabase(
            f"The database is at revision {current(conn)}, which this version of Rafiq does not know. "
            "Start the version that made it, or a newer one."
        ) from error
