"""What is kept no longer: drafts that nobody touches, and announcements a year after they were over (D5, L5).

Whose announcement it was and who sent it stays in the audit log for as long. Rows of people are those of
bot.delivery.broadcasts, which go much sooner.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.features.announcements import readers
from bot.features.announcements.drafting import erase
from bot.features.announcements.model import DAY
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements

IDLE_DRAFT = 90 * DAY
"""Seconds for which a draft is kept after its last change."""
OVER = 365 * DAY
"""Seconds for which its code can be checked after it was over: as long as the access record (L5)."""
_BITE = 200


def sweep(conn: Connection, desk: Desk, now: float) -> dict[str, int]:
    """One bite of what is past its date; how many of each kind."""
    columns = announcements.c
    idle = columns.state.in_(("draft", "submitted")) & (columns.changed <= int(now) - IDLE_DRAFT)
    over = columns.state.in_(("stopped", "done")) & (columns.ended <= int(now) - OVER)
    # Locked, so that what somebody takes up again at this moment is left to her.
    drafts = list(conn.scalars(select(columns.id).where(idle).limit(_BITE).with_for_update()))
    old = list(conn.scalars(select(columns.id).where(over).limit(_BITE).with_for_update()))
    return {
        "announcement_drafts": erase(conn, desk, drafts) if drafts else 0,
        "announcements": erase(conn, desk, old) if old else 0,
        **readers.sweep(conn),
    }
