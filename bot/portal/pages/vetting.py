"""Staff check employers: what waits, one application, the checklist of two different people (E1)."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot import admission
from bot.conversation.texts import T
from bot.features.interviews import employers
from bot.features.interviews.employers import words
from bot.portal.answers import check_reason, done, reason_field, take
from bot.portal.dossier import Dossier, read_dossier
from bot.portal.forms import Field, Form, Kind
from bot.portal.paging import paged
from bot.portal.table import Card, Page, everyone_who_may, roles
from bot.portal.visit import Visit

CODES = ("vetter", "manager", "administrator")
WHO = roles(*CODES)
_KINDS: dict[str, Kind] = {
    "register": "text",
    "register_day": "date",
    "called": "text",
    "source": "text",
    "call_day": "date",
    "person": "yes",
    "pledge": "yes",
}
CHECK = (
    *(Field(name, words.CHECK_FIELDS[name], kind) for name, kind in _KINDS.items()),
    Field("seen", T("portal.vetting", "Version"), "hidden", longest=64),
)
NAMES: dict[str, Any] = {
    "standing_names": words.STATES,
    "field_names": words.FIELDS,
    "check_names": words.CHECK_FIELDS,
    "decision_names": words.DECISIONS,
}
REFUSE = (reason_field("refuse_reason"),)
FREEZE = (reason_field("freeze_reason"),)
FIRST = T("portal.vetting", "Your check is noted. Now another person has to check.")
ADMITTED = T("portal.vetting", "The employer is admitted. A mail with a link to sign in is on its way.")
REFUSED = T("portal.vetting", "The employer is refused.")
FROZEN = T("portal.vetting", "The employer is frozen: its adverts and slots are stopped.")


async def show_queue(visit: Visit) -> Response:
    desk, me, now = visit.desk.hiring.desk, visit.me, visit.now
    found = await visit.read(lambda conn: employers.applications(conn, desk, me, now))
    waiting = [one for one in found if one.due(now)]
    others, more = paged(visit, [one for one in found if not one.due(now)], "/vetting")
    return visit.show(
        "vetting.html", waiting=waiting, others=others, more=more, hint_words=words.HINTS, **NAMES
    )


async def show_employer(visit: Visit) -> Response:
    return await _page(visit, await _dossier(visit))


async def _dossier(visit: Visit) -> Dossier:
    """What staff may see at this moment: written down, and unmasked only by a fresh factor (S5, L3)."""
    found = await visit.write(lambda conn: read_dossier(conn, visit, visit.params["employer"]))
    if found is None:
        raise HTTPException(404)
    return found


async def _page(visit: Visit, dossier: Dossier, form: Form | None = None) -> Response:
    check = Form(CHECK, {"seen": dossier.application.seen})
    forms = {"check": check, "refuse": Form(REFUSE), "freeze": Form(FREEZE)}
    for name, known in forms.items():
        if form is not None and form.fields.keys() == known.fields.keys():
            forms[name] = form
    return visit.show("employer.html", dossier=dossier, form=form, forms=forms, **NAMES)


async def check(visit: Visit) -> Response:
    form = Form.sent(CHECK, visit.sent)
    dossier = await _dossier(visit)
    application = dossier.application
    draft = employers.read_checklist(
        {name: form[name] for name in form.fields}, application.details, visit.now
    )
    take(form, draft.problems)
    checklist = draft.value
    if form.bad or checklist is None:
        return await _page(visit, dossier, form)
    desk = visit.desk
    with form.refusals():
        answer = await visit.write(
            lambda conn: admission.record_check(
                conn,
                desk.staff,
                desk.hiring,
                visit.me,
                application.employer,
                checklist,
                form["seen"],
                visit.now,
            )
        )
        if isinstance(answer, employers.No):
            form.problem = answer.text
        else:
            said = ADMITTED if answer.admitted_until else FIRST
            return visit.go(f"/vetting/{application.employer}", said)
    return await _page(visit, await _dossier(visit), form)


async def refuse(visit: Visit) -> Response:
    form = Form.sent(REFUSE, visit.sent)
    check_reason(form, "refuse_reason")
    if form.bad:
        return await _page(visit, await _dossier(visit), form)
    desk, employer, reason = visit.desk.hiring.desk, visit.params["employer"], form["refuse_reason"]
    done(await visit.write(lambda conn: employers.refuse(conn, desk, visit.me, employer, reason, visit.now)))
    return visit.go(f"/vetting/{employer}", REFUSED)


async def freeze(visit: Visit) -> Response:
    form = Form.sent(FREEZE, visit.sent)
    check_reason(form, "freeze_reason")
    if form.bad:
        return await _page(visit, await _dossier(visit), form)
    desk, employer, reason = visit.desk.hiring.desk, visit.params["employer"], form["freeze_reason"]
    done(await visit.write(lambda conn: employers.freeze(conn, desk, visit.me, employer, reason, visit.now)))
    return visit.go(f"/vetting/{employer}", FROZEN)


async def make_link(visit: Visit) -> Response:
    """The link is shown once, on the answer to this form (I6)."""
    desk, employer = visit.desk, visit.params["employer"]
    person, token = await visit.write(
        lambda conn: admission.hand_over(conn, desk.staff, desk.hiring, visit.me, employer, visit.now)
    )
    link = desk.staff.site.join_link(token)
    return visit.show("new_link.html", person=person, link=link, back=f"/vetting/{employer}")


_CARD = Card(
    "jobs",
    T("portal.vetting", "Check employers"),
    T("portal.vetting", "See who asks for an account, and check what they say."),
)
ROWS = (
    Page("GET", "/vetting", show_queue, WHO, card=_CARD),
    Page("GET", "/vetting/{employer}", show_employer, WHO, everyone_who_may, WHO),
    Page("POST", "/vetting/{employer}/check", check, WHO, everyone_who_may, WHO, fresh=True),
    Page("POST", "/vetting/{employer}/refuse", refuse, WHO, everyone_who_may, WHO, fresh=True),
    Page("POST", "/vetting/{employer}/freeze", freeze, WHO, everyone_who_may, WHO, fresh=True),
    Page("POST", "/vetting/{employer}/link", make_link, WHO, everyone_who_may, WHO, fresh=True),
)
