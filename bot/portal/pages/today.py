"""For case workers: today's interviews, who needs help or does not know of a change, and booking for her."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews import matching, slots, vacancies
from bot.features.interviews.slots import By, Needs, Slot
from bot.features.interviews.zones import local, resolve, said
from bot.features.staff import audit
from bot.portal.forms import Field, Form, Option
from bot.portal.meeting import STAFF, references, vacancy_name, vacancy_names
from bot.portal.pages import interviews_words as words
from bot.portal.table import Card, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles(*STAFF)
TIMES = 40
AHEAD = 7
"""Days after today for which staff see who needs a room or an interpreter, in time to find one."""
WHATS: dict[str, Text] = {
    "booked": T("portal.today", "An interview was booked"),
    "moved": T("portal.today", "An interview has a new time"),
    "cancelled": T("portal.today", "An interview was cancelled"),
    "frozen": T("portal.today", "An interview is stopped for now"),
    "unfrozen": T("portal.today", "An interview takes place after all"),
    "shifted": T("portal.today", "An interview is at another hour: the rules of the time zone changed"),
}
SIDES: dict[str, Text] = {
    "candidate": T("portal.today", "the candidate"),
    "host": T("portal.today", "the employer"),
}
UNKNOWN = T("portal.today", "This employer knows nobody by this reference. Please copy it again.")
NOT_RELEASED = T(
    "portal.today",
    "This person has not agreed that this employer sees the profile. Ask for the yes in the chat first.",
)
NO_TIMES = T("portal.today", "No time is free for this person now.")


async def show_today(visit: Visit) -> Response:
    here = local(visit.now, visit.zone)
    begin = resolve(datetime.combine(here.date(), time(12)), visit.zone, 0).utc - 12 * 3600
    now = int(visit.now)

    def look(conn: Connection):  # type: ignore[no-untyped-def]
        found = [
            one
            for one in slots.between(conn, begin - 3600, begin + 25 * 3600)
            if local(one.slot.start, visit.zone).date() == here.date()
        ]
        later = [
            one
            for one in slots.between(conn, begin + 23 * 3600, begin + (25 + 24 * AHEAD) * 3600)
            if 0 < (local(one.slot.start, visit.zone).date() - here.date()).days <= AHEAD
            and (one.needs.interpreter or one.needs.quiet_room)
        ]
        missed = slots.untold(conn, now)
        refs = references(conn, [*found, *later, *(each.booking for each in missed)])
        names = vacancy_names(conn, visit, (one.slot.vacancy for one in (*found, *later)))
        return found, later, missed, refs, names

    found, later, missed, refs, names = await visit.read(look)
    return visit.show(
        "today.html",
        found=found,
        later=later,
        missed=missed,
        refs=refs,
        names=names,
        words=words,
        whats=WHATS,
        sides=SIDES,
    )


async def told(visit: Visit) -> Response:
    """Staff have told them another way (B10)."""
    id_, me = visit.params["notice"], visit.me

    def do(conn: Connection) -> bool:
        known = slots.seen(conn, id_)
        if known:
            audit.note(conn, me.account, "notice.told_by_staff", id_, {}, visit.now)
        return known

    if not await visit.write(do):
        raise HTTPException(404)
    return visit.go("/today", T("portal.today", "Noted: they know of it."))


def _fields(own: Mapping[str, str], times: Mapping[str, str]) -> list[Field]:
    asked = [
        Field(
            "vacancy",
            T("portal.times", "Vacancy"),
            "choice",
            options=tuple(Option(id_, name) for id_, name in own.items()),
        ),
        Field(
            "reference",
            T("portal.today", "Reference of the person"),
            hint=T("portal.today", "As this employer's pages and the person's chat show it."),
            longest=22,
        ),
        Field("interpreter", T("portal.today", "An interpreter is needed"), "yes", required=False),
        Field("quiet_room", T("portal.today", "A quiet room is needed"), "yes", required=False),
    ]
    if times:
        options = tuple(Option(id_, shown) for id_, shown in times.items())
        asked.append(Field("slot", T("portal.today", "Time"), "choice", options=options))
        asked.append(Field("asked", T("portal.today", "The person asked me to book this time"), "yes"))
    return asked


def _vacancies(conn: Connection, visit: Visit) -> dict[str, vacancies.Record]:
    return {one.id: one for one in vacancies.all_shown(conn, visit.desk.hiring.desk, visit.now)}


async def show_book(visit: Visit) -> Response:
    shown = await visit.read(lambda conn: _vacancies(conn, visit))
    own = {id_: vacancy_name(visit, record) for id_, record in shown.items()}
    return visit.show("today_book.html", form=Form(_fields(own, {})), chosen=False)


async def book(visit: Visit) -> Response:
    """The first time it shows the free times, with one of them it books.

    Where somebody was faster it says so, above the times that are free by then (B2).
    """
    shown = await visit.read(lambda conn: _vacancies(conn, visit))
    own = {id_: vacancy_name(visit, record) for id_, record in shown.items()}
    record = shown.get(visit.sent.get("vacancy"))
    person, problem = await visit.read(lambda conn: _person(conn, visit, record))
    choosing = "slot" in visit.sent.values or "asked" in visit.sent.values
    chosen = visit.sent.get("slot") if choosing else ""
    times: dict[str, str] = {}
    if person is not None and record is not None:
        times = await _times(visit, person, record.id, chosen)
        problem = None if times else NO_TIMES
    form = _form(visit, own, times, problem, choosing=choosing)
    if choosing and not form.bad and person is not None and record is not None:
        result = await _book(visit, person, form)
        if result.ok and result.booking is not None:
            done = T("portal.today", "The interview is booked. Both sides are told.")
            return visit.go(f"/interviews/{result.booking.id}", done)
        # What was free before is out of date: these are the next ones, without the one that was lost.
        times = await _times(visit, person, record.id)
        form = _form(visit, own, times, None if times else NO_TIMES, choosing=True)
        form.problems.pop("slot", None)
        form.wrong("slot", words.REFUSED.get(result.outcome, words.REFUSED["no_longer_valid"]))
    return visit.show("today_book.html", form=form, chosen=bool(times))


async def _times(visit: Visit, person: str, vacancy: str, chosen: str = "") -> dict[str, str]:
    """The next free times, by the id of the slot. `chosen`: a time of the same vacancy that is among them
    whether free or not, so that booking itself says what became of it."""

    def look(conn: Connection) -> list[Slot]:
        free = slots.free_slots(conn, person, vacancy, int(visit.now), limit=TIMES)
        wanted = slots.find_slot(conn, chosen) if chosen else None
        if wanted is not None and wanted.vacancy == vacancy and wanted not in free:
            free.append(wanted)
        return free

    return {slot.id: said(slot.start, visit.zone, visit.lang) for slot in await visit.read(look)}


def _form(
    visit: Visit, own: Mapping[str, str], times: Mapping[str, str], problem: Text | None, *, choosing: bool
) -> Form:
    # While she chooses the field is there without any time, so that a sentence about it has a place.
    form = Form.sent(_fields(own, times if times or not choosing else {"": "…"}), visit.sent)
    if problem is not None:
        form.wrong("reference", problem)
    if not choosing:
        form.problems.pop("slot", None)
        form.problems.pop("asked", None)
    return form


def _person(
    conn: Connection, visit: Visit, record: vacancies.Record | None
) -> tuple[str | None, Text | None]:
    """Whom a reference means for the employer of a vacancy, if she agreed to show her profile to it (C3)."""
    if record is None:
        return None, None
    who = matching.behind(conn, visit.sent.get("reference").strip(), record.employer)
    if who is None or who.person is None:
        return None, UNKNOWN
    if not matching.released(conn, who.person, record.employer):
        return None, NOT_RELEASED
    return who.person, None


async def _book(visit: Visit, person: str, form: Form) -> slots.Result:
    hiring, by = visit.desk.hiring, By("staff", visit.me.account)
    needs = Needs(bool(form["interpreter"]), bool(form["quiet_room"]), fallback=("audio", "phone"))

    def do(conn: Connection) -> slots.Result:
        # Asked again where it is written: she may be taking it back at this moment (C4).
        found, _ = _person(conn, visit, _vacancies(conn, visit).get(form["vacancy"]))
        if found != person:
            return slots.Result("gone")
        held = slots.hold(conn, hiring.slots, person, form["slot"], by)
        if not held.ok or held.booking is None:
            return held
        result = slots.book(conn, hiring.slots, person, held.booking.id, needs, by)
        hiring.tell(conn, result.events, visit.now)
        return result

    return await visit.write(do)


_CARD = Card(
    "meetings",
    T("portal.today", "Today"),
    T(
        "portal.today",
        "Today's interviews, who needs help, who does not know of a change.",
    ),
)
ROWS = (
    Page("GET", "/today", show_today, WHO, card=_CARD),
    Page("POST", "/today/notices/{notice}/told", told, WHO, everyone_who_may, STAFF),
    Page("GET", "/today/book", show_book, WHO),
    Page("POST", "/today/book", book, WHO),
)
