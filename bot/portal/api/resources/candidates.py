"""The people who may fit an advert: ten at a time by reference, with reasons; one profile; invitations.

The same functions as the pages, with the same account: what is opened is counted together (E3, E4, E5).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.messages import Ref
from bot.features.interviews import matching, vacancies
from bot.features.interviews.matching import NoVacancy
from bot.hiring import Hiring
from bot.language.reading import tongue_name
from bot.portal.api import cursors
from bot.portal.api.ask import Ask, Done, Post, Read
from bot.portal.api.candidate_models import (
    Candidate,
    Candidates,
    Invitation,
    InvitationIn,
    Invitations,
    MoreAsked,
    Profile,
    Reason,
)
from bot.portal.api.models import Cursor, Id
from bot.portal.api.problem_words import NO_INVITATION
from bot.portal.api.problems import Problem
from bot.portal.api.table import Call

REFUSED = {"gone": "gone", "not_released": "not_shared", "limit": "profile_limit", "frozen": "frozen"}
"""Why a profile is not shown, by its outcome."""


def _work_name(ask: Ask, isco: str, lang: str) -> str:
    try:
        return ask.desk.adverts.knows.occupations.title(isco, lang).text
    except KeyError:
        return ""


def _shown(ask: Ask, one: matching.Candidate, invited: Mapping[str, str]) -> Candidate:
    words = matching.reasons_in_words(
        one.match, ask.lang, ask.say, lambda isco, lang: _work_name(ask, isco, lang), tongue_name
    )
    return Candidate(
        ref=one.ref,
        points=one.match.points,
        reasons=[Reason(code=why.code, points=why.points, most=why.most) for why in one.match.reasons],
        words=list(words),
        shared=one.released,
        invitation=invited.get(one.ref),
    )


async def show_list(ask: Read, vacancy: Id, cursor: Cursor | None = None) -> Response:
    """Ten people who may fit a released advert, the best first. That you looked is noted."""
    after = cursors.read(cursor)

    def look(conn: Connection, hiring: Hiring) -> Done | Problem:
        try:
            page = matching.page(conn, hiring.ports, ask.viewer, vacancy, ask.now, after)
        except NoVacancy:
            return Problem("not_released")
        invited = matching.of_vacancy(conn, ask.viewer, vacancy, ask.now)
        return Done(
            Candidates(
                items=[_shown(ask, one, invited) for one in page.candidates],
                next=cursors.written(page.next) or None,
                profiles_left=matching.left(conn, ask.caller.account, ask.now),
            )
        )

    return await ask.noted(look)


async def open_profile(ask: Post, vacancy: Id, ref: Id) -> Response:
    """Open one profile: counted, 30 different ones a day (UTC) with those of the pages, and noted."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        try:
            opened = matching.open_profile(conn, hiring.ports, ask.viewer, vacancy, ref, ask.now)
        except NoVacancy:
            return Problem("not_released")
        if opened.outcome != "shown":
            # Returned and not raised: a freeze has to stand (E5).
            headers = {"Retry-After": str(86_400 - int(ask.now) % 86_400)}
            limit = opened.outcome == "limit"
            return Problem(REFUSED[opened.outcome], headers=headers if limit else None)
        return Done(
            Profile(
                ref=ref,
                text=ask.say(Ref("skills_seen", opened.document)),
                lang=ask.lang,
                invitation=matching.of_vacancy(conn, ask.viewer, vacancy, ask.now).get(ref),
                profiles_left=matching.left(conn, ask.caller.account, ask.now),
            )
        )

    return await ask.write(do)


async def ask_more(ask: Post) -> Response:
    """Ask staff for 30 more profiles today."""

    def do(conn: Connection, hiring: Hiring) -> Done:
        return Done(MoreAsked(asked=matching.ask_staff(conn, ask.viewer, hiring.ports.note, ask.now)))

    return await ask.write(do)


async def show_invitations(ask: Read, vacancy: Id) -> Response:
    """The invitations to an advert, and what came of them."""

    def look(conn: Connection, hiring: Hiring) -> Done:
        found = matching.of_vacancy(conn, ask.viewer, vacancy, ask.now)
        return Done(Invitations(items=[Invitation(ref=ref, state=state) for ref, state in found.items()]))

    return await ask.answer(look)


async def invite(ask: Post, vacancy: Id, body: InvitationIn) -> Response:
    """Invite a candidate. She answers within 14 days."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        try:
            sent = hiring.invite(conn, ask.viewer, vacancy, body.ref, ask.now)
        except NoVacancy:
            return Problem("not_released")
        if sent.outcome == "gone":
            return Problem("gone")
        state = matching.of_vacancy(conn, ask.viewer, vacancy, ask.now).get(body.ref, "invited")
        return Done(Invitation(ref=body.ref, state=state))

    return await ask.write(do)


async def withdraw(ask: Post, vacancy: Id, ref: Id) -> Response:
    """Take an unanswered invitation back."""

    def do(conn: Connection, hiring: Hiring) -> Done | Problem:
        taken = matching.withdraw(conn, hiring.ports, ask.viewer, vacancy, ref, ask.now)
        state = matching.of_vacancy(conn, ask.viewer, vacancy, ask.now).get(ref)
        if state is None or not (taken or state == "withdrawn"):
            return Problem("not_now", NO_INVITATION)
        return Done(Invitation(ref=ref, state=state))

    return await ask.write(do)


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the vacancy in the path."""
    return vacancies.employer_of(conn, params["vacancy"])


_OF = "/vacancies/{vacancy}"
ROWS = (
    Call("GET", f"{_OF}/candidates", show_list, "candidates:read", Candidates, owner=owner, problems=(409,)),
    Call(
        "POST",
        f"{_OF}/candidates/{{ref}}/open",
        open_profile,
        "candidates:read",
        Profile,
        owner=owner,
        repeats=True,
        problems=(410,),
    ),
    Call("POST", "/candidates/more", ask_more, "candidates:read", MoreAsked),
    Call("GET", f"{_OF}/invitations", show_invitations, "candidates:read", Invitations, owner=owner),
    Call(
        "POST",
        f"{_OF}/invitations",
        invite,
        "invitations:write",
        Invitation,
        201,
        owner=owner,
        problems=(410,),
    ),
    Call(
        "POST", f"{_OF}/invitations/{{ref}}/withdraw", withdraw, "invitations:write", Invitation, owner=owner
    ),
)
