"""What commands with power over everything leave in the audit log: that they ran, and nobody's data (L3).

Who: the command line, for whoever can run it has the machine. What: codes, counts and ids of keys; no path,
no name. Portal: /audit shows them with words (bot/portal/audit_deeds.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.features.staff import COMMAND_LINE, audit

BACKUP_MADE = "backup.made"
BACKUP_RESTORED = "backup.restored"
KEYS_PREPARED = "keys.prepared"
KEYS_ROTATED = "keys.rotated"
KEYS_RETIRED = "keys.retired"
MUTED = "sending.muted"
UNMUTED = "sending.unmuted"


def note(conn: Connection, what: str, about: str, details: Mapping[str, str], now: float) -> bool:
    """Add an entry; False where this database is of a version before there was a log."""
    if not audit.is_there(conn):
        return False
    audit.note(conn, COMMAND_LINE.account, what, about, details, now)
    return True
