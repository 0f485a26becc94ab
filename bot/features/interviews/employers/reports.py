"""One press says "I was asked for money": the employer stops at once, its reporter is protected (E7)."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, delete, func, insert, null, select, update

from bot.features.interviews.employers import rows, words
from bot.features.interviews.employers.freezing import stop
from bot.features.interviews.employers.model import (
    DECIDES,
    LONG,
    READS_REPORTS,
    REPORT_KINDS,
    SEES_REPORTERS,
    TRAFFICKING,
    Reporter,
)
from bot.features.interviews.employers.ports import Actor, Desk, No, must_be_staff
from bot.features.interviews.employers.tables import employer_reporters, employer_reports
from bot.language.normal import clean
from bot.store.datakeys import DataKeys, KeyDestroyed
from bot.store.ids import new_id
from bot.store.lookup import Lookup

_WORDS = "employer_reports.words"
_REPORTER = "employer_reporters.body"


@dataclass(frozen=True, slots=True)
class About:
    """What a report is about: an employer, a vacancy or a booking."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Reported:
    """`froze`: the employer is frozen now, by this report or an earlier one."""

    id: str
    froze: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A report as staff read it: never with who made it."""

    id: str
    employer: str
    about: About
    kind: str
    at: int
    words: str
    froze: bool
    outcome: str | None


def report(
    conn: Connection, desk: Desk, reporter: str | None, about: About, kind: str, text: str, now: float
) -> Reported | No:
    """Take in a report in the reporter's own turn; a sign of trafficking freezes in the same transaction.

    `reporter`: a person id, or None from somebody unknown. Pressing twice is one report. The audit log and
    the employer never get the reporter. Raises ValueError for an unknown kind.
    """
    if kind not in REPORT_KINDS:
        raise ValueError(f"no kind of report: {kind}")
    employer = _behind(conn, desk, about)
    row = None if employer is None else rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    text = clean(text).strip()[:LONG]
    known = _pressed_already(conn, desk, reporter, row.id, kind, text)
    if known is not None:
        return Reported(known, row.state == "frozen")
    id_ = _keep(conn, desk, reporter, row.id, about, kind, text, now)
    desk.note(conn, "", "employer.reported", row.id, {"report": id_, "kind": kind}, now)
    # A refused employer has nothing left to freeze; the report waits for staff all the same.
    if kind in TRAFFICKING and row.state != "refused":
        stop(conn, desk, row, now, report=id_)
        return Reported(id_, True)
    return Reported(id_, row.state == "frozen")


def _behind(conn: Connection, desk: Desk, about: About) -> str | None:
    if about.kind == "employer":
        return about.id
    find = desk.owners.get(about.kind)
    return None if find is None else find(conn, about.id)


def _pressed_already(
    conn: Connection, desk: Desk, reporter: str | None, employer: str, kind: str, text: str
) -> str | None:
    """Her open report of the same kind, where this press says nothing new."""
    if reporter is None or text:
        return None
    query = (
        select(employer_reports.c.id)
        .join(employer_reporters, employer_reporters.c.report_id == employer_reports.c.id)
        .where(
            employer_reporters.c.hash == _hash(desk.lookup, reporter),
            employer_reports.c.employer_id == employer,
            employer_reports.c.kind == kind,
            employer_reports.c.outcome.is_(None),
        )
        .order_by(employer_reports.c.at)
    )
    return conn.scalar(query)


def _keep(
    conn: Connection,
    desk: Desk,
    reporter: str | None,
    employer: str,
    about: About,
    kind: str,
    text: str,
    now: float,
) -> str:
    id_ = new_id()
    cipher = desk.keys.create_owner_key(conn, id_)
    conn.execute(
        insert(employer_reports).values(
            id=id_,
            employer_id=employer,
            about_kind=about.kind,
            about=about.id,
            kind=kind,
            words=cipher.seal(text.encode(), _WORDS, id_) if text else None,
            froze=kind in TRAFFICKING,
            at=int(now),
        )
    )
    if reporter is not None:
        body = cipher.seal(msgspec.json.encode(Reporter(reporter)), _REPORTER, id_)
        values = {"report_id": id_, "hash": _hash(desk.lookup, reporter), "body": body}
        conn.execute(insert(employer_reporters).values(values))
    return id_


def _hash(lookup: Lookup, person: str) -> bytes:
    return lookup.address_hash("employer.reporter", person)


def reports(
    conn: Connection,
    desk: Desk,
    actor: Actor,
    now: float,
    *,
    employer: str | None = None,
    open_only: bool = True,
) -> list[Report]:
    """Reports, oldest first, without who made them. It is written down who read them (L3)."""
    must_be_staff(actor, employer or "", READS_REPORTS)
    desk.note(conn, actor.account, "reports.read", employer or "", {}, now)
    query = select(employer_reports).order_by(employer_reports.c.at, employer_reports.c.id)
    if employer is not None:
        query = query.where(employer_reports.c.employer_id == employer)
    if open_only:
        query = query.where(employer_reports.c.outcome.is_(None))
    return [
        Report(
            one.id,
            one.employer_id,
            About(one.about_kind, one.about),
            one.kind,
            one.at,
            _open_words(conn, desk, one.id, one.words),
            one.froze,
            one.outcome,
        )
        for one in conn.execute(query)
    ]


def reported(conn: Connection, actor: Actor) -> dict[str, int]:
    """How many reports wait for a decision, by employer; nothing of what they say."""
    must_be_staff(actor, "", READS_REPORTS)
    columns = employer_reports.c
    query = (
        select(columns.employer_id, func.count())
        .where(columns.outcome.is_(None), columns.employer_id != actor.organisation)
        .group_by(columns.employer_id)
    )
    return {employer: count for employer, count in conn.execute(query)}  # noqa: C416 - typed rows


def _open_words(conn: Connection, desk: Desk, report: str, sealed: bytes | None) -> str:
    if sealed is None:
        return ""
    try:
        return desk.keys.for_owner(conn, report).open_(sealed, _WORDS, report).decode()
    except KeyDestroyed:
        return ""


def reporter_of(conn: Connection, desk: Desk, actor: Actor, report: str, now: float) -> str | No | None:
    """Who made a report: for case workers with a fresh factor alone, and written down (E7, S5, L3).

    None: she is not known, or was forgotten.
    """
    found = conn.execute(
        select(employer_reports.c.employer_id, employer_reporters.c.body)
        .outerjoin(employer_reporters, employer_reporters.c.report_id == employer_reports.c.id)
        .where(employer_reports.c.id == report)
    ).first()
    must_be_staff(actor, "" if found is None else found.employer_id, SEES_REPORTERS)
    if found is None:
        return No("unknown", words.UNKNOWN)
    if now >= actor.fresh_until:
        return No("not_fresh", words.NOT_FRESH)
    desk.note(conn, actor.account, "report.unmasked", report, {"employer": found.employer_id}, now)
    if found.body is None:
        return None
    cipher = desk.keys.for_owner(conn, report)
    return msgspec.json.decode(cipher.open_(found.body, _REPORTER, report), type=Reporter).person


def settle(
    conn: Connection, desk: Desk, actor: Actor, report: str, outcome: str, reason: str, now: float
) -> No | None:
    """Decide a report that froze nothing: unfounded or warned. One that froze: lift or close."""
    if outcome not in ("unfounded", "warned"):
        raise ValueError(f"no such outcome: {outcome}")
    query = select(employer_reports).where(employer_reports.c.id == report).with_for_update()
    found = conn.execute(query).first()
    must_be_staff(actor, "" if found is None else found.employer_id, DECIDES)
    if found is None:
        return No("unknown", words.UNKNOWN)
    if found.outcome is not None or found.froze:
        return No("not_now", words.NOT_NOW)
    conn.execute(
        update(employer_reports)
        .where(employer_reports.c.id == report)
        .values(outcome=outcome, closed=int(now))
    )
    rows.decided(
        conn,
        desk,
        f"report.{outcome}",
        found.employer_id,
        now,
        account=actor.account,
        report=report,
        reason=reason,
    )
    return None


def forget(conn: Connection, keys: DataKeys, lookup: Lookup, person: str) -> None:
    """Somebody is erased (C6): who she was and her words go; that a report was made stays."""
    of_her = select(employer_reporters.c.report_id).where(employer_reporters.c.hash == _hash(lookup, person))
    found = list(conn.scalars(of_her))
    if not found:
        return
    conn.execute(update(employer_reports).where(employer_reports.c.id.in_(found)).values(words=null()))
    conn.execute(delete(employer_reporters).where(employer_reporters.c.report_id.in_(found)))
    keys.destroy_owner_keys(conn, found)
