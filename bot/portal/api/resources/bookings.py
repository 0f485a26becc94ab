"""Interviews: read, moved, cancelled, and the answer afterwards. People book them, programs do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Query
from sqlalchemy import Connection
from starlette.responses import Response

from bot.features.interviews import results, slots
from bot.hiring import Hiring
from bot.portal.api import cursors
from bot.portal.api.ask import Ask, Done, Post, Read
from bot.portal.api.meeting_models import Booking, CancelIn, MoveIn, Needs, OutcomeIn, Result, ResultIn, Slots
from bot.portal.api.models import Cursor, Id, Page, moment
from bot.portal.api.problems import Problem
from bot.portal.api.resources.slots import slot_of
from bot.portal.api.table import Call
from bot.portal.meeting import references

PAGE = 25
FREE = 60
"""Own times that are offered for a move."""


def shown(conn: Connection, found: list[slots.Booking]) -> list[Booking]:
    """Interviews as the API shows them: by reference, never by who she is (E3)."""
    refs = references(conn, found)
    standing = results.standing(conn, [one.id for one in found])
    return [_shown(one, refs[one.id], standing.get(one.id)) for one in found if one.state != "held"]


def _shown(one: slots.Booking, ref: str, answer: results.Standing | None) -> Booking:
    assert one.state != "held"
    result = None
    if answer is not None:
        result = Result(code=answer.code, promised_by=moment(answer.promised_by), late=answer.alarmed)
    return Booking(
        id=one.id,
        candidate=ref,
        state=one.state,
        slot=slot_of(one.slot),
        moved_to=one.moved_to,
        cancelled_by=one.cancelled_by,
        reason=one.reason,
        outcome=one.outcome,
        result=result,
        needs=Needs(
            interpreter=one.needs.interpreter,
            quiet_room=one.needs.quiet_room,
            lang=one.needs.lang,
            fallback=list(one.needs.fallback),
        ),
    )


def _one(conn: Connection, booking: str) -> slots.Booking:
    found = slots.find_booking(conn, booking)
    if found is None or found.state == "held":
        raise Problem("not_found")
    return found


def _done(conn: Connection, booking: str) -> Done:
    return Done(shown(conn, [_one(conn, booking)])[0])


async def show_list(
    ask: Read,
    past: bool = False,
    cursor: Cursor | None = None,
    limit: Annotated[int, Query(ge=1, le=cursors.MOST)] = PAGE,
) -> Response:
    """Interviews to come, the next one first; with `past` those that are over, the last one first."""
    after = slots.Place.read(cursors.read(cursor))
    if cursor and after is None:
        raise cursors.bad()
    find = slots.past_of if past else slots.coming_of

    def look(conn: Connection, hiring: Hiring) -> Done:
        found = find(conn, ask.caller.organisation, int(ask.now), after, limit + 1)
        page = found[:limit]
        last = page[-1] if len(found) > limit else None
        more = cursors.written(str(slots.Place(last.slot.start, last.id))) if last else None
        return Done(Page[Booking](items=shown(conn, page), next=more))

    return await ask.answer(look)


async def show(ask: Read, booking: Id) -> Response:
    """One interview."""
    return await ask.answer(lambda conn, hiring: _done(conn, booking))


async def show_times(ask: Read, booking: Id) -> Response:
    """Free slots of the same advert, to which this interview can be moved."""

    def look(conn: Connection, hiring: Hiring) -> Done:
        one, now = _one(conn, booking), hiring.slots.now(conn)
        free = []
        if one.state == "booked" and one.slot.start > now:
            free = slots.free_slots(conn, one.person, one.slot.vacancy, now, limit=FREE)
        return Done(Slots(items=[slot_of(slot) for slot in free]))

    return await ask.answer(look)


def _told(conn: Connection, ask: Ask, hiring: Hiring, result: slots.Result, booking: str) -> Done | Problem:
    """Both sides are told in this transaction (B10); a lost race names the next free times (B2)."""
    if result.ok:
        hiring.tell(conn, result.events, ask.now)
        return _done(conn, result.booking.id if result.booking else booking)
    codes = {"gone": "not_found", "too_many": "taken"}
    code = codes.get(result.outcome, result.outcome)
    if code not in ("taken", "overlaps"):
        return Problem(code)
    return Problem(code, alternatives=[slot_of(one).model_dump(mode="json") for one in result.alternatives])


async def move(ask: Post, booking: Id, body: MoveIn) -> Response:
    """Move it to another slot of the same advert. The interview then has a new id, in the answer."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        wanted = slots.find_slot(conn, body.slot)
        if wanted is None or wanted.organisation != ask.caller.organisation:
            return Problem("not_found")
        _one(conn, booking)
        return _told(conn, ask, hiring, slots.move(conn, hiring.slots, booking, body.slot, ask.by), booking)

    return await ask.write(do)


async def cancel(ask: Post, booking: Id, body: CancelIn) -> Response:
    """Cancel it. The candidate is told."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        _one(conn, booking)
        result = slots.cancel(conn, hiring.slots, booking, ask.by, body.reason)
        return _told(conn, ask, hiring, result, booking)

    return await ask.write(do)


async def confirm(ask: Post, booking: Id, body: OutcomeIn) -> Response:
    """Say whether it took place; a wrong answer can be put right."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        _one(conn, booking)
        result = slots.confirm(conn, hiring.slots, booking, ask.by, body.outcome)
        return _told(conn, ask, hiring, result, booking)

    return await ask.write(do)


async def record(ask: Post, booking: Id, body: ResultIn) -> Response:
    """Give your answer. The candidate is told at once; a wrong one can be put right."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        _one(conn, booking)
        outcome = hiring.record(conn, booking, ask.by, body.code, ask.now)
        if outcome not in ("done", "already"):
            return Problem("not_found" if outcome == "gone" else outcome)
        return _done(conn, booking)

    return await ask.write(do)


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the interview in the path."""
    found = slots.find_booking(conn, params["booking"])
    return found.slot.organisation if found else None


_ONE = "/bookings/{booking}"
ROWS = (
    Call("GET", "/bookings", show_list, "bookings:read", Page[Booking]),
    Call("GET", _ONE, show, "bookings:read", Booking, owner=owner),
    Call("GET", f"{_ONE}/times", show_times, "bookings:read", Slots, owner=owner),
    Call("POST", f"{_ONE}/move", move, "bookings:write", Booking, owner=owner),
    Call("POST", f"{_ONE}/cancel", cancel, "bookings:write", Booking, owner=owner),
    Call("POST", f"{_ONE}/outcome", confirm, "bookings:write", Booking, owner=owner),
    Call("POST", f"{_ONE}/result", record, "results:write", Booking, owner=owner),
)
