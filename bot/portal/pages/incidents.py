"""Incidents (O6, GDPR 33-34): the 72 hours, who was touched, ready texts, the switch for all sending."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.delivery.fleet import muting
from bot.features import incidents
from bot.features.incidents import SCOPES, Incident, switch
from bot.features.incidents.model import LONGEST, Told
from bot.features.incidents.records import Touched
from bot.features.places import sheets
from bot.features.staff import directory
from bot.language.dates import date_text, datetime_text
from bot.language.languages import LANGUAGES
from bot.language.numbers import number_text
from bot.portal.forms import Field, Form, Option
from bot.portal.table import Card, Endpoint, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles("administrator")
HOUR = 3600
_WHAT = (
    Field(
        "scope",
        T("portal.incidents", "Whose data may be touched?"),
        "choice",
        options=tuple(Option(code, text) for code, text in SCOPES.items()),
    ),
    Field(
        "happened",
        T("portal.incidents", "What happened?"),
        "lines",
        T("portal.incidents", "Name nobody. What you write is kept encrypted, for administrators alone."),
        longest=LONGEST,
    ),
)
OPEN = (
    Field(
        "day",
        T("portal.incidents", "Day on which it was noticed"),
        "date",
        T(
            "portal.incidents",
            "The 72 hours begin when anybody of yours noticed it. Write the day and the time in UTC.",
        ),
    ),
    Field("clock", T("portal.incidents", "Time at which it was noticed"), "time"),
    *_WHAT,
)
CHANGE = (*_WHAT, Field("version", T("portal.incidents", "Version"), "hidden"))
UNREADABLE = T("portal.incidents", "Write a day and a time.")


async def show_all(visit: Visit) -> Response:
    at = datetime.fromtimestamp(visit.now, UTC)
    return await _list(visit, Form(OPEN, {"day": at.date().isoformat(), "clock": f"{at:%H:%M}"}))


async def _list(visit: Visit, form: Form) -> Response:
    def look(conn: Connection) -> tuple[list[Incident], muting.Muted | None, switch.Waiting | None, str]:
        muted, waiting = muting.muted(conn), switch.waiting(conn, visit.now)
        who = [waiting.by] if waiting else []
        names = directory.names(conn, visit.desk.staff, who)
        return incidents.recent(conn), muted, waiting, names.get(waiting.by, "") if waiting else ""

    found, stopped, waiting, first = await visit.read(look)
    return visit.show(
        "incidents.html",
        form=form,
        found=found,
        stopped=stopped,
        waiting=waiting,
        first=first,
        left=_left(visit),
    )


async def open_(visit: Visit) -> Response:
    form, keys = Form.sent(OPEN, visit.sent), visit.desk.staff.keys.data
    noticed = _moment(form)
    if form.bad or noticed is None:
        return await _list(visit, form)
    id_ = ""
    with form.refusals():
        id_ = await visit.write(
            lambda conn: incidents.open_(
                conn, keys, visit.me, noticed, form["scope"], form["happened"], visit.now
            )
        )
    if not id_:
        return await _list(visit, form)
    return visit.go(f"/incidents/{id_}", T("portal.incidents", "The incident is written down."))


def _moment(form: Form) -> int | None:
    try:
        wall = datetime.combine(date.fromisoformat(form["day"]), time.fromisoformat(form["clock"]))
        return int(wall.replace(tzinfo=UTC).timestamp())
    except (ValueError, OverflowError):
        form.wrong("day", UNREADABLE)
        return None


async def show(visit: Visit) -> Response:
    found, count = await _found(visit)
    values = {"scope": found.scope, "happened": found.happened or "", "version": str(found.version)}
    return _page(visit, found, count, Form(CHANGE, values))


async def _found(visit: Visit) -> tuple[Incident, int]:
    """Raises HTTPException 404 where there is no such incident."""
    keys, id_ = visit.desk.staff.keys.data, visit.params["incident"]

    def look(conn: Connection) -> tuple[Incident, int] | None:
        found = incidents.get(conn, keys, id_)
        return (found, incidents.touched(conn, found.scope)) if found else None

    looked = await visit.read(look)
    if looked is None:
        raise HTTPException(404)
    return looked


def _page(
    visit: Visit, found: Incident, count: int, form: Form, theirs: tuple[Text | str, ...] = ()
) -> Response:
    return visit.show(
        "incident.html",
        form=form,
        theirs=[(field.label, (value,)) for field, value in zip(_WHAT, theirs, strict=False)],
        it=found,
        count=count,
        scopes=SCOPES,
        left=_left(visit),
        ready=[(tag, row.own_name, *_ready(visit, found, count, tag)) for tag, row in LANGUAGES.items()],
    )


def _left(visit: Visit) -> dict[str, object]:
    """What a template needs to tell the clock: whole hours until a moment, rounded down; below 0: over."""
    return {"hours": lambda due: int((due - visit.now) // HOUR), "now": visit.now}


def _ready(visit: Visit, found: Incident, count: int, tag: str) -> tuple[list[str], list[str]]:
    """The texts for people and for the authority in one language, by paragraph."""
    settings, label = visit.desk.settings, visit.desk.renderer.label
    values = {
        "operator": settings.operator or "…",
        "contact": settings.contact or "…",
        "day": date_text(datetime.fromtimestamp(found.noticed, UTC).date(), tag, weekday=True),
        "noticed": datetime_text(found.noticed, "UTC", tag),
        "happened": found.happened or "",
        "count": number_text(count, LANGUAGES[tag]),
    }
    people = incidents.texts.filled(incidents.texts.FOR_PEOPLE, values)
    authority = incidents.texts.filled(incidents.texts.FOR_AUTHORITY, values)
    return [label(one, tag) for one in people], [label(one, tag) for one in authority]


async def change(visit: Visit) -> Response:
    form, keys, id_ = Form.sent(CHANGE, visit.sent), visit.desk.staff.keys.data, visit.params["incident"]
    found, count = await _found(visit)
    version = int(form["version"]) if form["version"].isdecimal() else 0
    if not form.bad:
        with form.refusals():
            await visit.write(
                lambda conn: incidents.change(
                    conn, keys, visit.me, id_, version, form["scope"], form["happened"], visit.now
                )
            )
    if form.bad:
        # Her own words stay in the form; saving them again puts them in the place of what is there now.
        form.values["version"] = (str(found.version),)
        theirs = (SCOPES[found.scope], found.happened or "") if found.version != version else ()
        return _page(visit, found, count, form, theirs)
    return visit.go(f"/incidents/{id_}", T("portal.incidents", "Saved."))


async def export(visit: Visit) -> Response:
    """The list of people touched, as CSV; who took it is noted down (S5, L3)."""
    found, _ = await _found(visit)

    def work(conn: Connection) -> str:
        people = list(incidents.listed(conn, found.scope))
        incidents.taken(conn, visit.me, found.id, len(people), visit.now)
        return _sheet(people)

    headers = {"content-disposition": 'attachment; filename="incident.csv"'}
    return Response(await visit.write(work), media_type="text/csv; charset=utf-8", headers=headers)


def _sheet(people: Iterable[Touched]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(("person", "channel", "language", "reachable"))
    for one in people:
        values = (one.id, one.channel, one.lang, "yes" if one.reachable else "no")
        rows.writerow([sheets.safe(value) for value in values])
    return out.getvalue()


def _told(whom: Told) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        await _found(visit)
        id_ = visit.params["incident"]
        await visit.write(lambda conn: incidents.told(conn, visit.me, id_, whom, visit.now))
        return visit.go(f"/incidents/{id_}", T("portal.incidents", "Noted."))

    return endpoint


async def close(visit: Visit) -> Response:
    await _found(visit)
    id_ = visit.params["incident"]
    await visit.write(lambda conn: incidents.close(conn, visit.me, id_, visit.now))
    return visit.go("/incidents", T("portal.incidents", "The incident is closed."))


async def stop(visit: Visit) -> Response:
    await visit.write(lambda conn: switch.stop(conn, visit.me, visit.now))
    return visit.go(
        "/incidents",
        T("portal.incidents", "All sending has stopped. The web chat still answers whoever writes there."),
    )


async def agree(visit: Visit) -> Response:
    outcome = await visit.write(lambda conn: switch.agree(conn, visit.me, visit.now))
    asked = T("portal.incidents", "Your yes is noted. A second administrator has to agree within 24 hours.")
    return visit.go(
        "/incidents", asked if outcome == "asked" else T("portal.incidents", "Messages are sent again.")
    )


_CARD = Card(
    "service",
    T("portal.incidents", "Incidents"),
    T(
        "portal.incidents",
        "When data may have been lost or seen: the 72 hours, the texts, and the stop of all sending.",
    ),
)
_ONE = "/incidents/{incident}"
ROWS = (
    Page("GET", "/incidents", show_all, WHO, card=_CARD),
    Page("POST", "/incidents", open_, WHO, fresh=True),
    Page("POST", "/incidents/stop", stop, WHO),
    Page("POST", "/incidents/send-again", agree, WHO, fresh=True),
    Page("GET", _ONE, show, WHO, everyone_who_may),
    Page("POST", f"{_ONE}/change", change, WHO, everyone_who_may, fresh=True),
    Page("POST", f"{_ONE}/export", export, WHO, everyone_who_may, fresh=True),
    Page("POST", f"{_ONE}/told/authority", _told("authority"), WHO, everyone_who_may),
    Page("POST", f"{_ONE}/told/people", _told("people"), WHO, everyone_who_may),
    Page("POST", f"{_ONE}/close", close, WHO, everyone_who_may, fresh=True),
)
