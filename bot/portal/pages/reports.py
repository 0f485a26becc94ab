"""Reports about employers, and everything that was refused or frozen, with the reasons (E7)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.interviews import employers
from bot.features.interviews.employers import Decision, No, Report, Standing, words
from bot.features.staff import directory, fresh
from bot.portal.answers import check_reason, done, reason_field
from bot.portal.forms import Field, Form, Option
from bot.portal.pages.vetting import CODES
from bot.portal.table import Card, Page, everyone_who_may, roles
from bot.portal.visit import Visit

WHO = roles(*CODES)
READS = roles(*CODES, "case_worker")
UNMASKS = roles("case_worker")
ANY = everyone_who_may
SEEN = Field("seen", T("portal.reports", "Reports that were read"), "hidden", required=False, longest=20_000)
REPORT = Field("report", T("portal.reports", "Report"), "hidden", longest=22)
LIFT = (reason_field("lift_reason"), SEEN)
CLOSE = (reason_field("close_reason"), SEEN)
SETTLE = (
    Field(
        "outcome",
        T("portal.reports", "What came out?"),
        "choice",
        options=tuple(Option(code, words.OUTCOMES[code]) for code in ("unfounded", "warned")),
    ),
    reason_field("settle_reason"),
    REPORT,
)
LIFTED = T("portal.reports", "The freeze is lifted.")
CLOSED = T("portal.reports", "The employer is shut out for good.")
SETTLED = T("portal.reports", "The report is decided.")


async def show_list(visit: Visit) -> Response:
    desk, me, page = visit.desk.hiring.desk, visit.me, visit.number("page") or 0

    def look(conn: Connection) -> tuple[dict[str, int], list[Decision], dict[str, str], dict[str, str]]:
        waiting = employers.reported(conn, me)
        history = employers.decisions(conn, desk, me, page=page)
        names = employers.names(conn, desk, {*waiting, *(one.employer for one in history)}, visit.now)
        staff = directory.names(conn, visit.desk.staff, {one.account for one in history})
        return waiting, history, dict(names), staff

    waiting, history, names, staff = await visit.read(look)
    return visit.show(
        "reports.html",
        waiting=waiting,
        history=history,
        names=names,
        staff=staff,
        more=f"/reports?page={page + 1}" if len(history) == employers.PAGE else "",
        decision_names=words.DECISIONS,
    )


async def show_employer(visit: Visit) -> Response:
    return await _page(visit, settling=visit.asked("report"))


async def _page(
    visit: Visit, form: Form | None = None, settling: str = "", who: str | None = None
) -> Response:
    """One employer with its reports. What people wrote is masked until a factor is fresh (S5); that it was
    looked at is written down (L3)."""
    desk, me, employer = visit.desk.hiring.desk, visit.me, visit.params["employer"]

    def look(conn: Connection) -> tuple[Standing | None, str, list[Report]]:
        names = employers.names(conn, desk, [employer], visit.now)
        found = employers.reports(conn, desk, me, visit.now, employer=employer, open_only=False)
        return employers.standing(conn, employer, visit.now), names.get(employer, "…"), found

    standing, name, found = await visit.write(look)
    if standing is None:
        raise HTTPException(404)
    seen = {"seen": " ".join(one.id for one in found if one.outcome is None)}
    forms = {
        "lift": Form(LIFT, seen),
        "close": Form(CLOSE, seen),
        "settle": Form(SETTLE, {"report": settling}),
    }
    for code, known in forms.items():
        if form is not None and form.fields.keys() == known.fields.keys():
            forms[code] = form
    return visit.show(
        "report.html",
        standing=standing,
        name=name,
        found=found,
        form=form,
        forms=forms,
        settling=forms["settle"]["report"],
        who=who,
        open=fresh(me, visit.now),
        decides=bool(WHO & me.roles),
        standing_names=words.STATES,
        kind_words=words.REPORTS,
        outcome_words=words.OUTCOMES,
    )


def _decide(fields: tuple[Field, ...], reason: str, work: Any, said: Text) -> Any:
    """An endpoint that ends a freeze one way or the other; a report that came in meanwhile stops it."""

    async def endpoint(visit: Visit) -> Response:
        form = Form.sent(fields, visit.sent)
        check_reason(form, reason)
        if form.bad:
            return await _page(visit, form)
        desk, employer, seen = visit.desk.hiring.desk, visit.params["employer"], form["seen"].split()
        answer = await visit.write(
            lambda conn: work(conn, desk, visit.me, employer, form[reason], seen, visit.now)
        )
        if isinstance(answer, No):
            form.problem = answer.text
            form.values.pop("seen")
            return await _again(visit, form)
        return visit.go(f"/reports/{employer}", said)

    return endpoint


async def _again(visit: Visit, form: Form) -> Response:
    """The page with the reports as they are now, which then count as read."""
    desk, employer = visit.desk.hiring.desk, visit.params["employer"]
    found = await visit.write(
        lambda conn: employers.reports(conn, desk, visit.me, visit.now, employer=employer)
    )
    form.values["seen"] = (" ".join(one.id for one in found),)
    return await _page(visit, form)


async def settle(visit: Visit) -> Response:
    form = Form.sent(SETTLE, visit.sent)
    check_reason(form, "settle_reason")
    if form.bad:
        return await _page(visit, form)
    desk, report, outcome = visit.desk.hiring.desk, form["report"], form["outcome"]
    reason = form["settle_reason"]
    done(
        await visit.write(
            lambda conn: employers.settle(conn, desk, visit.me, report, outcome, reason, visit.now)
        )
    )
    return visit.go(f"/reports/{visit.params['employer']}", SETTLED)


async def show_reporter(visit: Visit) -> Response:
    """Who reported, on the answer to this form alone; nobody sees it by going back to an address (E7)."""
    form = Form.sent((REPORT,), visit.sent)
    if form.bad:
        return await _page(visit, form)
    desk, report = visit.desk.hiring.desk, form["report"]
    found = done(
        await visit.write(lambda conn: employers.reporter_of(conn, desk, visit.me, report, visit.now))
    )
    return await _page(visit, who=found or "")


lift = _decide(LIFT, "lift_reason", employers.lift, LIFTED)
close = _decide(CLOSE, "close_reason", employers.close, CLOSED)

_CARD = Card(
    "jobs",
    T("portal.reports", "Reports and freezes"),
    T("portal.reports", "See what was reported, refused or frozen, and why, and decide."),
)
ROWS = (
    Page("GET", "/reports", show_list, READS, card=_CARD),
    Page("GET", "/reports/{employer}", show_employer, READS, ANY, READS),
    Page("POST", "/reports/{employer}/lift", lift, WHO, ANY, WHO, fresh=True),
    Page("POST", "/reports/{employer}/close", close, WHO, ANY, WHO, fresh=True),
    Page("POST", "/reports/{employer}/settle", settle, WHO, ANY, WHO, fresh=True),
    Page("POST", "/reports/{employer}/reporter", show_reporter, UNMASKS, ANY, UNMASKS, fresh=True),
)
