"""The people of one organisation: who they are, what they may do, and inviting one more."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import ROLES, directory, invitations, organisations
from bot.features.staff import roles as role_rows
from bot.features.staff.directory import Account
from bot.features.staff.organisations import Organisation
from bot.language.languages import LANGUAGES
from bot.portal.forms import Field, Form, Option
from bot.portal.paging import paged
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("administrator", "manager")
EMAIL = Field("email", T("portal.team", "E-mail address"), "email", longest=254)
NAME = Field("name", T("portal.team", "Name"), longest=80)
LANG = Field(
    "lang",
    T("portal.team", "Language"),
    "choice",
    T("portal.team", "Pages and mails are in this language. It can be changed later."),
    tuple(Option(tag, row.own_name) for tag, row in LANGUAGES.items()),
)


def role_field(codes: tuple[str, ...]) -> Field:
    """What a person may do, out of these roles."""
    options = tuple(Option(code, ROLES[code]) for code in codes)
    return Field("roles", T("portal.team", "What may this person do?"), "choices", options=options)


async def show_team(visit: Visit) -> Response:
    return await show_people(visit, visit.me.organisation)


async def show_organisation(visit: Visit) -> Response:
    return await show_people(visit, visit.params["organisation"])


async def show_people(visit: Visit, organisation: str) -> Response:
    staff = visit.desk.staff

    def look(conn: Connection) -> tuple[Organisation | None, list[Account], tuple[str, ...]]:
        found = organisations.get(conn, organisation)
        people = directory.listed(conn, staff, organisation, visit.now)
        return found, people, role_rows.grantable(conn, visit.me, organisation)

    found, people, may_give = await visit.read(look)
    if found is None:
        raise HTTPException(404)
    shown, more = paged(visit, people, visit.path)
    return visit.show("team.html", organisation=found, people=shown, more=more, may_invite=bool(may_give))


async def _fields(visit: Visit) -> tuple[Field, ...]:
    organisation = visit.params["organisation"]
    codes = await visit.read(lambda conn: role_rows.grantable(conn, visit.me, organisation))
    if not codes:
        raise HTTPException(404)
    return EMAIL, NAME, role_field(codes), LANG


async def show_invite(visit: Visit) -> Response:
    fields = await _fields(visit)
    only = [option.value for option in fields[2].options] if len(fields[2].options) == 1 else []
    return await _invite_page(visit, Form(fields, {"lang": visit.lang, "roles": only}))


async def _invite_page(visit: Visit, form: Form) -> Response:
    organisation = await visit.read(lambda conn: organisations.get(conn, visit.params["organisation"]))
    return visit.show("invite.html", form=form, organisation=organisation)


async def invite(visit: Visit) -> Response:
    form = Form.sent(await _fields(visit), visit.sent)
    organisation, staff = visit.params["organisation"], visit.desk.staff

    def do(conn: Connection) -> str:
        account = invitations.invite(
            conn,
            staff,
            visit.me,
            organisation,
            email=form["email"],
            name=form["name"],
            codes=form.all("roles"),
            lang=form["lang"],
            zone=visit.me.zone,
            now=visit.now,
        )
        invitations.mail_link(conn, staff, account, visit.desk.post, visit.now)
        return account

    if not form.bad:
        with form.refusals():
            account = await visit.write(do)
            done = T("portal.team", "The invitation was made. A mail with a link is on its way.")
            return visit.go(f"/people/{account}", done)
    return await _invite_page(visit, form)


def _of_path(_conn: Connection, params: object) -> str | None:
    assert isinstance(params, dict)
    organisation: str = params["organisation"]
    return organisation


_CARD = Card(
    "people",
    T("portal.team", "Team"),
    T("portal.team", "See who works with you, invite people, and decide what each may do."),
)
ROWS = (
    Page("GET", "/team", show_team, WHO, card=_CARD),
    Page("GET", "/organisations/{organisation}", show_organisation, WHO, _of_path),
    Page("GET", "/organisations/{organisation}/invite", show_invite, WHO, _of_path, fresh=True),
    Page("POST", "/organisations/{organisation}/invite", invite, WHO, _of_path, fresh=True),
)
