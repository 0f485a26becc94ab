"""One announcement: what it says, its approval by another person (A1-A6), how far it is (A9, A10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Outgoing, Text
from bot.conversation.texts import T
from bot.features import announcements, places
from bot.features.announcements import (
    KINDS,
    MODES,
    STATES,
    Announcement,
    AnnouncementRefused,
    Progress,
    Review,
    Stretch,
)
from bot.features.staff import StaffRefused, directory, may
from bot.portal import announcement_words as words
from bot.portal.announcement_look import path_of
from bot.portal.forms import Field, Form
from bot.portal.pages.announcements import NOBODY, PATHS, WHO, WRITES, owner
from bot.portal.progress import Bar, bar_of
from bot.portal.table import Endpoint, Page, roles
from bot.portal.visit import WRONG, Visit

APPROVES = roles("approver")
EITHER = roles("announcer", "approver")
STOPS = roles("announcer", "approver", "administrator")
_DIGEST = Field("digest", T("portal.announce", "Version"), "hidden", longest=64)
APPROVE = (
    Field("count", T("portal.announce", "How many people does it go to? Type the number."), "number"),
    _DIGEST,
    Field("shown", T("portal.announce", "Version"), "hidden", longest=12),
    Field(
        "urgent",
        T("portal.announce", "Urgent: send it to everybody at once, without staff seeing it first"),
        "yes",
        required=False,
    ),
)
HAND_BACK = (
    Field(
        "reason", T("portal.announce", "What has to change? The writers read this."), "lines", longest=1_000
    ),
)


@dataclass(frozen=True)
class Seen:
    """All that the page of an announcement shows. `review`: while it can still be changed, for its own
    organisation; `said`: what was sent, by language; `names`: of accounts; `where`: places by name."""

    one: Announcement
    review: Review | None
    progress: Progress | None
    said: dict[str, Outgoing]
    names: dict[str, str]
    where: list[str]
    about: Announcement | None


def _seen(conn: Connection, visit: Visit) -> Seen:
    """Raises HTTPException 404."""
    desk, me, id_ = visit.desk.announcing.desk, visit.me, visit.params["announcement"]
    one = announcements.find(conn, desk, id_)
    if one is None:
        raise HTTPException(404)
    before = one.started is None and one.state != "stopped"
    own = one.organisation == me.organisation and may(me, "announcer", "approver", "manager")
    review = announcements.review(conn, desk, me, id_, visit.now) if before and own else None
    progress = announcements.progress(conn, desk, me, id_, visit.now) if one.started is not None else None
    hands = [*one.writers, *filter(None, (one.approver, one.stopped_by))]
    known = {place.id: place for place in places.listed(conn)} if one.draft.audience.places else {}
    return Seen(
        one,
        review,
        progress,
        {} if review else {lang: announcements.message(conn, desk, one, lang) for lang in one.draft.texts},
        directory.names(conn, visit.desk.staff, hands),
        [path_of(known, id_, visit.lang) for id_ in one.draft.audience.places],
        announcements.find(conn, desk, one.draft.about) if one.draft.about else None,
    )


async def show(visit: Visit) -> Response:
    return await _page(visit)


async def _page(visit: Visit, form: Form | None = None, problem: Text | None = None) -> Response:
    seen = await visit.read(lambda conn: _seen(conn, visit))
    one, me = seen.one, visit.me
    approve = Form(APPROVE)
    if seen.review is not None:
        shown = str(seen.review.counted.number)
        approve = Form(APPROVE, {"digest": seen.review.digest, "shown": shown})
    if form is not None and "count" in form.fields:
        # With what is shown now: a problem may well be that it has changed.
        form.values |= {name: approve.values[name] for name in ("digest", "shown") if name in approve.values}
        approve = form
    back = form if form is not None and "reason" in form.fields else Form(HAND_BACK)
    mine = me.account in (*one.writers, one.approver)
    return visit.show(
        "announcement.html",
        WRONG if problem else 0,
        seen=seen,
        one=one,
        check_code=announcements.shown(one.code),
        mode=one.draft.mode,
        paths=PATHS,
        form=form,
        problem=problem,
        approve=approve,
        back=back,
        bars=_bars(one, seen.progress),
        approves=may(me, "approver") and me.account not in one.writers and seen.review is not None,
        writes=may(me, "announcer") and seen.review is not None,
        stops=(mine or may(me, "administrator")) and _stoppable(one, visit.now),
        corrects=(mine or may(me, "administrator")) and _correctable(one, seen.progress),
        states=STATES,
        now=visit.now,
        kinds=KINDS,
        modes=MODES,
        topics=places.TOPICS,
        addresses=words.ADDRESSES,
        waves=words.WAVES,
    )


def _stoppable(one: Announcement, now: float) -> bool:
    return one.state in ("approved", "running") or (one.state == "done" and one.draft.ends > now)


def _correctable(one: Announcement, progress: Progress | None) -> bool:
    waves = progress.waves if progress else ()
    return one.started is not None and bool(waves) and all(wave.wave != "correction" for wave in waves)


def _bars(one: Announcement, progress: Progress | None) -> list[tuple[Stretch, Bar]]:
    exercise = one.draft.mode == "exercise"
    waves = progress.waves if progress else ()
    return [(wave, bar_of(wave.counts, staff=exercise or wave.wave == "pilot")) for wave in waves]


async def show_progress(visit: Visit) -> Response:
    """The moving part alone, for the page to ask for every few seconds."""
    desk, me, id_ = visit.desk.announcing.desk, visit.me, visit.params["announcement"]

    def look(conn: Connection) -> tuple[Announcement | None, Progress]:
        return announcements.find(conn, desk, id_), announcements.progress(conn, desk, me, id_, visit.now)

    one, progress = await visit.read(look)
    if one is None:
        raise HTTPException(404)
    return visit.show(
        "announcement_progress.html",
        one=one,
        bars=_bars(one, progress),
        states=STATES,
        now=visit.now,
        waves=words.WAVES,
    )


Work = Callable[[Connection, Visit, Any], Any]


def _deed(work: Callable[..., Any], done: Text, to: str = "") -> Endpoint:
    """An endpoint of one button. What cannot be done is said on the page of the announcement."""

    async def endpoint(visit: Visit) -> Response:
        desk, id_ = visit.desk.announcing.desk, visit.params["announcement"]
        try:
            await visit.write(lambda conn: work(conn, desk, visit.me, id_, visit.now))
        except StaffRefused as error:
            if error.code in ("gone", "not_allowed"):
                raise
            return await _page(visit, problem=error.text)
        return visit.go(to or f"/announcements/{id_}", done)

    return endpoint


async def release(visit: Visit) -> Response:
    """What was read goes out, and nothing else: a change in between shows the page anew (A2, A6)."""
    form = Form.sent(APPROVE, visit.sent)
    desk, id_ = visit.desk.announcing.desk, visit.params["announcement"]
    shown = int(form["shown"]) if form["shown"].isdecimal() and form["shown"].isascii() else -1
    # Digits of any script are read by the service.
    form.problems.pop("count", None) if form["count"] else None
    if not form.bad:
        with form.refusals():
            await visit.write(
                lambda conn: announcements.approve(
                    conn,
                    desk,
                    visit.me,
                    id_,
                    visit.now,
                    digest=form["digest"],
                    shown=shown,
                    typed=form["count"],
                    urgent=bool(form["urgent"]),
                )
            )
            return visit.go(f"/announcements/{id_}", words.RELEASED)
    return await _page(visit, form)


async def hand_back(visit: Visit) -> Response:
    form = Form.sent(HAND_BACK, visit.sent)
    if not form.bad:
        desk, id_ = visit.desk.announcing.desk, visit.params["announcement"]
        with form.refusals():
            await visit.write(
                lambda conn: announcements.hand_back(
                    conn, desk, visit.me, id_, visit.now, reason=form["reason"]
                )
            )
            return visit.go(f"/announcements/{id_}", words.HANDED_BACK)
    return await _page(visit, form)


async def discard(visit: Visit) -> Response:
    desk, id_ = visit.desk.announcing.desk, visit.params["announcement"]

    def work(conn: Connection) -> str:
        one = announcements.find(conn, desk, id_)
        announcements.discard(conn, desk, visit.me, id_, visit.now)
        return PATHS[one.draft.mode] if one else ""

    try:
        return visit.go(await visit.write(work), words.DISCARDED)
    except AnnouncementRefused as error:
        if error.code == "gone":
            raise
        return await _page(visit, problem=error.text)


_ONE = "/announcements/{announcement}"
ROWS = (
    Page("GET", _ONE, show, WHO, owner),
    Page("GET", f"{_ONE}/progress", show_progress, WHO, owner, polled=True),
    Page("POST", f"{_ONE}/submit", _deed(announcements.submit, words.SUBMITTED), WRITES, owner, NOBODY, True),
    Page("POST", f"{_ONE}/withdraw", _deed(announcements.withdraw, words.WITHDRAWN), EITHER, owner, NOBODY),
    Page("POST", f"{_ONE}/throw-away", discard, WRITES, owner, NOBODY),
    Page("POST", f"{_ONE}/release", release, APPROVES, owner, NOBODY, fresh=True),
    Page("POST", f"{_ONE}/hand-back", hand_back, APPROVES, owner, NOBODY, fresh=True),
    Page("POST", f"{_ONE}/stop", _deed(announcements.stop, words.STOPPED), STOPS, owner),
    Page("POST", f"{_ONE}/correct", _deed(announcements.correct, words.CORRECTED), STOPS, owner, fresh=True),
)
