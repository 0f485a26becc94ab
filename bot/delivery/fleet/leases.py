"""Jobs that only one process of a fleet does at a time: a leased row, on both engines the same.

A lease of the server's own (an advisory lock, a locked file) would stay with a process that is frozen. A row
with an end passes on by itself, at most `SECONDS` after its holder was last heard of (M6).
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, select

from bot.delivery.fleet.tables import leases
from bot.delivery.sql import PerEngine

SECONDS = 30
"""How long a lease holds unless it is taken again."""

_HELD = select(leases.c.holder, leases.c.until).where(leases.c.name == bindparam("b_name"))
_TAKE = PerEngine(
    leases,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": insert.excluded.holder, "until": insert.excluded.until},
        where=(leases.c.holder == insert.excluded.holder) | (leases.c.until <= bindparam("b_now")),
    ),
)
_LET_GO = delete(leases).where(leases.c.name == bindparam("b_name"), leases.c.holder == bindparam("b_holder"))


def is_free(conn: Connection, name: str, holder: str, now: float) -> bool:
    """True where `take` would probably succeed: a read, for those who ask often."""
    row = conn.execute(_HELD, {"b_name": name}).first()
    return row is None or row.holder == holder or row.until <= int(now)


def take(conn: Connection, name: str, holder: str, now: float, seconds: int = SECONDS) -> bool:
    """Take or keep the lease of a job until `now` + `seconds`; False while another process has it."""
    values = {"name": name, "holder": holder, "until": int(now) + seconds, "b_now": int(now)}
    return conn.execute(_TAKE.of(conn), values).rowcount == 1


def let_go(conn: Connection, name: str, holder: str) -> None:
    """Give a lease back, so that another process need not wait for its end. Only the holder can."""
    conn.execute(_LET_GO, {"b_name": name, "b_holder": holder})
