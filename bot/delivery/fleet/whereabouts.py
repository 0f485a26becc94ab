"""Where a database lies: what is the same at every start, and another for a restored or copied one (O2).

On PostgreSQL the cluster, the database and the table have numbers that a dump does not carry with it. On
SQLite it is the number of the file, and the machine. Neither asks for a file of its own that would have to
be written beside the keys: those are often read-only, and are copied together with the data.

What this cannot tell from the original: a copy of a whole machine, its disks block by block, and an SQLite
file whose content was overwritten in place. deploy/README.md says what to do with those.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import Connection, text

_POSTGRESQL = text(
    "SELECT (SELECT system_identifier FROM pg_control_system()), "
    "(SELECT oid FROM pg_database WHERE datname = current_database()), to_regclass('home')::oid"
)
_SQLITE = text("SELECT file FROM pragma_database_list WHERE name = 'main'")
_MACHINE = Path("/etc/machine-id")


def fingerprint(conn: Connection) -> bytes:
    """32 bytes for the place of the database behind this connection."""
    parts = _postgresql(conn) if conn.dialect.name == "postgresql" else _sqlite(conn)
    return hashlib.sha256("\n".join(map(str, (conn.dialect.name, *parts))).encode()).digest()


def _postgresql(conn: Connection) -> tuple[object, ...]:
    return tuple(conn.execute(_POSTGRESQL).one())


def _sqlite(conn: Connection) -> tuple[object, ...]:
    # Not the device: its number changes with the order in which disks are found.
    file = Path(conn.execute(_SQLITE).scalar_one())
    machine = _MACHINE.read_text(encoding="ascii").strip() if _MACHINE.is_file() else ""
    return file.stat().st_ino, machine
