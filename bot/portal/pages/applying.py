"""Employers ask for an account, on a public page (E1). It tells nothing of others."""

from __future__ import annotations

from sqlalchemy import Connection
from starlette.responses import Response

from bot.features.interviews import employers
from bot.features.interviews.employers import words
from bot.portal.answers import take
from bot.portal.forms import Field, Form, Kind
from bot.portal.lists import country_options
from bot.portal.table import PUBLIC, Page
from bot.portal.visit import Visit

_KINDS: dict[str, tuple[Kind, str]] = {
    "name": ("text", "organization"),
    "country": ("choice", "off"),
    "registration": ("text", "off"),
    "register": ("text", "off"),
    "host": ("text", "url"),
    "person": ("text", "name"),
    "phone": ("text", "tel"),
    "mail": ("email", "email"),
    "pledge": ("yes", "off"),
}


def fields(lang: str) -> tuple[Field, ...]:
    """Of an application, the pledge and the version of it that was read last."""
    countries = country_options(lang)
    shown = (
        Field(name, words.FIELDS[name], kind, options=countries if name == "country" else (), auto=auto)
        for name, (kind, auto) in _KINDS.items()
    )
    return *shown, Field("pledge_version", words.FIELDS["pledge"], "hidden")


async def show_form(visit: Visit) -> Response:
    return _page(visit, Form(fields(visit.lang), {"pledge_version": str(words.PLEDGE_VERSION)}))


def _page(visit: Visit, form: Form) -> Response:
    return visit.show("apply.html", form=form, pledge=words.PLEDGE)


async def apply(visit: Visit) -> Response:
    """Everybody reads the same thanks, whoever has applied before."""
    form = Form.sent(fields(visit.lang), visit.sent)
    draft = employers.read_application({name: form[name] for name in form.fields})
    take(form, draft.problems)
    details = draft.value
    if form.bad or details is None:
        # Whoever was shown an older pledge reads the present one now, and ticks it anew.
        form.values["pledge_version"] = (str(words.PLEDGE_VERSION),)
        if words.OLD_PLEDGE in draft.problems.values():
            form.values["pledge"] = ()
        return _page(visit, form)
    desk, lang, now = visit.desk.hiring.desk, visit.lang, visit.now

    def do(conn: Connection) -> employers.No | None:
        no = employers.too_many(conn, desk, details, now)
        if no is None:
            employers.apply(conn, desk, details, lang, now)
        return no

    no = await visit.write(do)
    if no is not None:
        form.problem = no.text
        return _page(visit, form)
    return visit.go(f"/employers/apply/thanks?lang={lang}")


async def show_thanks(visit: Visit) -> Response:
    return visit.show("apply_thanks.html")


ROWS = (
    Page("GET", "/employers/apply", show_form, PUBLIC),
    Page("POST", "/employers/apply", apply, PUBLIC),
    Page("GET", "/employers/apply/thanks", show_thanks, PUBLIC),
)
