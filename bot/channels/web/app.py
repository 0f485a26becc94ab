"""The web chat as one Starlette application: every route in one list."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from bot.channels.web import forms, reading
from bot.channels.web.answers import BURST, RATE, Check, Door
from bot.channels.web.assets import Assets
from bot.channels.web.checking import show_check
from bot.channels.web.desk import Desk, desk_of
from bot.channels.web.headers import SecurityHeaders, security_headers
from bot.channels.web.languages import page_language
from bot.channels.web.pace import Limit, Pace, Shared
from bot.channels.web.pages import Labels, Pages
from bot.channels.web.render import Renderer
from bot.channels.web.settings import WebSettings
from bot.channels.web.socket import chat_socket
from bot.channels.web.sockets import Sockets
from bot.delivery.ports import Reception

MIB = 1024 * 1024  # bytes: the most for any route, those that app.py adds too (I3)


def build(
    reception: Reception,
    pages: Pages,
    labels: Labels,
    settings: WebSettings,
    check: Check | None = None,
    shared: Shared | None = None,
) -> Starlette:
    """Put the channel together. `bot.channels.web.serving` says how uvicorn has to run it.

    `check`: what a check code of an announcement is about. `shared`: counts messages, new chats and checks
    for all processes of a fleet.
    """
    assets = Assets()
    app = Starlette(
        routes=_routes(assets),
        middleware=[
            Middleware(SecurityHeaders, settings=settings),
            Middleware(RequestBodyLimitMiddleware, max_body_size=MIB),
        ],
        exception_handlers={HTTPException: _notice, Exception: _failure},
    )
    app.router.redirect_slashes = False  # a redirect would name the address that the proxy asked
    app.state.desk = Desk(
        reception,
        pages,
        labels,
        settings,
        assets,
        Renderer(labels, assets, settings),
        Sockets(settings.sockets_per_chat, settings.sockets_in_all),
        Limit("chat", Pace(settings.burst, settings.rate), shared),
        Limit("new chat", Pace(settings.new_chats_burst, settings.new_chats_rate), shared),
        Limit("check", Pace(BURST, RATE), shared),
        Door(shared.secret("check") if shared else None),
        check,
    )
    return app


def _routes(assets: Assets) -> list[BaseRoute]:
    async def static(request: Request) -> Response:
        return assets.serve(request)

    # Only pages that are the same for everybody are packed: packing a page that holds both a secret and
    # words from outside would let its size tell about the secret (BREACH).
    packed = [Middleware(GZipMiddleware, minimum_size=500)]
    return [
        Route("/", forms.show_chat),
        Route("/chat/start", forms.start_chat, methods=["POST"]),
        Route("/chat/say", forms.say, methods=["POST"]),
        WebSocketRoute("/chat/ws", chat_socket),
        Route("/chat/ui/{lang}.json", reading.show_strings, middleware=packed),
        Route("/check", show_check),
        Route("/read", reading.choose_language),
        Route("/read/{lang}", reading.show_topics, middleware=packed),
        Route("/read/{lang}/{topic}", reading.show_topic, middleware=packed),
        Route("/offline/{lang}", reading.show_offline, middleware=packed),
        Route("/sw.js", reading.service_worker),
        Route("/static/{version}/{name}", static),
        Route("/healthz", _health),
    ]


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _notice(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    desk = desk_of(request)
    return desk.renderer.notice(page_language(request, desk.settings.default_lang), status)


async def _failure(request: Request, _: Exception) -> Response:
    """Starlette answers faults outside of all middleware, so the headers are set here once more."""
    desk = desk_of(request)
    page = desk.renderer.notice(page_language(request, desk.settings.default_lang), 500)
    page.headers.update(security_headers(request, desk.settings))
    return page
