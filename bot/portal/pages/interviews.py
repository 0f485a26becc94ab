"""Interviews: those to come and those past, and one of them with all that its host or staff can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews import results, slots
from bot.features.interviews.slots import REASONS, Place, Slot
from bot.features.interviews.slots.model import Took
from bot.portal.meeting import STAFF, by_of, host_of, references, vacancy_names
from bot.portal.pages import interviews_words as words
from bot.portal.pages.joining import BEFORE, open_now
from bot.portal.table import Card, Endpoint, Page, roles
from bot.portal.visit import Visit

WHO = roles("employer", *STAFF)
PAGE = 25
MOVES = 60
"""Own times that are offered for a move."""


async def show_interviews(visit: Visit) -> Response:
    past, after = visit.asked("past") == "1", Place.read(visit.asked("after"))
    find = slots.past_of if past else slots.coming_of
    organisation = visit.me.organisation

    def look(conn: Connection):  # type: ignore[no-untyped-def]
        found = find(conn, organisation, int(visit.now), after, PAGE + 1)
        shown = found[:PAGE]
        standing = results.standing(conn, (one.id for one in shown)) if past else {}
        names = vacancy_names(conn, visit, (one.slot.vacancy for one in shown))
        return shown, len(found) > PAGE, references(conn, shown), names, standing

    shown, more, refs, names, standing = await visit.read(look)
    last = str(Place(shown[-1].slot.start, shown[-1].id)) if more else ""
    path = f"/interviews?{'past=1&' if past else ''}after={last}" if more else ""
    return visit.show(
        "interviews.html",
        found=shown,
        refs=refs,
        names=names,
        standing=standing,
        past=past,
        more=path,
        words=words,
    )


async def show_interview(visit: Visit) -> Response:
    return await page(visit)


async def page(visit: Visit, problem: Text | None = None) -> Response:
    """One interview; `problem`: why something was not done."""
    id_, now = visit.params["booking"], int(visit.now)

    def look(conn: Connection):  # type: ignore[no-untyped-def]
        found = slots.find_booking(conn, id_)
        if found is None:
            return None
        free: list[Slot] = []
        if found.state == "booked" and found.slot.start > now:
            free = slots.free_slots(conn, found.person, found.slot.vacancy, now, limit=MOVES)
        names = vacancy_names(conn, visit, [found.slot.vacancy])
        return found, references(conn, [found])[id_], names, results.standing(conn, [id_]).get(id_), free

    looked = await visit.read(look)
    if looked is None or looked[0].state == "held":
        raise HTTPException(404)
    found, reference, names, standing, free = looked
    by = by_of(visit)
    return visit.show(
        "interview.html",
        422 if problem else 0,
        one=found,
        reference=reference,
        vacancy=names[found.slot.vacancy],
        standing=standing,
        free=free,
        host=host_of(found.slot.link),
        reasons=REASONS[by.side],
        results=results.CODES,
        begun=found.slot.start <= now,
        over=found.slot.end <= now,
        joinable=open_now(found, now),
        before=BEFORE // 60,
        words=words,
        problem=problem,
    )


def _deed(work: Callable[[Connection, Visit, str], tuple[str, str]], done: Text) -> Endpoint:
    """An endpoint that does one thing to the booking of the path: `work` gives its outcome, and the booking
    that is shown afterwards."""

    async def endpoint(visit: Visit) -> Response:
        outcome, shown = await visit.write(lambda conn: work(conn, visit, visit.params["booking"]))
        if outcome == "gone":
            raise HTTPException(404)
        if outcome not in ("done", "already"):
            return await page(visit, words.REFUSED[outcome])
        return visit.go(f"/interviews/{shown}", done)

    return endpoint


def _told(conn: Connection, visit: Visit, result: slots.Result, id_: str) -> tuple[str, str]:
    visit.desk.hiring.tell(conn, result.events, visit.now)
    return result.outcome, result.booking.id if result.ok and result.booking else id_


def _move(conn: Connection, visit: Visit, id_: str) -> tuple[str, str]:
    to = visit.sent.get("slot")
    if slots.find_slot(conn, to) is None:
        return "no_time", id_
    return _told(conn, visit, slots.move(conn, visit.desk.hiring.slots, id_, to, by_of(visit)), id_)


def _cancel(conn: Connection, visit: Visit, id_: str) -> tuple[str, str]:
    by, reason = by_of(visit), visit.sent.get("reason")
    if reason not in REASONS[by.side]:
        raise HTTPException(400)
    return _told(conn, visit, slots.cancel(conn, visit.desk.hiring.slots, id_, by, reason), id_)


def _confirm(conn: Connection, visit: Visit, id_: str) -> tuple[str, str]:
    outcome = visit.sent.get("outcome")
    if outcome not in ("took_place", "not_shown"):
        raise HTTPException(400)
    took: Took = "took_place" if outcome == "took_place" else "not_shown"
    ctx = visit.desk.hiring.slots
    return slots.confirm(conn, ctx, id_, by_of(visit), took).outcome, id_


def _result(conn: Connection, visit: Visit, id_: str) -> tuple[str, str]:
    code = next((code for code in results.CODES if code == visit.sent.get("code")), None)
    if code is None:
        raise HTTPException(400)
    return visit.desk.hiring.record(conn, id_, by_of(visit), code, visit.now), id_


move = _deed(_move, T("portal.interviews", "The interview has a new time. Both sides are told."))
cancel = _deed(_cancel, T("portal.interviews", "The interview is cancelled. Both sides are told."))
confirm = _deed(_confirm, T("portal.interviews", "Noted. Thank you."))
record = _deed(_result, T("portal.interviews", "The result is noted, and the candidate is told."))


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the booking in the path."""
    found = slots.find_booking(conn, params["booking"])
    return found.slot.organisation if found else None


_CARD = Card(
    "meetings",
    T("portal.interviews", "Interviews"),
    T("portal.interviews", "See who you meet, join, move or cancel, and give your answer."),
)
_ONE = "/interviews/{booking}"
ROWS = (
    Page("GET", "/interviews", show_interviews, roles("employer"), card=_CARD),
    Page("GET", _ONE, show_interview, WHO, owner, STAFF),
    Page("POST", f"{_ONE}/move", move, WHO, owner, STAFF),
    Page("POST", f"{_ONE}/cancel", cancel, WHO, owner, STAFF),
    Page("POST", f"{_ONE}/outcome", confirm, WHO, owner, STAFF),
    Page("POST", f"{_ONE}/result", record, WHO, owner, STAFF),
)
