"""Announcements: the lists, live ones and exercises apart (A5), and writing one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features import announcements
from bot.features.announcements import (
    KINDS,
    STATES,
    Announcement,
    AnnouncementRefused,
    ChangedMeanwhile,
    Draft,
    Hidden,
    find,
)
from bot.features.announcements.model import Mode
from bot.features.staff import may, organisations
from bot.portal import announcement_form, announcement_words
from bot.portal.announcement_look import Look, differences, look_at, place_options, zone_of_places
from bot.portal.forms import Field, Form
from bot.portal.paging import paged
from bot.portal.table import Card, Endpoint, Page, roles
from bot.portal.visit import Visit

WHO = roles("announcer", "approver", "manager", "administrator")
WRITES = roles("announcer")
PATHS: dict[Mode, str] = {"live": "/announcements", "exercise": "/exercises"}
MOST = 500
"""Announcements that are looked through for a list, the newest."""
OPEN = ("draft", "submitted", "approved")


@dataclass(frozen=True)
class Group:
    """One part of a list: announcements that stand in one of some ways."""

    title: Text
    states: tuple[str, ...]


GROUPS = (
    Group(T("portal.announce", "Being sent now"), ("running",)),
    Group(T("portal.announce", "Sent, and still valid"), ("sent",)),
    Group(T("portal.announce", "Waiting for approval or their start"), ("submitted", "approved")),
    Group(T("portal.announce", "Drafts"), ("draft",)),
    Group(T("portal.announce", "Stopped or over"), ("stopped", "done")),
)


def _list(mode: Mode) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        desk, me = visit.desk.announcing.desk, visit.me

        def look(conn: Connection) -> tuple[list[Announcement], dict[str, str]]:
            found = [one for one in announcements.of_own(conn, desk, me, MOST) if one.draft.mode == mode]
            across = {one.organisation for one in found} - {me.organisation}
            named = ((id_, organisations.get(conn, id_)) for id_ in across)
            return found, {id_: one.name for id_, one in named if one is not None}

        found, names = await visit.read(look)
        # The groups on one page, in their order: what still needs somebody is never on a later one.
        order = [one for group in GROUPS for one in found if one.stands(visit.now) in group.states]
        listed, more = paged(visit, order, PATHS[mode])
        return visit.show(
            "announcements.html",
            groups=[
                (group, [one for one in listed if one.stands(visit.now) in group.states]) for group in GROUPS
            ],
            found=found,
            more=more,
            now=visit.now,
            names=names,
            mode=mode,
            paths=PATHS,
            writes=may(me, "announcer"),
            states=STATES,
            kinds=KINDS,
        )

    return endpoint


@dataclass(frozen=True)
class Written:
    """What is being written: its mode, what is stored of it (None: nothing yet), all fields, and the IANA
    zone that its times begin in."""

    mode: Mode
    stored: Announcement | None
    fields: list[Field]
    zone: str


def _written(conn: Connection, visit: Visit, mode: Mode, stored: Announcement | None) -> Written:
    desk, me = visit.desk.announcing.desk, visit.me
    others = [
        one
        for one in announcements.of_own(conn, desk, me)
        if one.started is not None and one.draft.mode == mode and one.organisation == me.organisation
    ]
    chosen = stored.draft.audience.places if stored else ()
    offered = place_options(conn, desk, me.organisation, visit.lang, chosen)
    kind = stored.draft.kind if stored else "new"
    zone = zone_of_places(conn, desk, me.organisation) or visit.zone
    return Written(mode, stored, announcement_form.fields(visit.lang, mode, offered, others, kind), zone)


def _stored(conn: Connection, visit: Visit) -> Announcement:
    """Raises HTTPException 404."""
    found = find(conn, visit.desk.announcing.desk, visit.params["announcement"])
    if found is None or found.organisation != visit.me.organisation:
        raise HTTPException(404)
    return found


def _new(mode: Mode) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        written = await visit.read(lambda conn: _written(conn, visit, mode, None))
        form = announcement_form.filled(written.fields, announcement_form.empty(written.zone), "")
        return _page(visit, written, form)

    return endpoint


def _create(mode: Mode) -> Endpoint:
    async def endpoint(visit: Visit) -> Response:
        written = await visit.read(lambda conn: _written(conn, visit, mode, None))
        return await _take(visit, written)

    return endpoint


async def show_change(visit: Visit) -> Response:
    """What is stored, with what still has to be mended beside its fields."""

    def look(conn: Connection) -> tuple[Written, Look]:
        stored = _stored(conn, visit)
        desk = visit.desk.announcing.desk
        return (
            _written(conn, visit, stored.draft.mode, stored),
            look_at(conn, desk, visit.me, stored, stored.draft, visit.now),
        )

    written, seen = await visit.read(look)
    stored = written.stored
    assert stored is not None
    if stored.state not in OPEN:
        return visit.go(f"/announcements/{stored.id}")
    form = announcement_form.filled(written.fields, stored.draft, stored.digest)
    announcement_form.say(form, seen.problems)
    return _page(visit, written, form, seen, status=200)


async def change(visit: Visit) -> Response:
    def look(conn: Connection) -> Written:
        stored = _stored(conn, visit)
        return _written(conn, visit, stored.draft.mode, stored)

    return await _take(visit, await visit.read(look))


async def _take(visit: Visit, written: Written) -> Response:
    """Save what came back, or only show how it reads. Whatever happens, what was typed stands there again."""
    form, draft = announcement_form.read(written.fields, visit.sent, written.mode)
    if draft is None:
        return _page(visit, written, form)
    if visit.sent.get(announcement_form.LOOK) == "look":
        return await _only_look(visit, written, form, draft)
    try:
        saved = await visit.write(lambda conn: _save(conn, visit, written, draft, form["before"]))
    except ChangedMeanwhile as error:
        theirs = announcement_form.filled(written.fields, error.present.draft, error.present.digest)
        # With the present version, so that whoever has compared both can save what she typed.
        form.values["before"] = (error.present.digest,)
        form.problem = error.text
        return _page(visit, written, form, theirs=differences(form, theirs))
    except AnnouncementRefused as error:
        form.problem = error.text
        return _page(visit, written, form)
    one, unfinished = saved.announcement, saved.unfinished
    said = announcement_words.UNFINISHED if unfinished else announcement_words.SAVED
    if saved.hidden:
        said = announcement_words.without(saved.hidden)
    return visit.go(f"/announcements/{one.id}{'/change' if unfinished else ''}", said)


@dataclass(frozen=True)
class Kept:
    """What was saved, the hidden characters taken out of it, and whether anything is still to be mended."""

    announcement: Announcement
    hidden: tuple[Hidden, ...]
    unfinished: bool


def _save(conn: Connection, visit: Visit, written: Written, draft: Draft, before: str) -> Kept:
    desk, me, stored = visit.desk.announcing.desk, visit.me, written.stored
    if stored is None:
        saved = announcements.create(conn, desk, me, draft, visit.now)
    else:
        # A form without a version was made by nobody: it is held against nothing and loses.
        saved = announcements.save(conn, desk, me, stored.id, draft, visit.now, before=before or "-")
    one = saved.announcement
    unfinished = any(found.blocks for found in announcements.problems(conn, desk, one, visit.now))
    return Kept(one, announcement_form.taken_out(visit.sent), unfinished)


async def _only_look(visit: Visit, written: Written, form: Form, draft: Draft) -> Response:
    desk, me = visit.desk.announcing.desk, visit.me
    one = written.stored or announcements.unsaved(me.organisation, draft, visit.now)
    seen = await visit.read(lambda conn: look_at(conn, desk, me, one, draft, visit.now))
    announcement_form.say(form, seen.problems)
    return _page(visit, written, form, seen, status=200)


def _page(
    visit: Visit,
    written: Written,
    form: Form,
    seen: Look | None = None,
    *,
    status: int = 0,
    theirs: Any = (),
) -> Response:
    path = f"/announcements/{written.stored.id}/change" if written.stored else f"{PATHS[written.mode]}/new"
    return visit.show(
        "announcement_form.html",
        status,
        form=form,
        path=path,
        mode=written.mode,
        stored=written.stored,
        seen=seen,
        theirs=theirs,
        audience=announcement_form.AUDIENCE,
        times=announcement_form.TIMES,
    )


def owner(conn: Connection, params: Any) -> str | None:
    """The organisation of the announcement in the path."""
    return announcements.organisation_of(conn, params["announcement"])


NOBODY = frozenset[str]()
_CARD = Card(
    "telling",
    T("portal.announce", "Announcements"),
    T("portal.announce", "Tell everybody in a place something in their languages, and watch it arrive."),
)
_EXERCISES = Card(
    "telling",
    T("portal.announce", "Exercises"),
    T("portal.announce", "Practise sending with your own staff. Nobody else gets anything."),
)
ROWS = (
    Page("GET", "/announcements", _list("live"), WHO, card=_CARD),
    Page("GET", "/exercises", _list("exercise"), WHO, card=_EXERCISES),
    Page("GET", "/announcements/new", _new("live"), WRITES),
    Page("POST", "/announcements/new", _create("live"), WRITES),
    Page("GET", "/exercises/new", _new("exercise"), WRITES),
    Page("POST", "/exercises/new", _create("exercise"), WRITES),
    Page("GET", "/announcements/{announcement}/change", show_change, WRITES, owner, NOBODY),
    Page("POST", "/announcements/{announcement}/change", change, WRITES, owner, NOBODY),
)
