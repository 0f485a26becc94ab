"""Statistics for NGOs (L4): whom the service reaches, by district, language and week; what they look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features import announcements, places, statistics
from bot.features.staff import audit
from bot.features.statistics import Announced, Helped, Reach, Unanswered, Veil, weeks
from bot.language.dates import short_date_text
from bot.language.languages import row
from bot.language.names import language_name
from bot.portal import statistics_sheet
from bot.portal.chart import plot
from bot.portal.statistics_sheet import Sheet
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("administrator", "manager")
CHANNELS: Mapping[str, Text] = {
    "telegram": T("portal.statistics", "Telegram"),
    "web": T("portal.statistics", "Web chat"),
    "console": T("portal.statistics", "Command line"),
}
ANNOUNCEMENTS = 200
"""Of which the newest are looked at."""


@dataclass(frozen=True)
class Found:
    """All that the page shows."""

    reach: Reach
    helped: list[Helped]
    unanswered: list[Unanswered]
    announced: list[Announced]


def _found(conn: Connection, visit: Visit, district: str) -> Found:
    """Raises HTTPException 404 for a district in which the reader's organisation has no place."""
    desk, now = visit.desk, visit.now
    veil = Veil(desk.staff.figures_secret)
    try:
        reach = statistics.reach(conn, visit.me, now, district=district, back=statistics.BACK)
    except LookupError:
        raise HTTPException(404) from None
    own = announcements.of_own(conn, desk.announcing.desk, visit.me, ANNOUNCEMENTS)
    return Found(
        reach,
        statistics.helped(conn, veil, now),
        statistics.unanswered(conn, veil, desk.staff.keys.data, now),
        statistics.announced(conn, veil, own, now),
    )


async def show(visit: Visit) -> Response:
    district = visit.asked("district")
    found = await visit.read(lambda conn: _found(conn, visit, district))
    reach, lang = found.reach, visit.lang
    points = [(short_date_text(weeks.sunday(week), lang), n) for week, n in reach.by_week.items()]
    title = visit.desk.adverts.title
    pages = [one.article for one in found.helped] + [one.near for one in found.unanswered if one.near]
    return visit.show(
        "statistics.html",
        reach=reach,
        chosen=next((place for place in reach.districts if place.id == district), None),
        until=weeks.sunday(reach.week) if reach.week else None,
        plot=plot(points, row(lang).rtl),
        by_week=[(weeks.sunday(week), people) for week, people in reach.by_week.items()][::-1],
        districts=_by_people(reach),
        langs=[(language_name(tag, lang), reach.people("lang", tag)) for tag in reach.keys("lang")],
        channels=[(CHANNELS.get(key, key), reach.people("channel", key)) for key in reach.keys("channel")],
        announced=found.announced,
        best=statistics.best(found.helped),
        worst=statistics.worst(found.helped),
        unanswered=found.unanswered,
        titles={id_: title(id_, lang) for id_ in pages},
        sunday=weeks.sunday,
        tongue=lambda tag: language_name(tag, lang),
        back=statistics.BACK,
    )


def _by_people(reach: Reach) -> list[tuple[places.Place, int | None]]:
    """Districts by what is shown of them, never by what is hidden."""
    found = [(place, reach.people(district=place.id)) for place in reach.districts]
    return sorted(found, key=lambda one: (-(one[1] or 0), one[0].code))


async def export(visit: Visit) -> Response:
    """Every figure of the reader's own places as CSV; who took it is noted down (S5, L3)."""

    def work(conn: Connection) -> Sheet:
        found = _found(conn, visit, "")
        wanted = weeks.last(weeks.last_whole(visit.now), statistics.KEPT)
        audit.note(
            conn,
            visit.me.account,
            "statistics.exported",
            wanted[-1],
            {"places": found.reach.scope or "all"},
            visit.now,
        )
        return Sheet(
            statistics.figures_of(conn, found.reach.scope, wanted),
            {place.id: place.name(visit.lang)[0] for place in found.reach.districts},
            found.helped,
            found.unanswered,
            found.announced,
            weeks.sunday(wanted[-1]).isoformat(),
        )

    text = "\ufeff" + statistics_sheet.written(await visit.write(work))
    headers = {"content-disposition": 'attachment; filename="statistics.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


_CARD = Card(
    "service",
    T("portal.statistics", "Statistics"),
    T(
        "portal.statistics",
        "See how many people are reached, where, in which languages, and what they ask.",
    ),
)
ROWS = (
    Page("GET", "/statistics", show, WHO, card=_CARD),
    Page("POST", "/statistics/export", export, WHO, fresh=True),
)
