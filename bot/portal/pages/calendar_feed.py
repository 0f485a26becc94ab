"""Interviews in one's own calendar: a private address to subscribe to, and the file of one of them.

Neither holds anything of a candidate but the reference (E3). The address works without a session, as calendar
programs need it; it is 128 random bits, shown once, and can be stopped.
"""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.interviews import calendars, slots
from bot.features.interviews.calendars import Entry
from bot.features.interviews.slots import Booking
from bot.features.staff import audit, directory
from bot.portal.desk import PATIENCE
from bot.portal.meeting import DAY, STAFF, references
from bot.portal.pages.interviews import owner
from bot.portal.table import PUBLIC, Card, Page, roles
from bot.portal.visit import ROOT, Visit

WHO = roles("employer")
KIND = "text/calendar; charset=utf-8"
SINCE = 30 * DAY


async def show_calendar(visit: Visit) -> Response:
    has = await visit.read(lambda conn: calendars.exists(conn, visit.me.account))
    return visit.show("calendar.html", has=has, address="")


async def renew(visit: Visit) -> Response:
    """The address is shown once, on the answer to this form."""
    staff, me = visit.desk.staff, visit.me

    def do(conn: Connection) -> str:
        audit.note(conn, me.account, "calendar.renewed", me.account, {}, visit.now)
        return calendars.renew(conn, staff.keys.lookup, me.account, visit.now)

    token = await visit.write(do)
    return visit.show("calendar.html", has=True, address=f"{_origin(visit)}/calendar/{token}.ics")


async def stop(visit: Visit) -> Response:
    me = visit.me

    def do(conn: Connection) -> None:
        calendars.revoke(conn, me.account)
        audit.note(conn, me.account, "calendar.stopped", me.account, {}, visit.now)

    await visit.write(do)
    return visit.go("/calendar", T("portal.calendar", "The address is stopped. Nobody can read it any more."))


async def feed(visit: Visit) -> Response:
    """What a calendar program fetches."""
    lookup, desk = visit.desk.staff.keys.lookup, visit.desk
    since = int(visit.now) - SINCE

    def look(conn: Connection) -> tuple[str, str, list[slots.Booking], dict[str, str]] | None:
        account = calendars.account_of(conn, lookup, visit.params["token"])
        who = directory.addressee(conn, account) if account else None
        if account is None or who is None:
            return None
        found = slots.hosted(conn, account, since)
        return account, who.lang, found, references(conn, found)

    looked = await visit.read(look)
    if looked is None:
        if await desk.wait_as_stranger() > PATIENCE:
            raise HTTPException(429)
        return Response("", 410, media_type="text/plain")
    account, lang, found, refs = looked
    if await desk.feeds.wait(account, 0) > 0:
        raise HTTPException(429)
    entries = [_entry(visit, one, refs[one.id]) for one in found]
    body = await asyncio.to_thread(calendars.feed, entries, lang, desk.renderer.label)
    return Response(body, media_type=KIND)


async def file(visit: Visit) -> Response:
    """The calendar file of one interview."""

    def look(conn: Connection) -> tuple[Booking, str] | None:
        found = slots.find_booking(conn, visit.params["booking"])
        return (found, references(conn, [found])[found.id]) if found else None

    looked = await visit.read(look)
    if looked is None or looked[0].state not in ("booked", "done", "cancelled"):
        raise HTTPException(404)
    entry = _entry(visit, *looked)
    made = calendars.attachment(entry, visit.lang, visit.desk.renderer.label)
    headers = {"content-disposition": f'attachment; filename="{made.name}"'}
    return Response(made.data, media_type=made.media_type, headers=headers)


def _entry(visit: Visit, one: Booking, reference: str) -> Entry:
    return Entry(
        uid=one.uid,
        sequence=one.sequence,
        start=one.slot.start,
        minutes=one.slot.minutes,
        zone=one.slot.zone,
        changed=int(visit.now),
        audience="host",
        link=f"{_origin(visit)}/interviews/{one.id}",
        reference=reference,
        cancelled=one.state == "cancelled",
    )


def _origin(visit: Visit) -> str:
    return visit.desk.staff.site.origin + ROOT


_CARD = Card(
    "meetings",
    T("portal.calendar", "My calendar"),
    T("portal.calendar", "Have your interviews appear in the calendar that you use."),
)
ROWS = (
    Page("GET", "/calendar", show_calendar, WHO, card=_CARD),
    Page("POST", "/calendar/renew", renew, WHO, fresh=True),
    Page("POST", "/calendar/stop", stop, WHO),
    Page("GET", "/calendar/{token}.ics", feed, PUBLIC),
    Page("GET", "/interviews/{booking}/file.ics", file, roles("employer", *STAFF), owner, STAFF),
)
