"""The shape of the database, one revision after the other; applied at every start."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text

from bot.store.database import StoreError
from bot.store.migrations import packed

HEAD = "0024"
"""The newest revision. With it in the database a start need not load Alembic (0.4 s)."""

_LOCK = 0x7261666971  # any number that nobody else in the database uses


class NewerDatabase(StoreError):
    """The database was made by a newer program than this one."""


def migrate(conn: Connection) -> None:
    """Bring the database to HEAD within the caller's transaction: wholly, or after a crash not at all.

    Of several processes that start at once one does it; on SQLite the caller's BEGIN IMMEDIATE sees to
    that, on PostgreSQL a lock that ends with the transaction.
    """
    _alone(conn)
    if current(conn) != HEAD and not packed.make_tables(conn):
        _upgrade(conn, "head")


def build(conn: Connection, revision: str) -> None:
    """Make the tables of an empty database as they were at a revision: what a backup is restored into."""
    _alone(conn)
    _upgrade(conn, revision)


def is_known(revision: str) -> bool:
    """Does this program know how to come from there to here?"""
    from alembic.script import ScriptDirectory

    known = ScriptDirectory(str(Path(__file__).parent)).walk_revisions()
    return revision in {one.revision for one in known}


def is_empty(conn: Connection) -> bool:
    """True where there is no table yet, neither of data nor of keys in the same database."""
    _alone(conn)  # whoever is making them now is waited for
    there = inspect(conn)
    keys = conn.dialect.name == "postgresql" and there.has_table("data_keys", schema="rafiq_keys")
    return not keys and not there.get_table_names()


def _alone(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(text("SET LOCAL statement_timeout = 0"))
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def pack() -> Path:
    """Make the pack that spares a first start on SQLite the migrations one by one."""
    engine = create_engine("sqlite://")
    with engine.connect() as conn:
        with conn.begin():
            _upgrade(conn, "head")
        made = conn.connection.driver_connection
        assert made is not None
        return packed.write_pack(made)


def current(conn: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    revision: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _upgrade(conn: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise NewerDatabase(
            f"The database is at revision {current(conn)}, which this version of Rafiq does not know. "
            "Start the version that made it, or a newer one."
        ) from error
