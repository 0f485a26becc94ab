"""Keys for an employer's own programs: made with a fresh factor, shown once, ended at once (S3, S5)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff.api import LONGEST_DAYS, SCOPES, Made, keys
from bot.features.staff.api.scopes import NAMES
from bot.portal.forms import Field, Form, Option
from bot.portal.table import Card, Page, roles
from bot.portal.visit import Visit

WHO = roles("employer")
DAYS = ("30", "90", "180", str(LONGEST_DAYS))
NEW = (
    Field("name", T("portal.api", "What is the key for?"), longest=80,
          hint=T("portal.api", "A name for you, such as the program that will use it.")),
    Field("scopes", T("portal.api", "What may the program do?"), "choices",
          T("portal.api", "Choose only what it needs."),
          tuple(Option(code, NAMES[code]) for code in SCOPES)),
    Field("days", T("portal.api", "For how many days?"), "choice", None,
          tuple(Option(days, days) for days in DAYS)),
)  # fmt: skip


async def show_keys(visit: Visit) -> Response:
    return await _page(visit, Form(NEW, {"days": "90"}))


async def _page(visit: Visit, form: Form, made: Made | None = None) -> Response:
    staff, me = visit.desk.staff, visit.me
    found = await visit.read(lambda conn: keys.listed(conn, staff, me.account))
    return visit.show(
        "api_keys.html",
        form=form,
        made=made,
        found=found,
        scope_names=NAMES,
        base=f"{staff.site.origin}/api/v1",
    )


async def make(visit: Visit) -> Response:
    """The key is shown once, on the answer to this form."""
    form = Form.sent(NEW, visit.sent)
    if not form.bad:
        with form.refusals():
            made = await visit.write(
                lambda conn: keys.create(
                    conn,
                    visit.desk.staff,
                    visit.me,
                    name=form["name"],
                    scopes=form.all("scopes"),
                    days=int(form["days"]),
                    now=visit.now,
                )
            )
            return await _page(visit, Form(NEW, {"days": "90"}), made)
    return await _page(visit, form)


async def end(visit: Visit) -> Response:
    """At once; pressed twice it is the same. A colleague's key is none of one's own."""
    ended = await visit.write(lambda conn: keys.revoke(conn, visit.me, visit.params["key"], visit.now))
    if not ended:
        raise HTTPException(404)
    return visit.go(
        "/api", T("portal.api", "The key is ended. Programs that use it are refused from now on.")
    )


def owner(conn: Connection, params: Mapping[str, str]) -> str | None:
    """The organisation of the key in the path."""
    return keys.owner(conn, params["key"])


NOBODY: frozenset[str] = frozenset()
_CARD = Card(
    "own",
    T("portal.api", "API"),
    T("portal.api", "Keys with which your own programs can do what these pages do."),
)
ROWS = (
    Page("GET", "/api", show_keys, WHO, card=_CARD),
    Page("POST", "/api", make, WHO, fresh=True),
    Page("POST", "/api/{key}/end", end, WHO, owner, NOBODY),
)
