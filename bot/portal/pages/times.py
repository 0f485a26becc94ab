"""An employer's times for interviews: a week at a glance, opening a series, closing and reopening one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import TN, T
from bot.features.interviews import employers, slots, vacancies
from bot.features.interviews.slots import Booking, Slot
from bot.features.interviews.zones import local, resolve
from bot.features.interviews.zones.resolving import NoSuchHour
from bot.portal.meeting import by_of, host_of, references, vacancy_name, vacancy_names, zone_words
from bot.portal.pages import times_form, times_grid
from bot.portal.table import Card, Endpoint, Page, roles
from bot.portal.visit import Visit

WHO = roles("employer")
NONE_RELEASED = T("portal.times", "Times can be opened as soon as one of your vacancies is released.")
FROZEN = T("portal.times", "Staff are looking at a report. Until they decide, this cannot be changed.")


@dataclass(frozen=True)
class Shown:
    """One slot in the week. `begins`, `ends`: wall time in the reader's zone."""

    slot: Slot
    begins: str
    ends: str
    seats: int
    host: str
    vacancy: str
    interviews: list[tuple[str, str]]
    over: bool


async def show_times(visit: Visit) -> Response:
    monday = _monday(visit)
    start, end = _moment(monday, visit.zone), _moment(monday + timedelta(days=7), visit.zone)
    organisation, only = visit.me.organisation, visit.asked("vacancy")

    def look(conn: Connection) -> tuple[list[Shown], dict[str, str], bool]:
        found = slots.slots_between(conn, organisation, start, end)
        found = [(slot, seats) for slot, seats in found if only in ("", slot.vacancy)]
        booked = slots.between(conn, start, end, organisation)
        names = vacancy_names(conn, visit, (slot.vacancy for slot, _ in found))
        refs = references(conn, booked)
        all_shown = [_shown(visit, slot, seats, names, booked, refs) for slot, seats in found]
        return all_shown, own_released(conn, visit), _frozen(conn, visit)

    shown, own, frozen = await visit.read(look)
    days = [monday + timedelta(days=day) for day in range(7)]
    by_day = {day: [one for one in shown if local(one.slot.start, visit.zone).date() == day] for day in days}
    hours = times_grid.by_hours(by_day, visit.zone, visit.now)
    return visit.show(
        "times.html",
        days=by_day,
        hours=hours,
        free=times_grid.free(hours),
        before=_week(monday, -7),
        after=_week(monday, 7),
        own=own,
        why_none=FROZEN if frozen else NONE_RELEASED,
        only=only,
        zone_said=zone_words(visit.zone, visit.lang),
    )


def _shown(
    visit: Visit,
    slot: Slot,
    seats: int,
    names: Mapping[str, str],
    booked: list[Booking],
    refs: Mapping[str, str],
) -> Shown:
    begins, ends = local(slot.start, visit.zone), local(slot.end, visit.zone)
    return Shown(
        slot,
        f"{begins:%H:%M}",
        f"{ends:%H:%M}",
        seats,
        host_of(slot.link),
        names[slot.vacancy],
        [(one.id, refs[one.id]) for one in booked if one.slot.id == slot.id],
        slot.start <= visit.now,
    )


def own_released(conn: Connection, visit: Visit) -> dict[str, str]:
    """The released vacancies of the reader's organisation, by id."""
    if not employers.may_act(conn, visit.me.organisation, visit.now):
        return {}
    mine = vacancies.own(conn, visit.desk.hiring.desk, visit.me)
    return {record.id: vacancy_name(visit, record) for record in mine if record.state == "released"}


def _monday(visit: Visit) -> date:
    """Of the week that was asked for, as 20261123; by default of the next hour that can be opened, which on
    a Sunday evening is in the week after."""
    asked = visit.number("week")
    late = (24 - times_grid.LAST) * 3600
    try:
        day = date.fromisoformat(str(asked)) if asked else local(visit.now + late, visit.zone).date()
        day - timedelta(days=14), day + timedelta(days=14)
    except (ValueError, OverflowError):
        raise HTTPException(400) from None
    if not 1971 < day.year < 8000:
        raise HTTPException(400)
    return day - timedelta(days=day.weekday())


def _week(monday: date, days: int) -> str:
    return f"{monday + timedelta(days=days):%Y%m%d}"


def _moment(day: date, zone: str) -> int:
    """When a day begins in a zone; where its midnight is left out, the first minute that there is."""
    midnight = datetime.combine(day, time())
    try:
        return resolve(midnight, zone, 0).utc
    except NoSuchHour as gap:
        return resolve(gap.instead[0], zone, 0).utc


def _frozen(conn: Connection, visit: Visit) -> bool:
    standing = employers.standing(conn, visit.me.organisation, visit.now)
    return standing is not None and standing.state == "frozen"


async def show_new(visit: Visit) -> Response:
    own, frozen = await visit.read(lambda conn: (own_released(conn, visit), _frozen(conn, visit)))
    form = times_form.empty(visit, own) if own else None
    return visit.show("times_new.html", form=form, why_none=FROZEN if frozen else NONE_RELEASED)


async def open_times(visit: Visit) -> Response:
    own = await visit.read(lambda conn: own_released(conn, visit))
    if not own:
        return await show_new(visit)
    form, wanted = times_form.read(visit, own)
    if wanted is not None:
        opening = wanted
        hiring = visit.desk.hiring

        def do(conn: Connection) -> slots.Opened:
            # Read again in this transaction: it may have been frozen or taken back meanwhile.
            if opening.vacancy not in own_released(conn, visit):
                raise HTTPException(404)
            rooms = hiring.rooms
            return slots.open_slots(
                conn, hiring.slots, by_of(visit), opening, hosts=rooms.hosts, jitsi=rooms.jitsi
            )

        opened = await visit.write(do)
        times_form.say(visit, form, opening, opened.problems)
        if opened.slots:
            day = local(opened.slots[0].start, visit.zone).date()
            done = TN("portal.times", "{n} time is open.", "{n} times are open.", n=len(opened.slots))
            return visit.go(f"/times?week={day:%Y%m%d}", done)
    return visit.show("times_new.html", form=form)


def _change(
    change: Callable[[Connection, slots.Context, str, slots.By], slots.Result], done: Text
) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        id_ = visit.params["slot"]

        def do(conn: Connection) -> tuple[slots.Result, Slot | None]:
            result = change(conn, visit.desk.hiring.slots, id_, by_of(visit))
            return result, slots.find_slot(conn, id_)

        result, slot = await visit.write(do)
        if slot is None or result.outcome == "gone":
            raise HTTPException(404)
        day = local(slot.start, visit.zone)
        return visit.go(f"/times?week={day:%Y%m%d}", done if result.ok else FROZEN)

    return endpoint


close = _change(
    slots.close_slot, T("portal.times", "The time is closed. Interviews that are booked on it stay.")
)
reopen = _change(slots.reopen_slot, T("portal.times", "The time is open again."))


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the slot in the path."""
    found = slots.find_slot(conn, params["slot"])
    return found.organisation if found else None


NOBODY: frozenset[str] = frozenset()
_CARD = Card(
    "meetings",
    T("portal.times", "Times"),
    T("portal.times", "Open times for interviews, and close or reopen them."),
)
ROWS = (
    Page("GET", "/times", show_times, WHO, card=_CARD),
    Page("GET", "/times/new", show_new, WHO),
    Page("POST", "/times/new", open_times, WHO),
    Page("POST", "/times/{slot}/pause", close, WHO, owner, NOBODY),
    Page("POST", "/times/{slot}/reopen", reopen, WHO, owner, NOBODY),
)
