"""The people who may fit a vacancy: ten at a time by reference, with reasons; one profile; invitations."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Ref, Text
from bot.conversation.texts import T
from bot.features.interviews import matching, vacancies
from bot.features.interviews.matching import NoVacancy
from bot.language.reading import tongue_name
from bot.portal.meeting import load, vacancy_name, viewer_of, work_name
from bot.portal.pages.times import own_released
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("employer")
INVITATIONS: dict[str, Text] = {
    "invited": T("portal.candidates", "Invited, no answer yet"),
    "accepted": T("portal.candidates", "Said yes to your invitation"),
    "declined": T("portal.candidates", "Said no to your invitation"),
    "withdrawn": T("portal.candidates", "You took the invitation back"),
    "lapsed": T("portal.candidates", "The invitation ended without an answer"),
}
OPENED: dict[str, Text] = {
    "gone": T("portal.candidates", "This person is not looking for work any more."),
    "not_released": T("portal.candidates", "This person has not agreed to show you the profile."),
    "limit": T("portal.candidates", "You have opened 30 profiles today. Ask staff if you need more."),
    "frozen": T("portal.candidates", "Your organisation was stopped for a check. Staff will contact you."),
}
"""Why a profile is not shown, by its outcome."""
NOT_RELEASED = T(
    "portal.candidates",
    "This vacancy is not released now, so no candidates are shown for it.",
)


async def show_vacancies(visit: Visit) -> Response:
    own = await visit.read(lambda conn: own_released(conn, visit))
    return visit.show("candidates.html", own=own)


async def show_candidates(visit: Visit) -> Response:
    return await _list(visit)


async def _list(visit: Visit, problem: Text | None = None, status: int = 0) -> Response:
    """A write, though nothing changes by it: that it was looked at is noted (L3)."""
    vacancy, viewer, after = visit.params["vacancy"], viewer_of(visit), visit.asked("after")
    ports = visit.desk.hiring.ports

    def look(conn: Connection) -> tuple[matching.Page, dict[str, str], int, vacancies.Record | None] | None:
        try:
            found = matching.page(conn, ports, viewer, vacancy, visit.now, after)
        except NoVacancy:
            return None
        left = matching.left(conn, viewer.account, visit.now)
        return found, matching.of_vacancy(conn, viewer, vacancy, visit.now), left, load(conn, visit, vacancy)

    looked = await visit.write(look)
    if looked is None:
        return _not_released(visit)
    found, invited, left, record = looked
    lines = [(one, _reasons(visit, one.match), invited.get(one.ref, "")) for one in found.candidates]
    return visit.show(
        "candidates_of.html",
        status,
        lines=lines,
        left=left,
        vacancy=vacancy,
        name=vacancy_name(visit, record),
        more=f"/candidates/{vacancy}?after={quote(found.next)}" if found.next else "",
        states=INVITATIONS,
        problem=problem,
    )


def _not_released(visit: Visit) -> Response:
    return visit.show("notice.html", 409, text=NOT_RELEASED, code="not_released")


def _reasons(visit: Visit, match: matching.Match) -> tuple[str, ...]:
    say = visit.desk.renderer.label
    return matching.reasons_in_words(
        match, visit.lang, say, lambda isco, _: work_name(visit, isco), tongue_name
    )


async def open_profile(visit: Visit) -> Response:
    """By POST: it is counted and noted, and a link from elsewhere must not open any."""
    vacancy, ref, viewer = visit.params["vacancy"], visit.params["ref"], viewer_of(visit)
    ports = visit.desk.hiring.ports

    def do(conn: Connection) -> tuple[matching.Opened, str, int] | None:
        try:
            opened = matching.open_profile(conn, ports, viewer, vacancy, ref, visit.now)
        except NoVacancy:
            return None
        invited = matching.of_vacancy(conn, viewer, vacancy, visit.now).get(ref, "")
        return opened, invited, matching.left(conn, viewer.account, visit.now)

    done = await visit.write(do)
    if done is None:
        return _not_released(visit)
    opened, invited, left = done
    if opened.outcome == "frozen":
        return visit.show("notice.html", 403, text=OPENED["frozen"], code="frozen")
    if opened.outcome != "shown":
        return await _list(visit, OPENED[opened.outcome], 422)
    return visit.show(
        "candidate.html",
        profile=visit.label(Ref("skills_seen", opened.document)),
        ref=ref,
        vacancy=vacancy,
        invited=invited,
        left=left,
        states=INVITATIONS,
    )


async def invite(visit: Visit) -> Response:
    vacancy, ref, viewer = visit.params["vacancy"], visit.params["ref"], viewer_of(visit)

    def do(conn: Connection) -> str:
        try:
            return visit.desk.hiring.invite(conn, viewer, vacancy, ref, visit.now).outcome
        except NoVacancy:
            return "none"

    outcome = await visit.write(do)
    if outcome == "none":
        return _not_released(visit)
    if outcome == "gone":
        return await _list(visit, OPENED["gone"], 422)
    return visit.go(f"/candidates/{vacancy}", T("portal.candidates", "The invitation is on its way."))


async def withdraw(visit: Visit) -> Response:
    vacancy, ref = visit.params["vacancy"], visit.params["ref"]
    ports, viewer = visit.desk.hiring.ports, viewer_of(visit)
    taken = await visit.write(lambda conn: matching.withdraw(conn, ports, viewer, vacancy, ref, visit.now))
    done = T("portal.candidates", "The invitation was taken back.")
    late = T("portal.candidates", "There is no open invitation any more: it was answered, or it ended.")
    return visit.go(f"/candidates/{vacancy}", done if taken else late)


async def ask_more(visit: Visit) -> Response:
    note = visit.desk.hiring.ports.note
    await visit.write(lambda conn: matching.ask_staff(conn, viewer_of(visit), note, visit.now))
    return visit.go("/candidates", T("portal.candidates", "Staff were asked. They decide today if they can."))


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the vacancy in the path."""
    return vacancies.employer_of(conn, params["vacancy"])


NOBODY: frozenset[str] = frozenset()
_CARD = Card(
    "meetings",
    T("portal.candidates", "Candidates"),
    T("portal.candidates", "See who fits your vacancies and why, and invite people."),
)
_OF = "/candidates/{vacancy}"
ROWS = (
    Page("GET", "/candidates", show_vacancies, WHO, card=_CARD),
    Page("POST", "/candidates/ask", ask_more, WHO),
    Page("GET", _OF, show_candidates, WHO, owner, NOBODY),
    Page("POST", f"{_OF}/{{ref}}/open", open_profile, WHO, owner, NOBODY),
    Page("POST", f"{_OF}/{{ref}}/invite", invite, WHO, owner, NOBODY, fresh=True),
    Page("POST", f"{_OF}/{{ref}}/withdraw", withdraw, WHO, owner, NOBODY),
)
