"""Stopping an employer at once, and what staff decide afterwards (E7)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select, update

from bot.features.interviews.employers import rows, words
from bot.features.interviews.employers.model import DECIDES, state_at
from bot.features.interviews.employers.ports import Actor, Desk, No, must_be_staff
from bot.features.interviews.employers.tables import employer_reports


def stop(
    conn: Connection,
    desk: Desk,
    row: rows.Row,
    now: float,
    *,
    account: str = "",
    report: str | None = None,
    reason: str = "",
) -> bool:
    """Freeze slots and messages in this very transaction. `row` is locked. False: it was frozen already."""
    if row.state == "frozen":
        return False
    desk.freeze(conn, row.id, now)
    rows.put(conn, row.id, now, state="frozen", before=row.state)
    rows.decided(conn, desk, "employer.frozen", row.id, now, account=account, report=report, reason=reason)
    desk.tell(conn, row.id, "employer.frozen", {}, now)
    return True


def freeze(conn: Connection, desk: Desk, actor: Actor, employer: str, reason: str, now: float) -> No | None:
    """Staff freeze an employer. `reason` comes from `read_reason`."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    if not stop(conn, desk, row, now, account=actor.account, reason=reason):
        return No("not_now", words.NOT_NOW)
    return None


def freeze_now(conn: Connection, desk: Desk, employer: str, reason: str, now: float) -> bool:
    """Freeze an employer because of what its own account did, without waiting for anybody (E5).

    `reason`: a code. False: there is no such employer, or it was frozen already.
    """
    row = rows.lock(conn, desk, employer, now)
    return row is not None and stop(conn, desk, row, now, reason=reason)


def lift(
    conn: Connection,
    desk: Desk,
    actor: Actor,
    employer: str,
    reason: str,
    seen: Collection[str],
    now: float,
) -> No | None:
    """End a freeze, with a reason, by staff who are not of that employer. An admission
    that ended meanwhile stays over. All open reports are decided with it: `seen` names those that were read,
    and one more stops the decision."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    refusal = _cannot_decide(conn, row, seen)
    if refusal is not None:
        return refusal
    before = row.before or "applied"
    rows.put(conn, employer, now, state=before, before=None)
    rows.decided(conn, desk, "employer.lifted", employer, now, account=actor.account, reason=reason)
    _settle_all(conn, employer, "lifted", now)
    if state_at(before, row.until, now) == "admitted":
        desk.thaw(conn, employer, now)
    return None


def close(
    conn: Connection,
    desk: Desk,
    actor: Actor,
    employer: str,
    reason: str,
    seen: Collection[str],
    now: float,
) -> No | None:
    """Shut a frozen employer out for good. `seen`: as with `lift`."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    refusal = _cannot_decide(conn, row, seen)
    if refusal is not None:
        return refusal
    rows.put(conn, employer, now, state="refused", before=None)
    rows.decided(conn, desk, "employer.closed", employer, now, account=actor.account, reason=reason)
    _settle_all(conn, employer, "closed", now)
    return None


def _cannot_decide(conn: Connection, row: rows.Row, seen: Collection[str]) -> No | None:
    if row.state != "frozen":
        return No("not_now", words.NOT_NOW)
    open_ = employer_reports.c.employer_id == row.id, employer_reports.c.outcome.is_(None)
    if set(conn.scalars(select(employer_reports.c.id).where(*open_))) - set(seen):
        return No("changed", words.CHANGED)
    return None


def _settle_all(conn: Connection, employer: str, outcome: str, now: float) -> None:
    open_ = employer_reports.c.employer_id == employer, employer_reports.c.outcome.is_(None)
    conn.execute(update(employer_reports).where(*open_).values(outcome=outcome, closed=int(now)))
