"""Mails about an announcement: that it waits, that it was approved, that it was sent back.

A mail says nothing of the text, whom it is for or who wrote it: it brings one link to the page, which asks
for the account (C11 for staff: mails are read on locked screens too).
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from bot.features.announcements.model import RIPE, Announcement
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements, writers
from bot.features.staff import SignedIn, roles

PAGE = "/portal/announcements/"
CALLED = 900
"""Seconds for which whoever was called to one waiting announcement is not called to the next: the page
lists them all. What its writer calls urgent is told at once."""


def tell_approvers(conn: Connection, desk: Desk, one: Announcement, now: float) -> None:
    """Call everybody who may approve it now: none of its writers (A1), nobody whose right is new (A3)."""
    called = set() if one.draft.urgent else _called_lately(conn, one, now)
    for account, since in sorted(roles.holders(conn, one.organisation, "approver").items()):
        if account not in one.writers and account not in called and since + RIPE <= now:
            desk.post(conn, account, "announcement.waiting", {"link": PAGE + one.id}, now)


def tell_writers(
    conn: Connection, desk: Desk, by: SignedIn, one: Announcement, *, approved: bool, now: float
) -> None:
    """Tell whoever wrote or submitted it what an approver has decided."""
    kind = "announcement.approved" if approved else "announcement.sent_back"
    for account in sorted(set(one.writers) - {by.account}):
        desk.post(conn, account, kind, {"link": PAGE + one.id}, now)


def _called_lately(conn: Connection, one: Announcement, now: float) -> set[str]:
    """Approvers who were called to another announcement of hers that still waits, a short time ago."""
    rows = announcements.c
    others = conn.scalars(
        select(rows.id).where(
            rows.organisation == one.organisation,
            rows.state == "submitted",
            rows.submitted > int(now) - CALLED,
            rows.id != one.id,
        )
    ).all()
    holders = set(roles.holders(conn, one.organisation, "approver"))
    called: set[str] = set()
    for other in others:
        wrote = set(conn.scalars(select(writers.c.account).where(writers.c.announcement == other)))
        called |= holders - wrote
    return called
