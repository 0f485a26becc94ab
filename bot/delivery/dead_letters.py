"""What was given up and waits for a named person to decide on it (M10). No text of anybody is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    Update,
    exists,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)

from bot.delivery.broadcasts.tables import broadcast_sends, broadcasts
from bot.delivery.tables import dead_letter_log, inbox, outbox

Box = Literal["inbox", "outbox", "bulk"]
"""bulk: one person's row of a message to many."""
_TABLES: dict[Box, Table] = {"inbox": inbox, "outbox": outbox, "bulk": broadcast_sends}
_SINCE = {"inbox": inbox.c.received, "outbox": outbox.c.created, "bulk": broadcast_sends.c.closed}
_KEPT: dict[Box, ColumnElement[bool]] = {
    "inbox": inbox.c.body.is_not(None),
    "outbox": outbox.c.body.is_not(None),
    # What was stopped or has ended is not sent any more, whoever asks for it (A8).
    "bulk": exists().where(
        broadcasts.c.id == broadcast_sends.c.broadcast_id, broadcasts.c.state == "running"
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that was given up. `since`: when it came in or was written, seconds since 1970."""

    box: Box
    id: int
    channel: str
    reason: str
    tries: int
    since: int
    retriable: bool
    """False where nothing is kept that could be tried again, such as an update that nobody understood."""

    @property
    def name(self) -> str:
        """What staff call it on the command line."""
        return f"{self.box}-{self.id}"


class NoSuchLetter(Exception):
    """There is no dead letter of that name (any more), or nothing of it can be tried again."""


def parse(name: str) -> tuple[Box, int]:
    """The box and the number in a name such as `outbox-12`; raises NoSuchLetter for anything else."""
    box, _, number = name.partition("-")
    if not number.isascii() or not number.isdigit():
        raise NoSuchLetter(name)
    if box == "inbox":
        return "inbox", int(number)
    if box == "outbox":
        return "outbox", int(number)
    if box == "bulk":
        return "bulk", int(number)
    raise NoSuchLetter(name)


def listed(conn: Connection, limit: int = 200) -> list[DeadLetter]:
    """The newest dead letters of all boxes, newest first."""
    found = [letter for box in _TABLES for letter in _of(conn, box, limit)]
    return sorted(found, key=lambda letter: letter.since, reverse=True)[:limit]


def _of(conn: Connection, box: Box, limit: int) -> list[DeadLetter]:
    table = _TABLES[box]
    rows = conn.execute(
        select(
            table.c.id,
            table.c.channel,
            table.c.reason,
            table.c.tries,
            _SINCE[box].label("since"),
            _KEPT[box].label("kept"),
        )
        .where(table.c.state == literal_column("'dead'"))
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [
        DeadLetter(box, row.id, row.channel, row.reason or "", row.tries, row.since, bool(row.kept))
        for row in rows
    ]


def counts(conn: Connection) -> list[tuple[str, str, str, int]]:
    """How many messages are in which state: (box, channel, state, count)."""
    found: list[tuple[str, str, str, int]] = []
    for box, table in _TABLES.items():
        columns = (table.c.channel, table.c.state)
        rows = conn.execute(select(*columns, func.count().label("n")).group_by(*columns).order_by(*columns))
        found += [(box, row.channel, row.state, row.n) for row in rows]
    return found


def resends(conn: Connection) -> int:
    """How many messages were sent once more because nobody knew whether they had been shown (M9)."""
    resent = [func.coalesce(func.sum(column), 0) for column in (outbox.c.resends, broadcast_sends.c.resends)]
    return sum(conn.scalar(select(one)) or 0 for one in resent)


def retry(conn: Connection, name: str, by: str, now: float) -> None:
    """Have it tried again, from the beginning. Raises NoSuchLetter."""
    box, number = parse(name)
    kept = _KEPT[box]
    if box == "inbox":
        done = conn.execute(_change(inbox, number).where(kept).values(state="new", tries=0))
    else:
        values = {"state": "waiting", "tries": 0, "resends": 0, "due": int(now), "closed": null()}
        done = conn.execute(_change(_TABLES[box], number).where(kept).values(values))
    _decided(conn, done.rowcount, box, number, "retried", by, now)


def discard(conn: Connection, name: str, by: str, now: float) -> None:
    """Give it up for good and erase what it said. Raises NoSuchLetter."""
    box, number = parse(name)
    erased = {} if box == "bulk" else {"body": null()}
    done = conn.execute(_change(_TABLES[box], number).values(state="dropped", **erased))
    _decided(conn, done.rowcount, box, number, "discarded", by, now)


def _change(table: Table, number: int) -> Update:
    return update(table).where(table.c.id == number, table.c.state == "dead")


def _decided(
    conn: Connection, changed: int, box: Box, number: int, decision: str, by: str, now: float
) -> None:
    """Keep who decided and when, in the transaction that does it."""
    if changed != 1:
        raise NoSuchLetter(f"{box}-{number}")
    conn.execute(
        insert(dead_letter_log),
        {"box": box, "row_id": number, "decision": decision, "decided_by": by, "decided": int(now)},
    )
