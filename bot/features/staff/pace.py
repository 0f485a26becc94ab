"""Slowing guesses down instead of locking anybody out (I13): the wait grows, and ends by itself.

What is counted is a keyed hash of what was typed, whether or not there is such an account: so waiting tells
nothing (S6). Each try is counted, under a lock on its row, before it is looked at: many at once gain nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, update

from bot.delivery.sql import PerEngine
from bot.features.staff.tables import tries

FREE = 3
"""Tries before the waiting begins."""
LONGEST = 300
"""Seconds: the longest wait after one more wrong try."""
FORGET = 24 * 3600
"""Seconds without a try after which the count begins anew."""
EVERYBODY = bytes(32)
"""The key under which all tries together are counted."""
WINDOW = 60
MANY = 30
"""Tries of everybody in one window of seconds that are answered without delay."""
SLOWEST = 5.0
"""Seconds: the most by which everybody's answers are slowed down together; nobody is refused for others."""

_LOCK = PerEngine(
    tries,
    # Put in or written over as it is, in one statement: between two, `forget` could take the row away.
    lambda insert: insert.on_conflict_do_update(
        index_elements=["key"], set_={"key": insert.excluded.key}
    ).returning(tries.c["count"], tries.c.since, tries.c.until),
)


def take(conn: Connection, key: bytes, now: float) -> int:
    """Take a try under this key: 0, and it is counted; else the seconds to wait, and nothing is counted.

    The first three are free, then each doubles the wait for the next: 2, 4, 8 ... 300 seconds.
    """
    made, since, until = _locked(conn, key, now)
    if until > now:
        return until - int(now)
    made = 1 if since <= now - FORGET else made + 1
    pause = 0 if made < FREE else min(LONGEST, 2 ** min(made - FREE + 1, 10))
    _set(conn, key, made, int(now), int(now) + pause)
    return 0


def once_in(conn: Connection, key: bytes, seconds: int, now: float) -> bool:
    """True for the first in so many seconds under this key."""
    _, _, until = _locked(conn, key, now)
    if until > now:
        return False
    _set(conn, key, 1, int(now), int(now) + seconds)
    return True


def everybody(conn: Connection, now: float) -> float:
    """Count a try of anybody; the seconds by which its answer is to be slowed down."""
    made, since, _ = _locked(conn, EVERYBODY, now)
    made, since = (1, int(now)) if since <= now - WINDOW else (made + 1, since)
    _set(conn, EVERYBODY, made, since, 0)
    return min(SLOWEST, max(0.0, (made - MANY) / 10))


def forget(conn: Connection, key: bytes) -> None:
    """The right owner is in: the next mistake is the first again."""
    conn.execute(delete(tries).where(tries.c.key == key))


def sweep(conn: Connection, now: float) -> int:
    """Remove counts without a try for a day."""
    over = (tries.c.since <= int(now) - FORGET) & (tries.c.until <= int(now))
    return conn.execute(delete(tries).where(over)).rowcount


def _locked(conn: Connection, key: bytes, now: float) -> tuple[int, int, int]:
    """count, since and until of a key, kept from other transactions until this one ends."""
    row = conn.execute(_LOCK.of(conn), {"key": key, "count": 0, "since": int(now), "until": 0}).one()
    return row[0], row[1], row[2]


def _set(conn: Connection, key: bytes, made: int, since: int, until: int) -> None:
    values = {"count": made, "since": since, "until": until}
    conn.execute(update(tries).where(tries.c.key == key).values(values))
