"""All NGOs and employers of the installation, for its administrators."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import organisations
from bot.features.staff.model import Kind
from bot.features.staff.organisations import Organisation
from bot.portal.forms import Field, Form, Option
from bot.portal.paging import paged
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit
from bot.portal.words import KINDS

WHO = roles("administrator")
NAME = Field("name", T("portal.organisations", "Name of the organisation"), longest=80)
KIND = Field(
    "kind",
    T("portal.organisations", "What is it?"),
    "choice",
    options=tuple(Option(code, text) for code, text in KINDS.items()),
)
NEW = (NAME, KIND)


async def show_organisations(visit: Visit) -> Response:
    found, more = paged(visit, await visit.read(organisations.listed), "/organisations")
    return visit.show("organisations.html", found=found, more=more)


async def show_new(visit: Visit) -> Response:
    return visit.show("organisation_new.html", form=Form(NEW))


async def add(visit: Visit) -> Response:
    form = Form.sent(NEW, visit.sent)
    kind: Kind = "employer" if form["kind"] == "employer" else "ngo"
    if not form.bad:
        with form.refusals():
            id_ = await visit.write(
                lambda conn: organisations.add(conn, visit.me, kind, form["name"], visit.now)
            )
            done = T("portal.organisations", "The organisation was added. Now invite its first person.")
            return visit.go(f"/organisations/{id_}", done)
    return visit.show("organisation_new.html", form=form)


async def _organisation(visit: Visit) -> Organisation:
    found = await visit.read(lambda conn: organisations.get(conn, visit.params["organisation"]))
    if found is None:
        raise HTTPException(404)
    return found


async def show_change(visit: Visit) -> Response:
    found = await _organisation(visit)
    return visit.show("organisation.html", organisation=found, form=Form((NAME,), {"name": found.name}))


async def rename(visit: Visit) -> Response:
    found, form = await _organisation(visit), Form.sent((NAME,), visit.sent)
    if not form.bad:
        with form.refusals():
            await visit.write(
                lambda conn: organisations.rename(conn, visit.me, found.id, form["name"], visit.now)
            )
            return visit.go(f"/organisations/{found.id}", T("portal.organisations", "The name was changed."))
    return visit.show("organisation.html", organisation=found, form=form)


async def close(visit: Visit) -> Response:
    id_ = visit.params["organisation"]
    await visit.write(lambda conn: organisations.close(conn, visit.me, id_, visit.now))
    done = T("portal.organisations", "The organisation is closed. Its people can no longer sign in.")
    return visit.go("/organisations", done)


def _itself(_conn: Connection, params: Mapping[str, str]) -> str | None:
    return params["organisation"]


_CARD = Card(
    "people",
    T("portal.organisations", "Organisations"),
    T("portal.organisations", "See all NGOs and employers, and add new ones."),
)
ROWS = (
    Page("GET", "/organisations", show_organisations, WHO, card=_CARD),
    Page("GET", "/organisations/new", show_new, WHO, fresh=True),
    Page("POST", "/organisations/new", add, WHO, fresh=True),
    Page("GET", "/organisations/{organisation}/change", show_change, WHO, _itself, fresh=True),
    Page("POST", "/organisations/{organisation}/change", rename, WHO, _itself, fresh=True),
    Page("POST", "/organisations/{organisation}/close", close, WHO, _itself, fresh=True),
)
