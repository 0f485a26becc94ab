"""What a process serves on the web: the chat and the pages to read; late, those of staff and of programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
import uvicorn
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from bot.channels import web
from bot.channels.mail import mails
from bot.features import places
from bot.operations.readiness import brief
from bot.serving import Late, Server
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.app import Assistant

log = structlog.get_logger("app")

PORTAL = "/portal"
"""Where staff and employers have their pages."""
API = "/api/v1"
"""Where programs of employers call."""
CLOSE_WITHIN = 10
"""Seconds for connections to end, before turns and sends do (O3)."""


def web_settings(settings: Settings) -> web.WebSettings:
    return web.WebSettings(
        public_url=settings.public_url, operator=settings.operator, contact=settings.contact
    )


def server_of(running: Assistant, ready: Callable[[], None], is_a_demo: bool) -> Server:
    pages = web_settings(running.settings)
    app = web.build(
        running.runner, running.mind.library, running.mind.wording, pages, _checker(running), running.pace
    )
    staff_pages = Late(lambda: _portal(running, pages, is_a_demo))

    async def ready_page(_: Request) -> Response:
        return await brief(running.readiness)

    app.router.routes += [
        Route("/readyz", ready_page),
        Route(PORTAL, _first_page),
        Mount(PORTAL, staff_pages),
        Mount(API, Late(lambda: _api(running, pages))),
    ]
    if running.telegram is not None and running.settings.webhook:
        app.router.routes.append(running.telegram.webhook_route())
    options = web.uvicorn_options(pages) | {"timeout_graceful_shutdown": CLOSE_WITHIN}
    return Server(uvicorn.Config(app, log_config=None, **options), ready)


def _checker(running: Assistant) -> web.Check:
    """What the public page says of a check code (A11)."""
    mind, store, clock = running.mind, running.store, running.clock

    async def check(code: str, lang: str) -> web.Checked:
        found = await store.read(lambda conn: mind.verify(conn, code, clock.now()))
        verdict = places.verdicts.said(places.verdicts.packed(found), lang, mind.say)
        return web.Checked(verdict, *places.verdicts.words(found, lang))

    return check


async def _first_page(request: Request) -> Response:
    return RedirectResponse(f"{PORTAL}/", 308)


def _portal(running: Assistant, pages: web.WebSettings, is_a_demo: bool) -> Starlette:
    """The pages of staff and employers, loaded late: the chat needs neither their second nor their 20 MB."""
    from bot import portal

    def shown(
        conn: Connection, person: str | None, after: tuple[int, str] | None, limit: int
    ) -> list[portal.Mail]:
        found = mails(conn, running.keys, person=person, after=after, limit=limit)
        return [
            portal.Mail(
                one.id, one.sent, one.address, one.message.subject, one.message.text, one.message.lang
            )
            for one in found
        ]

    async def bot_name() -> str:
        if running.telegram is None:
            return ""
        from bot.channels.telegram.naming import NoName, user_name

        try:
            return await user_name(running.settings)
        except NoName:
            log.warning("portal.bot_unnamed")
            return ""

    return portal.build(
        running.store,
        running.staff,
        running.mind.hiring,
        running.mind.adverts,
        running.mind.announcing,
        running.clock,
        running.mind.wording,
        pages,
        demo=is_a_demo,
        muted=running.muted is not None,
        bot_name=bot_name,
        shared=running.pace,
        mails=shown if is_a_demo and not running.settings.smtp_host else None,
    )


def _api(running: Assistant, pages: web.WebSettings) -> ASGIApp:
    """The employers' API, loaded when it is first called: FastAPI takes half a second and 30 MB."""
    from bot.portal import api

    return api.build(
        running.store,
        running.staff,
        running.mind.hiring,
        running.mind.adverts,
        running.clock,
        running.mind.wording,
        pages,
        limits=api.Limits(shared=running.pace),
    )
