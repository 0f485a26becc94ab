"""My account: name, language, zone, and the other places where I am signed in."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import sessions, set_own, sign_in
from bot.features.staff.sessions import Session
from bot.portal.forms import Field, Form
from bot.portal.pages.team import LANG, NAME
from bot.portal.table import SIGNED_IN, Card, Page
from bot.portal.visit import Visit
from bot.portal.zones import zone_options


def _fields(lang: str) -> tuple[Field, ...]:
    hint = T("portal.account", "All times are shown to you in this zone.")
    zone = Field("zone", T("portal.account", "Time zone"), "choice", hint, zone_options(lang))
    return NAME, LANG, zone


async def show_account(visit: Visit) -> Response:
    me = visit.me
    return await _page(
        visit, Form(_fields(visit.lang), {"name": me.name, "lang": visit.lang, "zone": me.zone})
    )


async def _page(visit: Visit, form: Form) -> Response:
    me = visit.me

    def look(conn: Connection) -> list[Session]:
        return sessions.listed(conn, me.account, visit.now)

    return visit.show("account.html", form=form, sessions=await visit.read(look))


async def change(visit: Visit) -> Response:
    staff, form = visit.desk.staff, Form.sent(_fields(visit.lang), visit.sent)
    if not form.bad:
        with form.refusals():
            await visit.write(
                lambda conn: set_own(
                    conn,
                    staff,
                    visit.me,
                    name=form["name"],
                    lang=form["lang"],
                    zone=form["zone"],
                    now=visit.now,
                )
            )
            return visit.go("/account", T("portal.account", "Your account was changed."))
    return await _page(visit, form)


async def end_others(visit: Visit) -> Response:
    me = visit.me
    await visit.write(lambda conn: sessions.end_others(conn, me.account, me.session))
    return visit.go("/account", T("portal.account", "You are signed out everywhere else."))


async def sign_out(visit: Visit) -> Response:
    await visit.write(lambda conn: sign_in.sign_out(conn, visit.me, visit.now))
    visit.let_go()
    return visit.go("/sign-in")


_CARD = Card(
    "own",
    T("portal.account", "My account"),
    T("portal.account", "Your name, language, time zone, and how you sign in."),
)
ROWS = (
    Page("GET", "/account", show_account, SIGNED_IN, card=_CARD),
    Page("POST", "/account", change, SIGNED_IN),
    Page("POST", "/account/sessions/end", end_others, SIGNED_IN),
    Page("POST", "/sign-out", sign_out, SIGNED_IN),
)
