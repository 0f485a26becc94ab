"""My ways to sign in: passkeys, and passphrase with code. Each change ends all other sessions (S3)."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from bot.conversation.texts import T
from bot.features.staff import factors, hashed
from bot.portal.forms import Field, Form
from bot.portal.passkeys import LABEL, PASSKEY, asked
from bot.portal.passphrases import FIELDS, app_of, check_same
from bot.portal.table import SIGNED_IN, Page
from bot.portal.visit import Visit

FACTOR = (Field("factor", T("portal.factors", "Way to sign in"), "hidden", longest=22),)
LIST = "/account/factors"


async def show_factors(visit: Visit) -> Response:
    staff, me = visit.desk.staff, visit.me
    found = await visit.read(lambda conn: factors.listed(conn, staff, me.account))
    return visit.show("factors.html", found=found)


async def show_passkey(visit: Visit) -> Response:
    return visit.show("passkey_new.html", form=Form((LABEL,)))


async def passkey_options(visit: Visit) -> Response:
    staff = visit.desk.staff
    return asked(await visit.write(lambda conn: factors.add_options(conn, staff, visit.me, visit.now)))


async def add_passkey(visit: Visit) -> Response:
    form, staff = Form.sent((LABEL, *PASSKEY), visit.sent), visit.desk.staff
    if not form.bad:
        with form.refusals():
            token = await visit.write(
                lambda conn: factors.add_passkey(
                    conn,
                    staff,
                    visit.me,
                    form["challenge"],
                    form["answer"],
                    form["label"],
                    visit.now,
                    visit.desk.post,
                )
            )
            await visit.hold(token)
            return visit.go(LIST, T("portal.factors", "The passkey was added."))
    return visit.show("passkey_new.html", form=form)


async def show_passphrase(visit: Visit) -> Response:
    return visit.show("passphrase_begin.html")


async def set_passphrase(visit: Visit) -> Response:
    """First the key for the app is made and shown; the form then brings passphrase and code."""
    staff = visit.desk.staff
    if visit.sent.get("begin"):
        totp = await visit.write(lambda conn: factors.new_totp(conn, staff, visit.me, visit.now))
        return _page(visit, Form(FIELDS, {"totp": totp.id, "uri": totp.uri}))
    form = Form.sent(FIELDS, visit.sent)
    check_same(form)
    if not form.bad:
        with form.refusals():
            await visit.hold(await _set(visit, form))
            return visit.go(LIST, T("portal.factors", "Passphrase and code are set."))
    return _page(visit, form)


async def _set(visit: Visit, form: Form) -> str:
    staff, me, passphrase = visit.desk.staff, visit.me, form["passphrase"]
    await visit.read(lambda conn: factors.fit(conn, staff, me, passphrase, visit.now))
    digest = await asyncio.to_thread(hashed, passphrase)
    return await visit.write(
        lambda conn: factors.set_passphrase(
            conn, staff, me, form["totp"], digest, form["code"], visit.now, visit.desk.post
        )
    )


def _page(visit: Visit, form: Form) -> Response:
    return visit.show("passphrase.html", form=form, app=app_of(form), to="/account/passphrase")


async def remove(visit: Visit) -> Response:
    form, staff = Form.sent(FACTOR, visit.sent), visit.desk.staff
    token = await visit.write(lambda conn: factors.remove(conn, staff, visit.me, form["factor"], visit.now))
    await visit.hold(token)
    return visit.go(LIST, T("portal.factors", "It was removed."))


ROWS = (
    Page("GET", "/account/factors", show_factors, SIGNED_IN),
    Page("GET", "/account/passkey", show_passkey, SIGNED_IN, fresh=True),
    Page("POST", "/account/passkey", add_passkey, SIGNED_IN, fresh=True),
    Page("POST", "/account/passkey/options", passkey_options, SIGNED_IN, fresh=True),
    Page("GET", "/account/passphrase", show_passphrase, SIGNED_IN, fresh=True),
    Page("POST", "/account/passphrase", set_passphrase, SIGNED_IN, fresh=True),
    Page("POST", "/account/factors/remove", remove, SIGNED_IN, fresh=True),
)
