"""Nothing leaves a restored or copied database until a person says so (O2), nor one that was stopped (O6).

Old messages that wait in a copy were sent by the original long ago, to people who are real. Muted means: no
message is sent, no update is taken from a platform, no webhook is set. The web chat answers, so that whoever
rehearses a restore can look.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.delivery.fleet.tables import home
from bot.delivery.fleet.whereabouts import fingerprint
from bot.delivery.sql import PerEngine

COPY = "copy"
RESTORED = "restored"
PERSON = "person"

_FIRST = PerEngine(home, lambda insert: insert.on_conflict_do_nothing(index_elements=["id"]))
_ROW = select(home.c.fingerprint, home.c.muted, home.c.reason, home.c.decided_by).where(home.c.id == 1)
_UPDATE = update(home).where(home.c.id == 1)


@dataclass(frozen=True, slots=True)
class Muted:
    """Since when (seconds since 1970) nothing is sent, why (copy, restored, person), and who said so."""

    since: int
    reason: str
    by: str


def settle(conn: Connection, now: float) -> Muted | None:
    """At a start: mute a database that lies elsewhere than it did; what holds afterwards.

    A new database is at home where it is first opened.
    """
    here = fingerprint(conn)
    first = {"id": 1, "fingerprint": here, "muted": None, "reason": "", "decided_by": ""}
    conn.execute(_FIRST.of(conn), first)
    row = conn.execute(_ROW).one()
    if bytes(row.fingerprint) != here:
        return _mute(conn, COPY, "", now, here)
    return muted(conn)


def muted(conn: Connection) -> Muted | None:
    """Whether, since when and why nothing may be sent. A read."""
    row = conn.execute(_ROW).first()
    if row is None or row.muted is None:
        return None
    return Muted(row.muted, row.reason, row.decided_by)


def mute(conn: Connection, reason: str, by: str, now: float) -> Muted:
    """Stop all sending of all processes; they notice within seconds (O6)."""
    return settle(conn, now) or _mute(conn, reason, by, now, fingerprint(conn))


def restored(conn: Connection, now: float) -> Muted:
    """Mute a database that was just filled from a backup: it lies here now, and sends nothing (O2)."""
    settle(conn, now)
    return _mute(conn, RESTORED, "", now, fingerprint(conn))


def unmute(conn: Connection, by: str) -> bool:
    """Let this database send, from where it now lies; False where it may already."""
    here = fingerprint(conn)
    row = conn.execute(_ROW).first()
    if row is None or (row.muted is None and bytes(row.fingerprint) == here):
        return False
    conn.execute(_UPDATE, {"fingerprint": here, "muted": None, "decided_by": by})
    return True


def _mute(conn: Connection, reason: str, by: str, now: float, here: bytes) -> Muted:
    values = {"fingerprint": here, "muted": int(now), "reason": reason, "decided_by": by}
    conn.execute(_UPDATE, values)
    return Muted(int(now), reason, by)
