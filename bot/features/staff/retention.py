"""What staff accounts leave behind is removed in time (D5, L5, S3)."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bot.delivery.retention import BITE, Swept
from bot.features.staff import audit, challenges, pace, recovery, sessions
from bot.features.staff.accounts import erase
from bot.features.staff.api import answers, keys
from bot.features.staff.context import Staff
from bot.features.staff.model import SYSTEM
from bot.features.staff.tables import accounts, links


def sweeper(staff: Staff) -> Swept:
    """The function for `bot.delivery.retention`: ended sessions, links, challenges, counts, old entries of
    the audit log, and accounts that nobody took up within seven days."""

    def sweep(conn: Connection, now: float) -> dict[str, int]:
        old_links = links.c.until <= int(now)
        return {
            "staff_sessions": sessions.sweep(conn, now),
            "staff_links": conn.execute(delete(links).where(old_links)).rowcount,
            "staff_challenges": challenges.sweep(conn, now),
            "staff_tries": pace.sweep(conn, now),
            "staff_recoveries": recovery.sweep(conn, now),
            "staff_not_taken_up": _not_taken_up(conn, staff, now),
            "staff_audit": audit.trim(conn, now),
            "staff_api_keys": keys.sweep(conn, now),
            "staff_api_answers": answers.sweep(conn, now),
        }

    return sweep


def _not_taken_up(conn: Connection, staff: Staff, now: float) -> int:
    waited = accounts.c.activated.is_(None) & (accounts.c.invited_until <= int(now))
    # Locked: whoever takes an account up at this moment keeps it.
    doomed = list(conn.scalars(select(accounts.c.id).where(waited).limit(BITE).with_for_update()))
    return sum(erase(conn, staff, SYSTEM, account, now) for account in doomed)
