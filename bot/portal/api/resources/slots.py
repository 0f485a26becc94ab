"""Times for interviews: opened as a series, closed, opened again (B7)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.features.interviews import slots, vacancies
from bot.hiring import Hiring
from bot.portal.api import cursors
from bot.portal.api.ask import Done, Post, Read
from bot.portal.api.meeting_models import Slot, Slots, SlotsIn, When, wall_of
from bot.portal.api.models import Asked, Cursor, Id, Page, moment
from bot.portal.api.problem_words import NO_ADVERT, NO_DAY_OR_HOUR, NO_ZONE
from bot.portal.api.problems import Problem, Wrong
from bot.portal.api.table import Call, Endpoint
from bot.portal.pages import times_words
from bot.store.ids import new_id

PAGE = 50
_POINTERS = {"time": "/first"}
_NO_DAY = datetime.fromisoformat("2000-01-01T10:00")
"""Stands for a day that there is not while the rest is checked."""


def slot_of(one: slots.Slot, taken: int | None = None) -> Slot:
    """A slot as the API shows it."""
    return Slot(
        id=one.id,
        series=one.series,
        vacancy=one.vacancy,
        start=When(utc=moment(one.start), zone=one.zone, wall=one.wall),
        end=moment(one.end),
        minutes=one.minutes,
        buffer=one.buffer,
        capacity=one.capacity,
        taken=taken,
        state=one.state,
        link=one.link,
    )


async def show_list(
    ask: Read,
    since: Annotated[Asked | None, Query(alias="from")] = None,
    until: Annotated[Asked | None, Query(alias="to")] = None,
    vacancy: Id | None = None,
    cursor: Cursor | None = None,
    limit: Annotated[int, Query(ge=1, le=cursors.MOST)] = PAGE,
) -> Response:
    """Your slots that begin in [from, to), the first one first; from now on by default."""
    after = slots.Place.read(cursors.read(cursor))
    if cursor and after is None:
        raise cursors.bad()
    start = int(since.timestamp()) if since else int(ask.now)
    end = int(until.timestamp()) if until else None

    def look(conn: Connection, hiring: Hiring) -> Done:
        found = slots.slots_page(
            conn, ask.caller.organisation, start, end, vacancy=vacancy, after=after, limit=limit + 1
        )
        page = found[:limit]
        last = page[-1][0] if len(found) > limit else None
        more = cursors.written(str(slots.Place(last.start, last.id))) if last else None
        return Done(Page[Slot](items=[slot_of(one, taken) for one, taken in page], next=more))

    return await ask.answer(look)


async def show(ask: Read, slot: Id) -> Response:
    """One slot."""
    return await ask.answer(lambda conn, hiring: _shown(conn, slot))


def _shown(conn: Connection, slot: str) -> Done:
    found = slots.find_slot(conn, slot)
    if found is None:
        raise Problem("not_found")
    taken = slots.slots_page(conn, found.organisation, found.start, found.start + 1, only=slot, limit=1)
    return Done(slot_of(found, taken[0][1] if taken else None))


async def open_series(ask: Post, body: SlotsIn) -> Response:
    """Open a series of slots for a released advert: all of them, or none and all that is wrong."""
    first = wall_of(body.first)
    wanted = slots.Opening(
        series=new_id(),
        organisation=ask.caller.organisation,
        host=ask.caller.account,
        vacancy=body.vacancy,
        zone=body.zone,
        first=first or _NO_DAY,
        minutes=body.minutes,
        buffer=body.buffer,
        capacity=body.capacity,
        repeat=body.repeat,
        until=body.until,
        link=body.link,
        folds=dict(body.folds),
        skip=frozenset(body.skip),
    )

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        # As on the page: for an advert of one's own that is released at this second.
        advert = vacancies.shown(conn, hiring.desk, body.vacancy, ask.now)
        wrong = [] if first else [Wrong(NO_DAY_OR_HOUR, pointer="/first")]
        if advert is None or advert.employer != ask.caller.organisation:
            wrong.append(Wrong(NO_ADVERT, pointer="/vacancy"))
        rooms, now = hiring.rooms, hiring.slots.now(conn)
        if wrong:
            found = slots.faults(
                conn, wanted, now, hosts=rooms.hosts, jitsi=rooms.jitsi, timed=first is not None
            )
            return _problems(hiring, found, wrong)
        opened = slots.open_slots(conn, hiring.slots, ask.by, wanted, hosts=rooms.hosts, jitsi=rooms.jitsi)
        if opened.problems:
            return _problems(hiring, opened.problems)
        return Done(Slots(items=[slot_of(one, 0) for one in opened.slots]))

    return await ask.write(do)


def _problems(hiring: Hiring, found: Iterable[slots.Problem], wrong: Iterable[Wrong] = ()) -> Problem:
    """All that is wrong at once, so that a program mends it in one go."""
    found = list(found)
    if any(one.code == "frozen" for one in found):
        return Problem("frozen")
    return Problem("invalid", errors=[*wrong, *(_wrong(hiring, one) for one in found)])


def _wrong(hiring: Hiring, one: slots.Problem) -> Wrong:
    choices = [
        f"{choice:%Y-%m-%dT%H:%M}"
        if isinstance(choice, datetime)
        else datetime.fromtimestamp(choice, UTC).isoformat().replace("+00:00", "Z")
        for choice in one.choices
    ]
    if one.code in times_words.TIMED:
        text = times_words.TIMED[one.code]
        values = {"wall": one.wall, "choices": ", ".join(choices)}
        sentence = Text(text.ctxt, text.msg, values)
        return Wrong(sentence, pointer="/first", code=one.code, choices=choices or None)
    if one.code == "zone":
        return Wrong(NO_ZONE, pointer="/zone", code="zone")
    name, text = times_words.PROBLEMS[one.code]
    sentence = Text(text.ctxt, text.msg, {"hosts": ", ".join(hiring.rooms.hosts)})
    return Wrong(sentence, pointer=_POINTERS.get(name, f"/{name}"), code=one.code)


def _change(change: Callable[[Connection, slots.Context, str, slots.By], slots.Result], doc: str) -> Endpoint:
    async def endpoint(ask: Post, slot: Id) -> Response:
        def do(conn: Connection, hiring: Hiring) -> Done | Problem:
            result = change(conn, hiring.slots, slot, ask.by)
            if not result.ok:
                return Problem("not_found" if result.outcome == "gone" else "frozen")
            return _shown(conn, slot)

        return await ask.write(do)

    endpoint.__doc__ = doc
    return endpoint


close = _change(slots.close_slot, "Take no more bookings; those there are stay.")
reopen = _change(slots.reopen_slot, "Take bookings again.")


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the slot in the path."""
    found = slots.find_slot(conn, params["slot"])
    return found.organisation if found else None


_ONE = "/slots/{slot}"
ROWS = (
    Call("GET", "/slots", show_list, "slots:read", Page[Slot]),
    Call("POST", "/slots", open_series, "slots:write", Slots, 201),
    Call("GET", _ONE, show, "slots:read", Slot, owner=owner),
    Call("POST", f"{_ONE}/close", close, "slots:write", Slot, owner=owner),
    Call("POST", f"{_ONE}/reopen", reopen, "slots:write", Slot, owner=owner),
)
