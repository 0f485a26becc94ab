"""Showing once more that it is you, before sending, unmasking or changing rights (S5)."""

from __future__ import annotations

from starlette.responses import Response

from bot.features.staff import sign_in
from bot.features.staff.sign_in import Refused
from bot.portal.forms import Form
from bot.portal.passkeys import PASSKEY, asked
from bot.portal.stepping import STEP_UP_FIELDS, go_on, step_up_page
from bot.portal.table import SIGNED_IN, Page
from bot.portal.visit import Visit

NEXT = STEP_UP_FIELDS[-1]


async def show_step_up(visit: Visit) -> Response:
    return step_up_page(visit)


async def by_passphrase(visit: Visit) -> Response:
    form = Form.sent(STEP_UP_FIELDS, visit.sent)
    if form.bad:
        return step_up_page(visit, form)
    desk = visit.desk
    refused = await sign_in.step_up_by_passphrase(
        desk.store, desk.staff, visit.me, form["passphrase"], form["code"], desk.clock.now
    )
    return _done(visit, form, refused)


async def passkey_options(visit: Visit) -> Response:
    staff = visit.desk.staff
    return asked(await visit.write(lambda conn: sign_in.step_up_options(conn, staff, visit.me, visit.now)))


async def by_passkey(visit: Visit) -> Response:
    sent, staff = Form.sent((*PASSKEY, NEXT), visit.sent), visit.desk.staff
    refused = await visit.write(
        lambda conn: sign_in.step_up_by_passkey(
            conn, staff, visit.me, sent["challenge"], sent["answer"], visit.now
        )
    )
    return _done(visit, Form(STEP_UP_FIELDS, {"next": sent["next"]}), refused)


def _done(visit: Visit, form: Form, refused: Refused | None) -> Response:
    if refused is not None:
        form.problem = refused.text
        return step_up_page(visit, form)
    return go_on(visit)


ROWS = (
    Page("GET", "/step-up", show_step_up, SIGNED_IN),
    Page("POST", "/step-up", by_passphrase, SIGNED_IN),
    Page("POST", "/step-up/passkey", by_passkey, SIGNED_IN),
    Page("POST", "/step-up/passkey/options", passkey_options, SIGNED_IN),
)
