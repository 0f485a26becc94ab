"""Opening the profile of one candidate: released, noted, counted; a canary freezes (E3, E4, E5, L3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import structlog
from sqlalchemy import Connection

from bot.features.interviews.matching import limits
from bot.features.interviews.matching.ports import Ports, Viewer
from bot.features.interviews.matching.refs import behind
from bot.features.interviews.matching.viewing import own, released

log = structlog.get_logger("matching")


@dataclass(frozen=True, slots=True)
class Opened:
    """How it ended. `document`: the profile for `seen_by_employers`, where `outcome` is "shown".

    `gone`: no such candidate (any more). `not_released`: she has not said yes to this employer. `limit`: ask
    staff. `frozen`: the organisation is frozen from this moment.
    """

    outcome: Literal["shown", "gone", "not_released", "limit", "frozen"]
    document: str = ""


def open_profile(
    conn: Connection, ports: Ports, viewer: Viewer, vacancy: str, ref: str, now: float
) -> Opened:
    """Open one profile for a released vacancy. Her words are decrypted only here, for this one page.

    Raises NoVacancy, as `page` does: also for whoever is frozen.
    """
    own(conn, ports, viewer, vacancy, now)
    who = behind(conn, ref, viewer.organisation)
    if who is None or who.active_until <= int(now):
        return Opened("gone")
    if who.person is None:
        return _canary(conn, ports, viewer, ref, now)
    if not released(conn, who.person, viewer.organisation):
        return Opened("not_released")
    if not limits.count(conn, viewer.account, ref, now):
        return Opened("limit")
    document = ports.document(conn, who.person)
    if document is None:
        return Opened("gone")
    ports.note(conn, viewer.account, "profile.opened", ref, {"vacancy": vacancy}, now)
    return Opened("shown", document)


def _canary(conn: Connection, ports: Ports, viewer: Viewer, ref: str, now: float) -> Opened:
    """Somebody opens whoever there is. Frozen in this transaction, well within the minute of E5."""
    ports.note(conn, viewer.account, "profile.canary_opened", ref, {"organisation": viewer.organisation}, now)
    ports.freeze(conn, viewer.organisation, now)
    log.error("matching.canary_opened", alarm=True)
    return Opened("frozen")
