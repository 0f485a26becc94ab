"""Answers that are owed: the host is reminded a day before, case workers hear of it when it is late."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, exists, select, update

from bot.delivery.sql import PerEngine
from bot.features.interviews.results.model import Desk
from bot.features.interviews.results.promising import DAY, LATEST, promised_by
from bot.features.interviews.results.tables import interview_results
from bot.features.interviews.slots import Booking, find_booking
from bot.features.interviews.slots.reading import listed
from bot.features.interviews.slots.tables import bookings, slots

BEFORE = DAY
"""Seconds before the promised time at which the host is reminded."""
LINK = "/portal/interviews/"
_BITE = 200

_OWE = PerEngine(interview_results, lambda insert: insert.on_conflict_do_nothing())
_columns = interview_results.c


def due(conn: Connection, desk: Desk, now: float) -> dict[str, int]:
    """One bite of what is due, each once: marked in the transaction that mails (M4). How many of each."""
    owed = _owe(conn, desk, now)
    late = _open(conn, _columns.alarmed.is_(None), _columns.promised_by <= int(now))
    for one, by in late:
        _mark(conn, one, alarmed=int(now))
        for account in desk.case_workers(conn):
            _mail(conn, desk, account, "result.alarm", one, by, now)
    near = _open(
        conn,
        _columns.reminded.is_(None),
        _columns.promised_by <= int(now) + BEFORE,
        _columns.promised_by > int(now),
    )
    for one, by in near:
        _mark(conn, one, reminded=int(now))
        _mail(conn, desk, one.slot.host, "interview.result_due", one, by, now)
    return {"results_owed": owed, "results_asked_for": len(near), "results_late": len(late)}


def _owe(conn: Connection, desk: Desk, now: float) -> int:
    """From its end on, an interview owes an answer; one to which nobody came owes none."""
    end = slots.c.start + 60 * slots.c.minutes
    ended = listed(
        conn,
        bookings.c.state.in_(("booked", "done")),
        bookings.c.outcome.is_(None) | (bookings.c.outcome != "not_shown"),
        slots.c.start > int(now) - LATEST - 2 * DAY,
        end <= int(now),
        ~exists().where(_columns.booking == bookings.c.id),
        limit=_BITE,
    )
    for one in ended:
        values = {"booking": one.id, "promised_by": promised_by(conn, desk, one)}
        conn.execute(_OWE.of(conn), values)
    return len(ended)


def _open(conn: Connection, *which: ColumnElement[bool]) -> list[tuple[Booking, int]]:
    """Promises without an answer, locked so that of several processes one mails."""
    query = (
        select(_columns.booking, _columns.promised_by)
        .join(bookings, bookings.c.id == _columns.booking)
        .where(_columns.code.is_(None), *which)
        # Recorded after the promise was noted down: nobody came, so nobody waits for an answer.
        .where(bookings.c.outcome.is_(None) | (bookings.c.outcome != "not_shown"))
        .order_by(_columns.promised_by, _columns.booking)
        .limit(_BITE)
        .with_for_update(skip_locked=True, of=interview_results)
    )
    return list(_found(conn, conn.execute(query).all()))


def _found(conn: Connection, rows: Iterable[tuple[str, int]]) -> Iterable[tuple[Booking, int]]:
    for id_, by in rows:
        found = find_booking(conn, id_)
        if found is not None:
            yield found, by


def _mark(conn: Connection, one: Booking, **values: int) -> None:
    conn.execute(update(interview_results).where(_columns.booking == one.id).values(**values))


def _mail(conn: Connection, desk: Desk, account: str, kind: str, one: Booking, by: int, now: float) -> None:
    reference = desk.reference(conn, one.person, one.slot.organisation) or one.uid
    desk.post(conn, account, kind, {"by": str(by), "reference": reference, "link": LINK + one.id}, now)
