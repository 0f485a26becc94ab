"""Signing in, and asking for a new link (S1, S6)."""

from __future__ import annotations

from starlette.responses import Response

from bot.features.staff import invitations, sign_in
from bot.features.staff.sign_in import Refused
from bot.portal.forms import Form
from bot.portal.passkeys import PASSKEY, asked
from bot.portal.stepping import SIGN_IN_FIELDS, go_on, sign_in_page
from bot.portal.table import PUBLIC, Page
from bot.portal.visit import Visit

NEXT = SIGN_IN_FIELDS[-1]
LINK = SIGN_IN_FIELDS[:1]


async def show_sign_in(visit: Visit) -> Response:
    return visit.go("") if visit.signed else sign_in_page(visit)


async def by_passphrase(visit: Visit) -> Response:
    form = Form.sent(SIGN_IN_FIELDS, visit.sent)
    if form.bad:
        return sign_in_page(visit, form)
    desk = visit.desk
    done = await sign_in.by_passphrase(
        desk.store, desk.staff, form["email"], form["passphrase"], form["code"], desk.clock.now
    )
    return await _done(visit, form, done)


async def passkey_options(visit: Visit) -> Response:
    staff = visit.desk.staff
    return asked(await visit.write(lambda conn: sign_in.options(conn, staff, visit.now)))


async def by_passkey(visit: Visit) -> Response:
    sent, staff = Form.sent((*PASSKEY, NEXT), visit.sent), visit.desk.staff
    done = await visit.write(
        lambda conn: sign_in.by_passkey(conn, staff, sent["challenge"], sent["answer"], visit.now)
    )
    return await _done(visit, Form(SIGN_IN_FIELDS, {"next": sent["next"]}), done)


async def _done(visit: Visit, form: Form, done: str | Refused) -> Response:
    if isinstance(done, Refused):
        form.problem = done.text
        return sign_in_page(visit, form)
    await visit.hold(done)
    return go_on(visit)


async def show_ask(visit: Visit) -> Response:
    return visit.show("ask_link.html", form=Form(LINK), asked=False)


async def ask(visit: Visit) -> Response:
    """The answer is the same for every address (S6)."""
    form, staff, post = Form.sent(LINK, visit.sent), visit.desk.staff, visit.desk.post
    if not form.bad:
        await visit.write(lambda conn: invitations.ask_for_link(conn, staff, form["email"], post, visit.now))
    return visit.show("ask_link.html", form=form, asked=not form.bad)


ROWS = (
    Page("GET", "/sign-in", show_sign_in, PUBLIC),
    Page("POST", "/sign-in", by_passphrase, PUBLIC),
    Page("POST", "/sign-in/passkey", by_passkey, PUBLIC),
    Page("POST", "/sign-in/passkey/options", passkey_options, PUBLIC),
    Page("GET", "/sign-in/link", show_ask, PUBLIC),
    Page("POST", "/sign-in/link", ask, PUBLIC),
)
