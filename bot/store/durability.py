"""Whether the database keeps what it has said it kept, through a crash of its machine.

A message is told "received" once its row is committed (M1). PostgreSQL can be set up so that a commit is
answered before it is on disk: then a power cut loses what people were told is there, without a word. SQLite
is opened by us with synchronous=FULL, and nobody else can say otherwise.
https://www.postgresql.org/docs/current/runtime-config-wal.html
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
"""Each `off` breaks the promise. Where the last is off, our own connections switch it on."""

ON_FOR_US = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)
"""Said once a connection: no transaction pays for it. Stronger choices (remote_apply) stay as they are."""

LOST = {
    "fsync": "a crash of its machine, or a power cut, can lose answered messages, bookings and erasures, "
    "and can leave the database unreadable. Set fsync = on in postgresql.conf and reload the server",
    "full_page_writes": "a power cut can leave pages that are half written, and the database unreadable. "
    "Set full_page_writes = on in postgresql.conf and reload the server, unless its file system (such as "
    "ZFS) never writes half a page",
    "synchronous_commit": "a crash of the server can lose the messages and bookings of its last moments, "
    "though people were told that they were received. Set synchronous_commit = on in postgresql.conf and "
    "reload the server",
}
"""What may be lost, and the remedy, for whoever runs the database."""

_READ = text("SELECT name, current_setting(name) FROM unnest(CAST(:names AS text[])) AS name")


def weak(conn: Connection) -> tuple[str, ...]:
    """Settings by which this connection may lose what it committed; () on SQLite. A read."""
    if conn.dialect.name != "postgresql":
        return ()
    rows = conn.execute(_READ, {"names": list(SETTINGS)})
    return those_off({row[0]: row[1] for row in rows})


def those_off(settings: Mapping[str, str]) -> tuple[str, ...]:
    """Of settings and their values, those that break the promise."""
    return tuple(name for name in SETTINGS if settings[name] == "off")


def sentence(setting: str) -> str:
    """For the operator: what is wrong, what is lost, what to do."""
    return f"The database server runs with {setting} = off: {LOST[setting]}."
