"""Two people check an employer outside this system; only then is it admitted, for six months (E1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, insert, select

from bot.features.interviews.employers import rows, words
from bot.features.interviews.employers.model import (
    ADMITTED_FOR,
    CHECKS_NEEDED,
    CHECKS_WITHIN,
    DECIDES,
    RENEW_FROM,
    Checklist,
    digest,
)
from bot.features.interviews.employers.ports import Actor, Desk, No, must_be_staff
from bot.features.interviews.employers.tables import employer_checks, employers
from bot.store.ids import new_id

_BODY = "employer_checks.body"


@dataclass(frozen=True, slots=True)
class Checked:
    """A check was recorded. `admitted_until`: seconds since 1970, where it was the second one."""

    checks: int
    admitted_until: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the round under way, as other staff read it."""

    account: str
    at: int
    checklist: Checklist


def record_check(
    conn: Connection, desk: Desk, actor: Actor, employer: str, checklist: Checklist, seen: str, now: float
) -> Checked | No:
    """One person's complete checklist (`read_checklist`). The second one, by somebody else, admits.

    `seen`: of the application as it was read; a check of anything else does not count.
    """
    must_be_staff(actor, employer, DECIDES)
    row = rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    refusal = _refusal(conn, actor, row, seen, now)
    if refusal is not None:
        return refusal
    if not _by(conn, row, now):
        # Whatever stands in this round no longer counts: begin one in which everybody can check again.
        row = replace(row, round=row.round + 1)
        rows.put(conn, employer, now, round=row.round)
    id_ = new_id()
    conn.execute(
        insert(employer_checks).values(
            id=id_,
            employer_id=employer,
            round=row.round,
            account_id=actor.account,
            at=int(now),
            body=row.cipher.seal(msgspec.json.encode(checklist), _BODY, id_),
        )
    )
    desk.note(conn, actor.account, "employer.checked", employer, {"check": id_}, now)
    count = len(_by(conn, row, now))
    if count >= CHECKS_NEEDED:
        return Checked(count, _admit(conn, desk, actor, row, now))
    if row.state in ("applied", "lapsed"):
        rows.put(conn, employer, now, state="checking")
    return Checked(count, None)


def _refusal(conn: Connection, actor: Actor, row: rows.Row, seen: str, now: float) -> No | None:
    if row.state in ("refused", "frozen"):
        return No("not_now", words.NOT_NOW)
    if row.state == "admitted" and row.until is not None and row.until - now > RENEW_FROM:
        day = datetime.fromtimestamp(row.until - RENEW_FROM, UTC).date().isoformat()
        return No("too_early", words.too_early(day))
    if seen != digest(row.details):
        return No("changed", words.CHANGED)
    if actor.account in _by(conn, row, now):
        return No("same_person", words.SAME_PERSON)
    if row.pledge != words.PLEDGE_VERSION:
        return No("old_pledge", words.HINTS["old_pledge"])
    return None


def _by(conn: Connection, row: rows.Row, now: float) -> set[str]:
    """The different people whose checks of this round count now."""
    mine = employer_checks.c.employer_id == row.id, employer_checks.c.round == row.round
    young = employer_checks.c.at > int(now) - CHECKS_WITHIN
    return set(conn.scalars(select(employer_checks.c.account_id).where(*mine, young)))


def _admit(conn: Connection, desk: Desk, actor: Actor, row: rows.Row, now: float) -> int:
    until = int(now) + ADMITTED_FOR
    # The next round begins, so that these two checks can never be counted for it.
    rows.put(conn, row.id, now, state="admitted", until=until, round=row.round + 1)
    rows.decided(conn, desk, "employer.admitted", row.id, now, account=actor.account)
    desk.thaw(conn, row.id, now)
    return until


def checks(conn: Connection, desk: Desk, actor: Actor, employer: str, now: float) -> list[Check]:
    """The checks of the round under way, oldest first."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.load(conn, desk, employer, now)
    if row is None:
        return []
    mine = employer_checks.c.employer_id == employer, employer_checks.c.round == row.round
    young = employer_checks.c.at > int(now) - CHECKS_WITHIN
    found = conn.execute(select(employer_checks).where(*mine, young).order_by(employer_checks.c.at))
    return [
        Check(
            one.account_id,
            one.at,
            msgspec.json.decode(row.cipher.open_(one.body, _BODY, one.id), type=Checklist),
        )
        for one in found
    ]


def refuse(conn: Connection, desk: Desk, actor: Actor, employer: str, reason: str, now: float) -> No | None:
    """Turn an employer down: one person is enough for a no. `reason` comes from `read_reason`."""
    must_be_staff(actor, employer, DECIDES)
    row = rows.lock(conn, desk, employer, now)
    if row is None:
        return No("unknown", words.UNKNOWN)
    if row.state in ("refused", "frozen"):
        return No("not_now", words.NOT_NOW)
    desk.freeze(conn, employer, now)
    rows.put(conn, employer, now, state="refused")
    rows.decided(conn, desk, "employer.refused", employer, now, account=actor.account, reason=reason)
    return None


def lapse(conn: Connection, desk: Desk, now: float) -> int:
    """Freeze the slots of employers whose admission is over; how many. For the retention job.

    Every read counts them as lapsed from the very second (`state_at`); this makes it known elsewhere.
    """
    over = employers.c.state == "admitted", employers.c.until <= int(now)
    found = (
        conn.execute(select(employers.c.id).where(*over).with_for_update(skip_locked=True)).scalars().all()
    )
    for employer in found:
        desk.freeze(conn, employer, now)
        rows.put(conn, employer, now, state="lapsed")
        rows.decided(conn, desk, "employer.lapsed", employer, now)
    return len(found)
