"""A person reads each advert before anybody sees it, and releases, returns or freezes it (E2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews import employers, vacancies
from bot.features.interviews.employers import No
from bot.features.interviews.employers import words as employer_words
from bot.features.interviews.vacancies import Record, words
from bot.portal.answers import check_reason, done, reason_field
from bot.portal.forms import Field, Form
from bot.portal.marks import marked
from bot.portal.pages.vacancies import title_of
from bot.portal.paging import paged
from bot.portal.preview import preview
from bot.portal.table import Card, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles("reviewer")
STOPS = roles("reviewer", "vetter", "manager")
VERSION = Field("version", T("portal.advert", "Version"), "hidden", longest=9)
RELEASE = (VERSION,)
RETURN = (
    reason_field("return_reason", T("portal.review", "What has to change? The employer reads this.")),
    VERSION,
)
STOP = (reason_field("stop_reason"),)
RELEASED = T("portal.review", "The advert is released, and the employer gets a mail.")
RETURNED = T("portal.review", "The advert is returned, and the employer gets a mail.")
FROZEN = T("portal.review", "The advert is out of sight.")
LIFTED = T("portal.review", "The freeze is lifted. The employer can hand the advert in again.")


async def show_queue(visit: Visit) -> Response:
    desk, me = visit.desk.hiring.desk, visit.me

    def look(conn: Connection) -> tuple[list[Record], list[Record], dict[str, str]]:
        waiting = vacancies.waiting(conn, desk, me) if "reviewer" in me.roles else []
        out = vacancies.out(conn, desk, me)
        ids = [record.employer for record in (*waiting, *out)]
        return waiting, out, dict(employers.names(conn, desk, ids, visit.now))

    waiting, out, names = await visit.read(look)
    shown, more = paged(visit, out, "/reviews")
    titles = {record.id: title_of(visit, record) for record in (*waiting, *shown)}
    return visit.show(
        "reviews.html",
        waiting=waiting,
        out=shown,
        more=more,
        names=names,
        titles=titles,
        advert_states=words.STATES,
    )


async def show_advert(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, form: Form | None = None) -> Response:
    """The advert as it will be read, and the employer's own words with their marks in place."""
    desk, id_ = visit.desk.hiring.desk, visit.params["advert"]

    def look(conn: Connection) -> tuple[Record | None, str, str, list[employers.Decision]]:
        record = vacancies.read(conn, desk, visit.me, id_)
        if record is None:
            return None, "", "", []
        names = employers.names(conn, desk, [record.employer], visit.now)
        host = employers.site_of(conn, desk, record.employer, visit.now)
        return record, names.get(record.employer, ""), host, employers.of_advert(conn, desk, visit.me, id_)

    record, name, host, history = await visit.read(look)
    if record is None:
        raise HTTPException(404)
    version = {"version": str(record.version)}
    forms = {"release": Form(RELEASE, version), "return": Form(RETURN, version), "stop": Form(STOP)}
    for code, known in forms.items():
        if form is not None and form.fields.keys() == known.fields.keys():
            forms[code] = form
    return visit.show(
        "review.html",
        record=record,
        name=name,
        title=title_of(visit, record),
        preview=preview(visit, record, name),
        marked=marked(visit, record, host),
        history=history,
        form=form,
        forms=forms,
        advert_states=words.STATES,
        flag_names=words.FLAGS,
        decision_names=employer_words.DECISIONS,
        note=words.FLAGS_NOTE,
    )


def _version(form: Form) -> int:
    text = form["version"]
    return int(text) if text.isascii() and text.isdigit() else 0


async def release(visit: Visit) -> Response:
    """What was read is released, and nothing else: an edit in between shows the page anew."""
    form = Form.sent(RELEASE, visit.sent)
    if not form.bad:
        desk, id_ = visit.desk.hiring.desk, visit.params["advert"]
        answer = await visit.write(
            lambda conn: vacancies.release(conn, desk, visit.me, id_, _version(form), visit.now)
        )
        if not isinstance(answer, No):
            return visit.go("/reviews", RELEASED)
        form = Form(RELEASE)
        form.problem = answer.text
    return await _page(visit, form)


async def give_back(visit: Visit) -> Response:
    form = Form.sent(RETURN, visit.sent)
    check_reason(form, "return_reason")
    if not form.bad:
        desk, id_, reason = visit.desk.hiring.desk, visit.params["advert"], form["return_reason"]
        answer = await visit.write(
            lambda conn: vacancies.give_back(conn, desk, visit.me, id_, _version(form), reason, visit.now)
        )
        if not isinstance(answer, No):
            return visit.go("/reviews", RETURNED)
        form.problem = answer.text
    return await _page(visit, form)


Stop = Callable[..., No | None]


def _stop(work: Stop, said: Text) -> Any:
    """An endpoint that freezes an advert or lifts its freeze, with a reason."""

    async def endpoint(visit: Visit) -> Response:
        form = Form.sent(STOP, visit.sent)
        check_reason(form, "stop_reason")
        if form.bad:
            return await _page(visit, form)
        desk, id_, reason = visit.desk.hiring.desk, visit.params["advert"], form["stop_reason"]
        done(await visit.write(lambda conn: work(conn, desk, visit.me, id_, reason, visit.now)))
        return visit.go(f"/reviews/{id_}", said)

    return endpoint


freeze = _stop(vacancies.freeze, FROZEN)
lift = _stop(vacancies.lift, LIFTED)

_CARD = Card(
    "jobs",
    T("portal.review", "Review adverts"),
    T("portal.review", "Read adverts before others see them, and stop those that turn out wrong."),
)
ROWS = (
    Page("GET", "/reviews", show_queue, STOPS, card=_CARD),
    Page("GET", "/reviews/{advert}", show_advert, STOPS, everyone_who_may, STOPS),
    Page("POST", "/reviews/{advert}/release", release, WHO, everyone_who_may, WHO, fresh=True),
    Page("POST", "/reviews/{advert}/return", give_back, WHO, everyone_who_may, WHO, fresh=True),
    Page("POST", "/reviews/{advert}/freeze", freeze, STOPS, everyone_who_may, STOPS, fresh=True),
    Page("POST", "/reviews/{advert}/lift", lift, STOPS, everyone_who_may, STOPS, fresh=True),
)
