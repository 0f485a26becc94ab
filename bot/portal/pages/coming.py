"""For staff: every coming interview of every employer, by day, to find rooms and interpreters in time."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews.coming import NEEDS, coming, countries
from bot.features.interviews.slots import Booking, Place
from bot.features.interviews.zones import local
from bot.language.names import country_name
from bot.portal.meeting import STAFF, references, vacancy_names, zone_words
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles(*STAFF)
PAGE = 25
WANTED: dict[str, Text] = {
    "": T("portal.coming", "All interviews"),
    "any": T("portal.coming", "A room or an interpreter"),
    "interpreter": T("portal.coming", "An interpreter"),
    "room": T("portal.coming", "A quiet room"),
}


async def show_coming(visit: Visit) -> Response:
    after = Place.read(visit.asked("after"))
    need = visit.asked("need") if visit.asked("need") in NEEDS else ""
    now = int(visit.now)

    def look(conn: Connection):  # type: ignore[no-untyped-def]
        known = _named(countries(conn, now), visit.lang)
        country = visit.asked("country") if visit.asked("country") in known else ""
        found = coming(conn, now, need=need, country=country, after=after, limit=PAGE + 1)
        shown = found[:PAGE]
        names = vacancy_names(conn, visit, (one.slot.vacancy for one in shown))
        return shown, len(found) > PAGE, references(conn, shown), names, known, country

    shown, more, refs, names, known, country = await visit.read(look)
    return visit.show(
        "coming.html",
        days=_by_day(shown, visit.zone),
        # What is put below an earlier page does not name its last day once more.
        begun=local(after.start, visit.zone).date() if after else None,
        more=_next(shown[-1], need, country) if more else "",
        refs=refs,
        names=names,
        needs=WANTED,
        need=need,
        countries=known,
        country=country,
        zone_said=zone_words(visit.zone, visit.lang),
    )


def _named(codes: list[str], lang: str) -> dict[str, str]:
    """Countries by their code, in the order of their names."""
    named = {code: country_name(code, lang) for code in codes}
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _by_day(found: list[Booking], zone: str) -> dict[date, list[Booking]]:
    days: dict[date, list[Booking]] = {}
    for one in found:
        days.setdefault(local(one.slot.start, zone).date(), []).append(one)
    return days


def _next(last: Booking, need: str, country: str) -> str:
    asked = {"need": need, "country": country, "after": str(Place(last.slot.start, last.id))}
    return "/coming?" + urlencode({name: value for name, value in asked.items() if value})


_CARD = Card(
    "meetings",
    T("portal.coming", "All interviews"),
    T("portal.coming", "Every coming interview by day, and who needs a room or an interpreter."),
)
ROWS = (Page("GET", "/coming", show_coming, WHO, card=_CARD),)
