"""The end of a turn written down: where it leaves the person, 'handled', and the answers (M4)."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.delivery import inbox, outbox, persons
from bot.delivery.hot import Hot, Values

_LEAVE = Hot(persons.LEAVE)
_HANDLED = Hot(inbox.HANDLED)
_PUT = Hot(outbox.PUT)
# On PostgreSQL the ways to the server and back cost more than the work there: one instead of three.
_ALL_IN_ONE = Hot(outbox.PUT.add_cte(persons.LEAVE.cte("leaving"), inbox.HANDLED.cte("handling")))


def finish(conn: Connection, leaving: Values, handling: Values, answers: list[Values]) -> None:
    """Write a whole turn's end. The values come from persons.leaving, inbox.handling and outbox.rows_of."""
    if conn.dialect.name == "postgresql" and answers:
        _ALL_IN_ONE.run(conn, {**leaving, **handling, **answers[0]})
        answers = answers[1:]
    else:
        _LEAVE.run(conn, leaving)
        _HANDLED.run(conn, handling)
    put(conn, answers)


def put(conn: Connection, rows: list[Values]) -> None:
    """Write messages into the outbox, in order."""
    if rows:
        _PUT.run_each(conn, rows)
