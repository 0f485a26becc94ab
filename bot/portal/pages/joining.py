"""The way into an interview: through the platform to a listed host, shortly before and during it (E6).

`/join/BOOKING` is for both sides, also for a candidate, who has no account: the id is 128 random bits that
only they were given (D9). The answer is a redirect without a referrer, so that the video host learns neither
the id nor any reference; outside of the time it says when to come back and where it leads (I10).
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews import slots
from bot.features.interviews.slots import Booking
from bot.portal.desk import PATIENCE
from bot.portal.table import PUBLIC, Page
from bot.portal.visit import Visit

BEFORE = 15 * 60
"""Seconds before the begin from which on one can join."""
EARLY = T("portal.join", "It has not begun yet. This page opens {minutes} minutes before.")
OVER = T("portal.join", "This interview is over.")
STOPPED = T("portal.join", "This interview does not take place. If you do not know why, ask the NGO.")
UNKNOWN = T(
    "portal.join", "This link leads to no interview. It may have been moved: open the newest message."
)


def open_now(booking: Booking, now: int) -> bool:
    """Can one join at this second?"""
    slot = booking.slot
    running = slot.start - BEFORE <= now < slot.end
    return running and booking.state in ("booked", "done") and slot.state != "frozen"


async def join(visit: Visit) -> Response:
    # Paced like a form of a stranger: whoever tries ids out does so slowly (I13).
    if visit.signed is None and await visit.desk.wait_as_stranger() > PATIENCE:
        raise HTTPException(429)
    found = await visit.read(lambda conn: slots.find_booking(conn, visit.params["booking"]))
    now = int(visit.now)
    if found is None or found.state in ("held", "moved"):
        return visit.show("join.html", 410, text=UNKNOWN, start=None, zone_of="")
    if open_now(found, now) and visit.desk.hiring.rooms.leads(found.slot.link):
        return RedirectResponse(found.slot.link, 303, {"referrer-policy": "no-referrer"})
    text = _why(found, now)
    start = found.slot.start if text.msg == EARLY.msg else None
    return visit.show("join.html", 0, text=text, start=start, zone_of=found.slot.zone)


def _why(found: Booking, now: int) -> Text:
    if found.state == "cancelled" or found.slot.state == "frozen":
        return STOPPED
    if now < found.slot.start - BEFORE:
        return Text(EARLY.ctxt, EARLY.msg, {"minutes": BEFORE // 60})
    return OVER if now >= found.slot.end else STOPPED


ROWS = (Page("GET", "/join/{booking}", join, PUBLIC),)
