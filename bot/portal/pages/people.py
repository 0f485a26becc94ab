"""One person: roles, a new link, disabling, and recovery by two administrators (S2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.messages import Text
from bot.conversation.texts import T
from bot.features.staff import directory, invitations, recovery
from bot.features.staff import roles as role_rows
from bot.features.staff.directory import Account
from bot.portal.forms import Form
from bot.portal.pages.team import WHO, role_field
from bot.portal.table import Endpoint, Page, roles
from bot.portal.visit import Visit

ASKED = T("portal.people", "Noted. A second administrator has to agree within 24 hours.")
RECOVERED = T(
    "portal.people",
    "Both of you agreed: the old ways to sign in are gone, and the owner was told. Now make a new link.",
)


async def _person(visit: Visit) -> tuple[Account, tuple[str, ...]]:
    """The person of the path, and the roles that the reader may give; 404 where there is none."""
    staff, id_ = visit.desk.staff, visit.params["account"]

    def look(conn: Connection) -> tuple[Account | None, tuple[str, ...]]:
        person = directory.get(conn, staff, id_, visit.now)
        return person, role_rows.grantable(conn, visit.me, person.organisation) if person else ()

    person, codes = await visit.read(look)
    if person is None:
        raise HTTPException(404)
    return person, codes


async def show_person(visit: Visit) -> Response:
    person, codes = await _person(visit)
    return await _page(visit, person, Form((role_field(codes),), {"roles": person.roles}))


async def _page(visit: Visit, person: Account, form: Form) -> Response:
    staff = visit.desk.staff
    asked_by = {person.recovery_by} if person.recovery_by else set()
    names = await visit.read(lambda conn: directory.names(conn, staff, asked_by))
    mine = person.id == visit.me.account
    return visit.show("person.html", person=person, form=form, mine=mine, names=names)


async def set_roles(visit: Visit) -> Response:
    person, codes = await _person(visit)
    form = Form.sent((role_field(codes),), visit.sent)
    if not form.bad:
        with form.refusals():
            await visit.write(
                lambda conn: role_rows.set_roles(conn, visit.me, person.id, form.all("roles"), visit.now)
            )
            return visit.go(
                f"/people/{person.id}", T("portal.people", "What this person may do was changed.")
            )
    return await _page(visit, person, form)


async def make_link(visit: Visit) -> Response:
    """The link is shown once, on the answer to this form; nobody can look it up afterwards (I6)."""
    staff, (person, _) = visit.desk.staff, await _person(visit)
    token = await visit.write(lambda conn: invitations.link(conn, staff, visit.me, person.id, visit.now))
    link, back = staff.site.join_link(token), f"/people/{person.id}"
    return visit.show("new_link.html", person=person, link=link, back=back)


def _deed(work: Callable[[Connection, Visit, str], object], done: Text) -> Endpoint:
    """An endpoint that does one thing to the person of the path."""

    async def endpoint(visit: Visit) -> Response:
        id_ = visit.params["account"]
        await visit.write(lambda conn: work(conn, visit, id_))
        return visit.go(f"/people/{id_}", done)

    return endpoint


disable = _deed(
    lambda conn, visit, id_: role_rows.disable(conn, visit.me, id_, visit.now),
    T("portal.people", "The account is disabled, and its sessions have ended."),
)
enable = _deed(
    lambda conn, visit, id_: role_rows.enable(conn, visit.me, id_, visit.now),
    T("portal.people", "The account can be used again."),
)


async def recover(visit: Visit) -> Response:
    """The first administrator asks, a second one agrees within a day; then the factors are gone (S2)."""
    id_ = visit.params["account"]
    done = await visit.write(lambda conn: recovery.agree(conn, visit.me, id_, visit.desk.post, visit.now))
    return visit.go(f"/people/{id_}", RECOVERED if done == "done" else ASKED)


stop_recovery = _deed(
    lambda conn, visit, id_: recovery.withdraw(conn, visit.me, id_, visit.now),
    T("portal.people", "The recovery was stopped."),
)


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the account in the path."""
    return directory.organisation_of(conn, params["account"])


ROWS = (
    Page("GET", "/people/{account}", show_person, WHO, owner),
    Page("POST", "/people/{account}/roles", set_roles, WHO, owner, fresh=True),
    Page("POST", "/people/{account}/link", make_link, WHO, owner, fresh=True),
    Page("POST", "/people/{account}/disable", disable, WHO, owner, fresh=True),
    Page("POST", "/people/{account}/enable", enable, WHO, owner, fresh=True),
    Page("POST", "/people/{account}/recover", recover, roles("administrator"), owner, fresh=True),
    Page("POST", "/people/{account}/recover/stop", stop_recovery, roles("administrator"), owner, fresh=True),
)
