"""What a demo would have sent by mail. The page is there only where the application is given such mails."""

from __future__ import annotations

import re

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import directory, may
from bot.portal.desk import Mail
from bot.portal.table import SIGNED_IN, Card, Page
from bot.portal.visit import Visit

LIMIT = 25  # mails a page
_AFTER = re.compile(r"(\d{1,15})-([A-Za-z0-9_-]{1,64})", re.ASCII)


async def show_mails(visit: Visit) -> Response:
    """Administrators see all, others what was written to themselves: a mail may hold a link to an account."""
    mails, after = visit.desk.mails, _after(visit.asked("after"))
    if mails is None:
        raise HTTPException(404)

    def look(conn: Connection) -> list[Mail]:
        if may(visit.me, "administrator"):
            return mails(conn, None, after, LIMIT + 1)
        me = directory.addressee(conn, visit.me.account)
        return mails(conn, me.person_id, after, LIMIT + 1) if me else []

    found = await visit.read(look)
    last = found[LIMIT - 1] if len(found) > LIMIT else None
    more = f"/mails?after={last.sent}-{last.id}" if last else ""
    origin = visit.desk.staff.site.origin
    return visit.show("mails.html", mails=found[:LIMIT], more=more, origin=origin)


def _after(text: str) -> tuple[int, str] | None:
    """When the last mail shown was sent, and its id. Raises HTTPException 400."""
    if not text:
        return None
    found = _AFTER.fullmatch(text)
    if found is None:
        raise HTTPException(400)
    return int(found[1]), found[2]


_CARD = Card(
    "service",
    T("portal.mails", "Mails"),
    T("portal.mails", "What would have been sent by mail from this demo."),
)
ROWS = (Page("GET", "/mails", show_mails, SIGNED_IN, card=_CARD),)
