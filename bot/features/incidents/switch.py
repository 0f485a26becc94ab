"""The one switch that stops all sending (O6): one administrator presses it, two let it send again.

It is the same as `rafiq mute`; whoever has the machine's command line ends it alone with `rafiq unmute`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from bot.conversation.texts import T
from bot.delivery.fleet import muting
from bot.delivery.sql import PerEngine
from bot.features.incidents.tables import unmute_requests
from bot.features.staff import SignedIn, StaffRefused, audit, need, need_fresh, roles

AGREE_WITHIN = 24 * 3600
"""Seconds after the first for the second administrator to agree."""

_FIRST = PerEngine(
    unmute_requests,
    # Put in or read in one statement: of two at the same moment one is the first.
    lambda insert: insert.on_conflict_do_update(
        index_elements=["id"], set_={"id": insert.excluded.id}
    ).returning(unmute_requests.c.agreed_by, unmute_requests.c.muted, unmute_requests.c.until),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first yes: whose account, and until when it counts."""

    by: str
    until: int


def stop(conn: Connection, by: SignedIn, now: float) -> bool:
    """Stop all sending of all processes within seconds; False where nothing was sent already.

    No fresh factor is asked for: a minute may matter, and stopping is undone.
    """
    need(by, "administrator")
    if muting.muted(conn) is not None:
        return False
    muting.mute(conn, muting.PERSON, by.account, now)
    conn.execute(delete(unmute_requests))
    audit.note(conn, by.account, "sending.muted", "", {}, now)
    return True


def agree(conn: Connection, by: SignedIn, now: float) -> Literal["asked", "done"]:
    """One administrator's yes to sending again. The first asks; another one's within 24 h does it.

    Raises StaffRefused without a fresh factor (S5), or where nothing is stopped.
    """
    need(by, "administrator")
    need_fresh(by, now)
    muted = muting.muted(conn)
    if muted is None:
        raise StaffRefused("not_muted", T("portal.incidents", "Messages are sent: nothing is stopped."))
    values = {"id": 1, "agreed_by": by.account, "muted": muted.since, "until": int(now) + AGREE_WITHIN}
    first = conn.execute(_FIRST.of(conn), values).one()
    stands = (
        first.muted == muted.since and first.until > now and roles.is_administrator(conn, first.agreed_by)
    )
    if first.agreed_by == by.account or not stands:
        conn.execute(update(unmute_requests).values(values))
        audit.note(conn, by.account, "sending.unmute_asked", "", {}, now)
        return "asked"
    conn.execute(delete(unmute_requests))
    muting.unmute(conn, by.account)
    audit.note(conn, by.account, "sending.unmuted", "", {"with": first.agreed_by}, now)
    return "done"


def waiting(conn: Connection, now: float) -> Waiting | None:
    """The yes that waits for a second one. A read."""
    muted = muting.muted(conn)
    row = conn.execute(select(unmute_requests).where(unmute_requests.c.until > int(now))).first()
    if muted is None or row is None or row.muted != muted.since:
        return None
    return Waiting(row.agreed_by, row.until)
