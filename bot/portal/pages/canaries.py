"""For managers: canary profiles (E5), and employers who ask to open more profiles today (E4)."""

from __future__ import annotations

import random

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.interviews import matching
from bot.features.interviews.matching import Codes, Tongue
from bot.features.interviews.matching.model import RECENT, YEARS, Occupation
from bot.features.staff import directory, organisations
from bot.language.languages import LANGUAGES
from bot.portal.forms import Field, Form, Option
from bot.portal.meeting import viewer_of, work_name
from bot.portal.table import Card, Endpoint, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles("manager")
ACROSS = frozenset({"manager"})
NO_WORK = T("portal.canaries", "This is not a unit group of ISCO-08: four digits, such as 3435.")
FIELDS = (
    Field(
        "unit",
        T("portal.canaries", "Work, as a unit group of ISCO-08"),
        "number",
        T("portal.canaries", "Choose work that no honest employer here looks for, such as 3435."),
        longest=4,
    ),
    Field(
        "lang",
        T("portal.canaries", "Mother tongue"),
        "choice",
        options=tuple(Option(tag, row.own_name) for tag, row in LANGUAGES.items()),
    ),
)


Shown = tuple[list[matching.Request], dict[str, str], dict[str, str], list[tuple[int, str]]]
"""Requests, names of accounts and of organisations by id, canaries with their work."""


async def show_canaries(visit: Visit) -> Response:
    return await _page(visit, Form(FIELDS))


async def _page(visit: Visit, form: Form) -> Response:
    staff = visit.desk.staff

    def look(conn: Connection) -> Shown:
        asked = matching.open_requests(conn)
        names = directory.names(conn, staff, (one.account for one in asked))
        firms = {one.organisation: organisations.get(conn, one.organisation) for one in asked}
        planted = [(one.handle, work_name(visit, one.unit)) for one in matching.canaries(conn)]
        return asked, names, {id_: firm.name for id_, firm in firms.items() if firm}, planted

    asked, names, firms, planted = await visit.read(look)
    return visit.show("canaries.html", form=form, asked=asked, names=names, firms=firms, planted=planted)


async def plant(visit: Visit) -> Response:
    form = Form.sent(FIELDS, visit.sent)
    if not form.problems and not work_name(visit, form["unit"]):
        form.wrong("unit", NO_WORK)
    if form.bad:
        return await _page(visit, form)
    # As anybody might have answered, so that it does not stand out.
    years, recent = random.randrange(1, len(YEARS)), random.randrange(len(RECENT))
    work = Occupation(form["unit"], years, recent, random.randrange(1, 3))
    codes = Codes((work,), (Tongue(form["lang"], 7, 7, 7, 7),))
    note = visit.desk.hiring.ports.note
    await visit.write(lambda conn: matching.plant_canary(conn, visit.me.account, codes, note, visit.now))
    return visit.go("/canaries", T("portal.canaries", "The canary is planted."))


async def take_away(visit: Visit) -> Response:
    handle, note = visit.params["canary"], visit.desk.hiring.ports.note
    if not (handle.isascii() and handle.isdigit() and len(handle) < 16):
        raise HTTPException(404)
    me = visit.me.account
    if not await visit.write(lambda conn: matching.take_away(conn, me, int(handle), note, visit.now)):
        raise HTTPException(404)
    return visit.go("/canaries", T("portal.canaries", "The canary is taken away."))


def _decide(yes: bool) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        id_, note = visit.params["request"], visit.desk.hiring.ports.note
        decided = await visit.write(
            lambda conn: matching.decide(conn, id_, viewer_of(visit), note, visit.now, yes=yes)
        )
        late = T("portal.canaries", "This was decided already.")
        done = T("portal.canaries", "Your decision is noted.")
        return visit.go("/canaries", done if decided else late)

    return endpoint


grant, refuse = _decide(True), _decide(False)

_CARD = Card(
    "jobs",
    T("portal.canaries", "Profile checks"),
    T("portal.canaries", "Let employers open more profiles today, and plant profiles that catch misuse."),
)
ROWS = (
    Page("GET", "/canaries", show_canaries, WHO, card=_CARD),
    Page("POST", "/canaries", plant, WHO, fresh=True),
    Page("POST", "/canaries/{canary}/remove", take_away, WHO, everyone_who_may, ACROSS, fresh=True),
    Page("POST", "/canaries/requests/{request}/grant", grant, WHO, everyone_who_may, ACROSS, fresh=True),
    Page("POST", "/canaries/requests/{request}/refuse", refuse, WHO, everyone_who_may, ACROSS),
)
