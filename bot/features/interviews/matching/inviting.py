"""An employer invites a candidate to a vacancy; she says yes or no, or it lapses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from bot.delivery.sql import PerEngine
from bot.features.interviews.matching.keeping import KIND
from bot.features.interviews.matching.ports import Ports, Viewer
from bot.features.interviews.matching.refs import behind
from bot.features.interviews.matching.tables import OPEN, candidates, invitations, refs
from bot.features.interviews.matching.viewing import own, released
from bot.features.people import given
from bot.store.ids import new_id

DAY = 24 * 3600
LASTS = 14 * DAY
"""Seconds that she has to answer."""
KEPT = 90 * DAY
"""Seconds after its end for which an invitation is kept."""

_ADD = PerEngine(
    invitations,
    lambda insert: insert.on_conflict_do_nothing(
        index_elements=["vacancy", "candidate_id"], index_where=OPEN
    ),
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """`state`: invited, accepted, declined, withdrawn or lapsed. `until`: seconds since 1970."""

    id: str
    vacancy: str
    organisation: str
    state: str
    invited: int
    until: int


@dataclass(frozen=True, slots=True)
class Sent:
    """`invited`, with its id; `already`: she is invited, or has answered; `gone`: no such candidate now."""

    outcome: Literal["invited", "already", "gone"]
    invitation: str = ""
    person: str | None = None
    """Whom to tell in her chat: for the program only, never for the page. None: a canary."""


def invite(conn: Connection, ports: Ports, viewer: Viewer, vacancy: str, ref: str, now: float) -> Sent:
    """Invite the candidate behind a reference. Raises NoVacancy, also for whoever is frozen."""
    own(conn, ports, viewer, vacancy, now)
    who = behind(conn, ref, viewer.organisation)
    if who is None or who.active_until <= int(now) or not _allowing(conn, who.person):
        return Sent("gone")
    _lapse(conn, now, and_(invitations.c.vacancy == vacancy, invitations.c.candidate_id == who.candidate))
    values = {
        "id": new_id(),
        "vacancy": vacancy,
        "organisation": viewer.organisation,
        "candidate_id": who.candidate,
        "invited_by": viewer.account,
        "state": "invited",
        "invited": int(now),
        "until": int(now) + LASTS,
    }
    if conn.execute(_ADD.of(conn), values).rowcount == 0:
        return Sent("already")
    ports.note(conn, viewer.account, "candidate.invited", ref, {"vacancy": vacancy}, now)
    return Sent("invited", str(values["id"]), who.person)


def of_person(conn: Connection, person: str, now: float) -> list[Invitation]:
    """All invitations of a person, the newest first; none where she takes no part in matching (C4)."""
    if not given(conn, person, KIND):
        return []
    rows = conn.execute(
        select(invitations)
        .join(candidates, candidates.c.id == invitations.c.candidate_id)
        .where(candidates.c.person_id == person)
        .order_by(invitations.c.invited.desc(), invitations.c.id)
    ).all()
    return [
        Invitation(
            row.id, row.vacancy, row.organisation, _state(row.state, row.until, now), row.invited, row.until
        )
        for row in rows
    ]


def of_vacancy(conn: Connection, viewer: Viewer, vacancy: str, now: float) -> dict[str, str]:
    """The state of every invitation to a vacancy of the viewer's organisation, by reference."""
    rows = conn.execute(
        select(refs.c.ref, invitations.c.state, invitations.c.until)
        .join(
            refs,
            and_(
                refs.c.candidate_id == invitations.c.candidate_id,
                refs.c.organisation == invitations.c.organisation,
            ),
        )
        .where(invitations.c.vacancy == vacancy, invitations.c.organisation == viewer.organisation)
        .order_by(invitations.c.invited)
    ).all()
    return {row.ref: _state(row.state, row.until, now) for row in rows}


def answer(
    conn: Connection, person: str, invitation: str, now: float, *, yes: bool
) -> Literal["accepted", "declined", "not_released", "over"]:
    """Her answer. A yes needs her consent that this employer sees her profile, given before (C3).

    Pressed again it is the same; `over`: lapsed, withdrawn, answered otherwise, or none of hers. An accepted
    one can be declined later, one step as every no (C4).
    """
    known = {one.id: one for one in of_person(conn, person, now)}.get(invitation)
    state: Literal["accepted", "declined"] = "accepted" if yes else "declined"
    if known is None or known.state not in ("invited", state, *(() if yes else ("accepted",))):
        return "over"
    if yes and not released(conn, person, known.organisation):
        return "not_released"
    # Compared again as it is written: the employer may be withdrawing it at this moment.
    still = update(invitations).where(invitations.c.id == invitation, invitations.c.state == known.state)
    closed = int(now)
    return state if conn.execute(still.values(state=state, closed=closed)).rowcount == 1 else "over"


def withdraw(conn: Connection, ports: Ports, viewer: Viewer, vacancy: str, ref: str, now: float) -> bool:
    """The employer takes an unanswered invitation back. False: there is none."""
    who = behind(conn, ref, viewer.organisation)
    if who is None:
        return False
    open_ = update(invitations).where(
        invitations.c.vacancy == vacancy,
        invitations.c.organisation == viewer.organisation,
        invitations.c.candidate_id == who.candidate,
        invitations.c.state == "invited",
        invitations.c.until > int(now),
    )
    if conn.execute(open_.values(state="withdrawn", closed=int(now))).rowcount == 0:
        return False
    ports.note(conn, viewer.account, "candidate.invitation_withdrawn", ref, {"vacancy": vacancy}, now)
    return True


def decline_unshared(conn: Connection, person: str) -> None:
    """She shows her profile to an employer no more: what she accepted of theirs is declined with it (C4)."""
    hers = select(candidates.c.id).where(candidates.c.person_id == person)
    rows = conn.execute(
        select(invitations.c.id, invitations.c.organisation).where(
            invitations.c.candidate_id.in_(hers), invitations.c.state == "accepted"
        )
    ).all()
    over = [row.id for row in rows if not released(conn, person, row.organisation)]
    conn.execute(update(invitations).where(invitations.c.id.in_(over)).values(state="declined"))


def sweep(conn: Connection, now: float) -> dict[str, int]:
    """Let unanswered ones lapse, and erase those that ended long ago (D5)."""
    lapsed = _lapse(conn, now, invitations.c.until <= int(now))
    old = or_(
        and_(invitations.c.state != "invited", invitations.c.closed <= int(now) - KEPT),
        invitations.c.until <= int(now) - KEPT,
    )
    gone = conn.execute(delete(invitations).where(old)).rowcount
    return {"invitations_lapsed": lapsed, "invitations": gone}


def _allowing(conn: Connection, person: str | None) -> bool:
    """A canary is invited like anybody, and never answers: a refusal would tell that it is one."""
    return person is None or given(conn, person, KIND)


def _state(state: str, until: int, now: float) -> str:
    return "lapsed" if state == "invited" and until <= int(now) else state


def _lapse(conn: Connection, now: float, which: ColumnElement[bool]) -> int:
    over = update(invitations).where(which, invitations.c.state == "invited", invitations.c.until <= int(now))
    return conn.execute(over.values(state="lapsed", closed=invitations.c.until)).rowcount
