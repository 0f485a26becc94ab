"""Adverts end on the day that their employer chose, so that nobody hopes for a place that is long filled."""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.features.interviews.employers.ports import Desk
from bot.features.interviews.vacancies import records
from bot.features.interviews.vacancies.tables import vacancies

ACTOR = "system"
_BITE = 100


def end_in_time(conn: Connection, desk: Desk, now: float) -> dict[str, int]:
    """One bite of adverts whose last day is over: each is ended once, and its employer told in the same
    transaction (M4). They are out of sight from that second on even before (`review.shown`)."""
    over = vacancies.c.state.in_(("released", "submitted")), vacancies.c.until <= int(now)
    query = select(vacancies.c.id, vacancies.c.employer_id, vacancies.c.state).where(*over).limit(_BITE)
    # Locked in the order of every other change: the employer's row is left alone, for nothing of it changes.
    rows = conn.execute(query.order_by(vacancies.c.until).with_for_update(skip_locked=True)).all()
    for row in rows:
        records.put(conn, row.id, now, state="ended", released=None)
        desk.note(conn, ACTOR, "vacancy.ended", row.id, {"from": row.state}, now)
        desk.tell(conn, row.employer_id, "vacancy.ended", {"vacancy": row.id}, now)
    return {"vacancies_ended": len(rows)}
