"""The one door of all pages: it lets nobody in whom the row of the page does not name (S4, S5, S7).

In this order: the address, the session, the role, the form's token, whose object it is, the fresh factor.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.web.guard import own_origin
from bot.channels.web.languages import page_language
from bot.features.staff import SignedIn, StaffRefused, fresh, sessions
from bot.language.languages import negotiate
from bot.portal.cookies import (
    chosen_language,
    form_token,
    give_cookie,
    new_visitor,
    read_cookie,
    same,
    take_cookie,
)
from bot.portal.desk import PATIENCE, Desk, desk_of
from bot.portal.notices import STALE, notice
from bot.portal.sent import Sent, read_sent
from bot.portal.stepping import ask_for_factor, ask_to_sign_in, look_again, try_again
from bot.portal.table import Page
from bot.portal.visit import Visit
from bot.store.database import StoreUnavailable

Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(page: Page) -> Endpoint:
    """The row as an endpoint of Starlette."""

    async def endpoint(request: Request) -> Response:
        desk = desk_of(request)
        elsewhere = _by_name(request, desk)
        if elsewhere is not None:
            return elsewhere
        return await _enter(desk, page, request)

    return endpoint


async def _enter(desk: Desk, page: Page, request: Request) -> Response:
    now = desk.clock.now()
    token = read_cookie(request, "staff", desk.settings)
    signed = await _session(desk, token, now, page.polled) if token else None
    visitor = read_cookie(request, "visitor", desk.settings)
    secret = token if signed and token else visitor or new_visitor()
    sent = await read_sent(request) if request.method == "POST" else Sent()
    visit = Visit(request, desk, page, now, _language(request, desk, signed), secret, signed, sent)
    try:
        response = await _answer(visit, token)
    except HTTPException as error:
        response = visit.show(
            "notice.html", error.status_code, text=notice(error.status_code), code=error.status_code
        )
    except StaffRefused as error:
        response = visit.show("notice.html", 409, text=error.text, code=error.code)
    except sessions.SessionOver:
        visit.signed, visit.secret = None, visitor or new_visitor()
        response = ask_to_sign_in(visit, keep=True)
    except StoreUnavailable:
        if page.method != "POST" or visit.signed is None:
            raise
        response = try_again(visit)
    _give_cookies(visit, visitor, response)
    return response


def _give_cookies(visit: Visit, visitor: str | None, response: Response) -> None:
    settings = visit.desk.settings
    chosen = negotiate(visit.asked("lang")) if visit.request.method == "GET" and not visit.signed else None
    if chosen:
        # It stays after signing in, where no address carries it.
        give_cookie(response, "lang", chosen, settings)
    if visit.token:
        give_cookie(response, "staff", visit.token, settings)
        take_cookie(response, "visitor", settings)
    elif visit.token is not None:
        take_cookie(response, "staff", settings)
    elif visit.signed is None and visit.secret != visitor:
        give_cookie(response, "visitor", visit.secret, settings)


async def _session(desk: Desk, token: str, now: float, polled: bool) -> SignedIn | None:
    """Who holds this token, read anew for each request (S3)."""
    signed = await desk.store.read(lambda conn: sessions.signed_in(conn, desk.staff, token, now))
    if signed is not None and not polled and sessions.needs_touch(signed, now):
        await desk.store.write(lambda conn: sessions.touch(conn, signed.session, now))
    return signed


async def _answer(visit: Visit, token: str | None) -> Response:
    page, desk = visit.page, visit.desk
    held = frozenset(visit.signed.roles) if visit.signed else None
    if not page.admits(held):
        if visit.signed is not None:
            raise HTTPException(403)
        # The session has ended: what was typed is kept if the form was made for the holder of its cookie, or
        # if the browser says that a page of ours sent it: after signing out the cookie is gone.
        genuine = token is not None and _is_ours(visit, token)
        return ask_to_sign_in(visit, keep=genuine or _of_our_page(visit))
    if page.method == "POST":
        if not _is_ours(visit, visit.secret):
            if visit.sent.values and _of_our_page(visit):
                return look_again(visit)
            return visit.show("notice.html", 403, text=STALE, code="token")
        if visit.signed is None:
            await _slow_down(desk)
    if page.owner is not None and visit.signed is not None and not await _may_touch(visit, visit.signed):
        raise HTTPException(404)
    if page.fresh and not fresh(visit.me, visit.now):
        return ask_for_factor(visit)
    return await page.endpoint(visit)


async def _may_touch(visit: Visit, signed: SignedIn) -> bool:
    """Whether the object is of her own organisation, or one of her roles reaches across."""
    page = visit.page
    assert page.owner is not None
    if page.across & frozenset(signed.roles):
        return True
    owner = page.owner
    return await visit.read(lambda conn: owner(conn, visit.params)) == signed.organisation


def _is_ours(visit: Visit, secret: str) -> bool:
    """A form counts only with the token of this cookie, and where the browser tells, from our own page.

    Browsers write the origin of a form as "null" because our pages send no referrer, so "null" tells nothing.
    """
    if visit.request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    return _own_origin(visit) and same(visit.sent.token, form_token(secret))


def _of_our_page(visit: Visit) -> bool:
    """Does the browser itself say that a page of ours sent the form? No other site can have it say so.

    That is no leave to do what the form asks for: it is only shown again, for its sender to send once more.
    """
    return visit.request.headers.get("sec-fetch-site") == "same-origin" and _own_origin(visit)


def _own_origin(visit: Visit) -> bool:
    origin = visit.request.headers.get("origin", "null").lower()
    return origin in ("null", own_origin(visit.request, visit.desk.settings))


async def _slow_down(desk: Desk) -> None:
    wait = await desk.wait_as_stranger()
    if wait > PATIENCE:
        raise HTTPException(429)
    await asyncio.sleep(wait)


def _language(request: Request, desk: Desk, signed: SignedIn | None) -> str:
    """The language of the account once one was chosen for it; before that the one that was asked for in this
    browser, now or before, and else what the browser prefers."""
    asked = (signed.lang if signed else "") or request.query_params.get("lang", "")
    return page_language(request, desk.settings.default_lang, asked, chosen_language(request, desk.settings))


def _by_name(request: Request, desk: Desk) -> Response | None:
    """On this machine passkeys belong to the name localhost: a browser has none for a number."""
    if desk.settings.public_host or request.method not in ("GET", "HEAD"):
        return None
    host = request.url.hostname or ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return None
    if not number.is_loopback:
        return None
    port = f":{request.url.port}" if request.url.port else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"http://localhost{port}{quote(request.url.path)}{query}", 307)
