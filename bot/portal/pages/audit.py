"""The audit log, page by page, and the check of its chain (L3)."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import audit, directory, may
from bot.features.staff.audit import Entry
from bot.portal.audit_deeds import DEEDS
from bot.portal.audit_words import ACTORS, in_words
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("administrator", "manager")
LIMIT = 50  # entries a page


async def show_log(visit: Visit) -> Response:
    """Administrators read all of it; managers what is filed under their organisation."""
    before, staff = visit.number("before"), visit.desk.staff
    whose = None if may(visit.me, "administrator") else visit.me.organisation

    def look(conn: Connection) -> tuple[list[Entry], dict[str, str]]:
        found = audit.page(conn, whose, before, LIMIT + 1)
        return found, directory.names(conn, staff, {entry.actor for entry in found})

    entries, names = await visit.read(look)
    more = f"/audit?before={entries[LIMIT - 1].number}" if len(entries) > LIMIT else ""
    return visit.show(
        "audit.html",
        entries=entries[:LIMIT],
        names=names,
        more=more,
        checked=None,
        deeds=DEEDS,
        actors=ACTORS,
        in_words=in_words,
    )


async def check(visit: Visit) -> Response:
    checked = await visit.read(audit.check)
    return visit.show("audit_check.html", checked=checked)


_CARD = Card(
    "service",
    T("portal.audit", "Audit log"),
    T("portal.audit", "See who did what, and check that nothing was changed afterwards."),
)
ROWS = (
    Page("GET", "/audit", show_log, WHO, card=_CARD),
    Page("GET", "/audit/check", check, roles("administrator")),
)
