"""The portal as one Starlette application, made of the rows of the route table and nothing else (S4)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.adverts import Adverts
from bot.announcing import Announcing
from bot.channels.web import Labels, WebSettings
from bot.channels.web.assets import Assets
from bot.channels.web.languages import page_language
from bot.channels.web.pace import Shared
from bot.delivery.ports import Clock
from bot.features.staff import Staff
from bot.hiring import Hiring
from bot.portal.cookies import chosen_language, form_token, read_cookie
from bot.portal.desk import BotName, Desk, Mails, desk_of, limits, no_bot
from bot.portal.guard import guarded
from bot.portal.headers import NONCE, PortalHeaders, portal_headers
from bot.portal.menu import Menu
from bot.portal.notices import notice
from bot.portal.pages import mails as mails_page
from bot.portal.render import Renderer
from bot.portal.routes import PAGES
from bot.portal.table import Page
from bot.portal.visit import ROOT
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("portal")

STATIC = Path(__file__).parent / "static"


def build(
    store: Store,
    staff: Staff,
    hiring: Hiring,
    adverts: Adverts,
    announcing: Announcing,
    clock: Clock,
    labels: Labels,
    settings: WebSettings,
    *,
    demo: bool,
    mails: Mails | None = None,
    muted: bool = False,
    bot_name: BotName = no_bot,
    shared: Shared | None = None,
    pages: Iterable[Page] = PAGES,
) -> Starlette:
    """The application; `routes_of` says how it is reached.

    `hiring`: the parts around interviews, with the mail. `adverts`: what adverts lean on.
    `announcing`: what announcements lean on.
    `demo`: whether the database is marked as a demo.
    `bot_name`: of the bot in Telegram, asked when a link is made.
    `mails`: those that a demo shows instead of sending them; without, there is no page of them.
    `shared`: counts for a fleet what those who are not signed in send, and what calendar programs fetch.
    `muted`: whether nothing is sent; to be built anew when that changes.
    Raises ValueError where two rows have the same method and path.
    """
    assets = Assets(STATIC, f"{ROOT}/static")
    rows = tuple(page for page in pages if mails is not None or page not in mails_page.ROWS)
    _only_once(rows)
    app = Starlette(
        routes=[*(_route(page) for page in rows), _static(assets)],
        middleware=[Middleware(PortalHeaders, settings=settings)],
        exception_handlers={HTTPException: _refusal, StoreUnavailable: _busy, Exception: _failure},
    )
    app.router.redirect_slashes = False
    renderer = Renderer(labels, assets)
    app.state.desk = Desk(
        store,
        staff,
        hiring.post,
        clock,
        settings,
        renderer,
        rows,
        hiring,
        adverts,
        announcing,
        demo,
        bot_name,
        *limits(shared),
        mails,
        muted,
    )
    return app


def routes_of(portal: Starlette) -> list[BaseRoute]:
    """What the server has to know to reach it below /portal."""

    async def first_page(request: Request) -> Response:
        return RedirectResponse(f"{ROOT}/", 308)

    return [Route(ROOT, first_page), Mount(ROOT, portal)]


def _route(page: Page) -> Route:
    return Route(page.path, guarded(page), methods=[page.method])


def _static(assets: Assets) -> Route:
    async def static(request: Request) -> Response:
        return assets.serve(request)

    return Route("/static/{version}/{name}", static)


def _only_once(rows: tuple[Page, ...]) -> None:
    seen = [(page.method, page.path) for page in rows]
    twice = {row for row in seen if seen.count(row) > 1}
    if twice:
        raise ValueError(f"more than one row of the table is {sorted(twice)}")


async def _refusal(request: Request, error: Exception) -> Response:
    return _notice(request, error.status_code if isinstance(error, HTTPException) else 500)


async def _busy(request: Request, _: Exception) -> Response:
    return _notice(request, 503)


async def _failure(request: Request, error: Exception) -> Response:
    """Starlette answers faults outside of all middleware, so the headers are set here once more."""
    log.error("portal.failed", reason=type(error).__name__, alarm=True)
    page = _notice(request, 500)
    page.headers.update(portal_headers(request.scope[NONCE], desk_of(request).settings))
    return page


def _notice(request: Request, status: int) -> Response:
    """A plain sentence and a code, never internals (L6)."""
    desk = desk_of(request)
    before = chosen_language(request, desk.settings)
    lang = page_language(request, desk.settings.default_lang, before=before)
    secret = read_cookie(request, "staff", desk.settings) or ""
    context = {
        "text": notice(status),
        "code": status,
        "me": None,
        "token": form_token(secret),
        "nonce": request.scope[NONCE],
        "demo": desk.demo,
        "muted": desk.muted,
        "operator": desk.settings.operator,
        "menu": Menu(),
        "said": None,
        "root": ROOT,
        "here": "",
        "shown_at": "",
    }
    return HTMLResponse(desk.renderer.page("notice.html", lang, "UTC", context), status)
