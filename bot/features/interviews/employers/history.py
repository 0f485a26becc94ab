"""Everything that was refused or frozen, and why, for staff."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.features.interviews.employers import rows
from bot.features.interviews.employers.model import READS_REPORTS
from bot.features.interviews.employers.ports import Actor, Desk, must_be_staff
from bot.features.interviews.employers.tables import employer_decisions

REFUSALS = (
    "employer.refused",
    "employer.frozen",
    "employer.lifted",
    "employer.closed",
    "employer.lapsed",
    "vacancy.returned",
    "vacancy.frozen",
    "vacancy.lifted",
    "report.unfounded",
    "report.warned",
)
"""What the list of refusals and freezes holds; the rest of a history are admissions and releases."""
ADVERTS = ("vacancy.released", "vacancy.returned", "vacancy.frozen", "vacancy.lifted")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided about an employer or one of its adverts."""

    id: str
    what: str
    employer: str
    about: str
    account: str
    """"" where the program decided, as when a report froze."""
    report: str | None
    at: int
    reason: str


def decisions(
    conn: Connection,
    desk: Desk,
    actor: Actor,
    *,
    employer: str | None = None,
    about: str | None = None,
    what: Collection[str] = REFUSALS,
    page: int = 0,
) -> list[Decision]:
    """A page (from 0) of decisions, newest first, with their reasons."""
    must_be_staff(actor, employer or "", READS_REPORTS)
    return _found(conn, desk, employer, about, what, page)


def of_advert(conn: Connection, desk: Desk, actor: Actor, vacancy: str) -> list[Decision]:
    """What was decided about one advert, newest first, also for those who review adverts."""
    must_be_staff(actor, "", READS_REPORTS | {"reviewer"})
    return _found(conn, desk, None, vacancy, ADVERTS, 0)


def _found(
    conn: Connection, desk: Desk, employer: str | None, about: str | None, what: Collection[str], page: int
) -> list[Decision]:
    columns = employer_decisions.c
    query = select(employer_decisions).where(columns.what.in_(list(what)))
    if employer is not None:
        query = query.where(columns.employer_id == employer)
    if about is not None:
        query = query.where(columns.about == about)
    query = query.order_by(columns.at.desc(), columns.id).limit(PAGE).offset(page * PAGE)
    return [
        Decision(
            one.id,
            one.what,
            one.employer_id,
            one.about,
            one.account_id,
            one.report_id,
            one.at,
            rows.open_reason(desk.keys.for_owner(conn, one.employer_id), one.id, one.reason),
        )
        for one in conn.execute(query).all()
    ]
