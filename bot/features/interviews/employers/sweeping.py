"""What is kept of employers and reports no longer than needed (D5)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select

from bot.features.interviews.employers.model import DAY
from bot.features.interviews.employers.tables import employer_reports, employers
from bot.store.datakeys import DataKeys

UNDECIDED = 90 * DAY
"""Seconds after which an application that nobody decided is erased."""
OVER = 365 * DAY
"""Seconds after which a refused employer, or one whose admission ended, is erased with its adverts."""
REPORTS = 90 * DAY
"""Seconds after its decision for which a report is kept."""


def sweep(conn: Connection, keys: DataKeys, now: float) -> dict[str, int]:
    """Erase what is past its date, with its keys; how many of each."""
    return {
        "reports": _reports(conn, keys, employer_reports.c.closed <= int(now) - REPORTS),
        "employers": _employers(conn, keys, now),
    }


def _reports(conn: Connection, keys: DataKeys, which: ColumnElement[bool]) -> int:
    found = list(conn.scalars(select(employer_reports.c.id).where(which)))
    if found:
        conn.execute(delete(employer_reports).where(employer_reports.c.id.in_(found)))
        keys.destroy_owner_keys(conn, found)
    return len(found)


def _employers(conn: Connection, keys: DataKeys, now: float) -> int:
    state, changed = employers.c.state, employers.c.changed
    waiting = and_(state.in_(("applied", "checking")), changed <= int(now) - UNDECIDED)
    over = and_(state.in_(("refused", "lapsed")), changed <= int(now) - OVER)
    # What was reported and not decided is kept for those who have to decide.
    undecided = select(employer_reports.c.employer_id).where(employer_reports.c.outcome.is_(None))
    which = and_(or_(waiting, over), employers.c.id.not_in(undecided))
    query = select(employers.c.id).where(which)
    found = list(conn.scalars(query.with_for_update()))
    if found:
        # Asked again: a report that was made up to the lock is seen only now (E7).
        found = list(conn.scalars(query.where(employers.c.id.in_(found))))
    if found:
        _reports(conn, keys, employer_reports.c.employer_id.in_(found))
        conn.execute(delete(employers).where(employers.c.id.in_(found)))
        keys.destroy_owner_keys(conn, found)
    return len(found)
