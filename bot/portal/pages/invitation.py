"""Taking an account up: the link of an invitation, and how to sign in from now on (S1, I6)."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.admission import NO_ZONE
from bot.conversation.texts import T
from bot.features.staff import StaffRefused, hashed, invitations, joining
from bot.features.staff.invitations import Invitation
from bot.portal.forms import Form
from bot.portal.passkeys import LABEL, PASSKEY, asked
from bot.portal.passphrases import FIELDS, app_of, check_same
from bot.portal.table import PUBLIC, Page
from bot.portal.visit import Visit

ASK_ZONE = T(
    "portal.invitation", "You are in. Please choose your time zone here: all times are shown to you in it."
)
WELCOME = T("portal.invitation", "You are in. From now on you sign in this way.")


def _in(visit: Visit) -> Response:
    """On to the pages; an employer whose country has several zones is asked for hers first (B7)."""
    if visit.me.kind == "employer" and visit.me.zone == NO_ZONE:
        return visit.go("/account", ASK_ZONE)
    return visit.go("", WELCOME)


async def _invitation(visit: Visit) -> Invitation | None:
    staff, token = visit.desk.staff, visit.params["token"]
    return await visit.read(lambda conn: invitations.peek(conn, staff, token, visit.now))


async def show_invitation(visit: Visit) -> Response:
    invitation = await _invitation(visit)
    if invitation is None:
        return visit.show("link_over.html")
    if not visit.asked("lang"):
        visit.lang = invitation.lang
    return _page(visit, invitation, Form((LABEL,)))


def _page(visit: Visit, invitation: Invitation, form: Form) -> Response:
    return visit.show("invitation.html", invitation=invitation, link=visit.params["token"], form=form)


async def passkey_options(visit: Visit) -> Response:
    staff, token = visit.desk.staff, visit.params["token"]
    return asked(await visit.write(lambda conn: joining.options(conn, staff, token, visit.now)))


async def by_passkey(visit: Visit) -> Response:
    form = Form.sent((LABEL, *PASSKEY), visit.sent)
    staff, token = visit.desk.staff, visit.params["token"]
    if not form.bad:
        with form.refusals():
            session = await visit.write(
                lambda conn: joining.with_passkey(
                    conn, staff, token, form["challenge"], form["answer"], form["label"], visit.now
                )
            )
            await visit.hold(session)
            return _in(visit)
    invitation = await _invitation(visit)
    if invitation is None:
        return visit.show("link_over.html")
    return _page(visit, invitation, form)


async def by_passphrase(visit: Visit) -> Response:
    """First the key for the app is made and shown; the form then brings passphrase and code."""
    if visit.sent.get("begin"):
        return await _begin(visit)
    form = Form.sent(FIELDS, visit.sent)
    check_same(form)
    if not form.bad:
        with form.refusals():
            await visit.hold(await _join(visit, form))
            return _in(visit)
    if await _invitation(visit) is None:
        return visit.show("link_over.html")
    return _passphrase_page(visit, form)


async def _begin(visit: Visit) -> Response:
    staff, token = visit.desk.staff, visit.params["token"]
    try:
        totp = await visit.write(lambda conn: joining.totp(conn, staff, token, visit.now))
    except StaffRefused:
        return visit.show("link_over.html")
    return _passphrase_page(visit, Form(FIELDS, {"totp": totp.id, "uri": totp.uri}))


async def _join(visit: Visit, form: Form) -> str:
    staff, token, passphrase = visit.desk.staff, visit.params["token"], form["passphrase"]
    await visit.read(lambda conn: joining.fit(conn, staff, token, passphrase, visit.now))
    digest = await asyncio.to_thread(hashed, passphrase)
    return await visit.write(
        lambda conn: joining.with_passphrase(
            conn, staff, token, form["totp"], digest, form["code"], visit.now
        )
    )


def _passphrase_page(visit: Visit, form: Form) -> Response:
    to = f"/invitation/{visit.params['token']}/passphrase"
    return visit.show("passphrase.html", form=form, app=app_of(form), to=to)


ROWS = (
    Page("GET", "/invitation/{token}", show_invitation, PUBLIC),
    Page("POST", "/invitation/{token}/passkey", by_passkey, PUBLIC),
    Page("POST", "/invitation/{token}/passkey/options", passkey_options, PUBLIC),
    Page("POST", "/invitation/{token}/passphrase", by_passphrase, PUBLIC),
)
