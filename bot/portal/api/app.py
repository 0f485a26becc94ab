"""The API as one FastAPI application, made of the rows of the table and nothing else (S4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.adverts import Adverts
from bot.channels.web import Labels, WebSettings
from bot.channels.web.headers import FIXED, adding, only_by_tls
from bot.conversation.messages import Text
from bot.delivery.ports import Clock
from bot.features.interviews.employers import Forbidden
from bot.features.staff import Staff, sessions
from bot.features.staff.api import keys
from bot.hiring import Hiring
from bot.portal.api.desk import Desk
from bot.portal.api.document import document
from bot.portal.api.door import guarded, token_of
from bot.portal.api.limits import Limits
from bot.portal.api.problem_words import FIELDS, NOT_YOURS, OTHER
from bot.portal.api.problems import Problem, ProblemDetails, Wrong, tongue_of
from bot.portal.api.routes import CALLS
from bot.portal.api.table import Call
from bot.portal.cookies import read_cookie
from bot.store.cipher import Unreadable
from bot.store.database import Store, StoreUnavailable

log = structlog.get_logger("api")

ALWAYS = (401, 403, 422, 429, 500, 503)
"""Statuses that every call can answer with."""
_STATUSES = {404: "not_found", 405: "no_method", 413: "too_large", 415: "bad_type", 429: "slow_down"}


def build(
    store: Store,
    staff: Staff,
    hiring: Hiring,
    adverts: Adverts,
    clock: Clock,
    labels: Labels,
    settings: WebSettings,
    *,
    limits: Limits | None = None,
    calls: Iterable[Call] = CALLS,
) -> FastAPI:
    """The application, to be mounted at `ROOT`. Takes half a second and 30 MB: build it when it is asked."""
    desk = Desk(store, staff, hiring, adverts, clock, labels, settings, limits or Limits())
    app = FastAPI(
        title="Rafiq for employers",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=[Middleware(_Headers, settings=settings)],
    )
    for row in calls:
        _add(app, desk, row)
    _handle(app, labels)

    @cache
    def whole() -> dict[str, Any]:
        return document(app)  # takes a quarter of a second, and few ask for it

    async def show_document(request: Request) -> Response:
        return JSONResponse(whole()) if await _may_read(desk, request) else _no_key(request, labels)

    app.add_route("/openapi.json", show_document, include_in_schema=False)
    return app


def _add(app: FastAPI, desk: Desk, row: Call) -> None:
    writes = (400, 409, 413, 415) if row.method != "GET" else ()
    named = (404,) if row.owner is not None else ()
    statuses = sorted({*ALWAYS, *writes, *named, *row.problems})
    app.router.add_api_route(
        row.path,
        row.endpoint,
        methods=[row.method],
        status_code=row.status,
        response_model=row.answer,
        summary=(row.endpoint.__doc__ or "").partition(". ")[0].strip().rstrip("."),
        operation_id=f"{row.method} {row.path}".lower(),
        tags=[row.path.split("/")[1]],
        responses={status: {"model": ProblemDetails} for status in statuses},
        openapi_extra={"x-scope": row.scope} if row.scope else None,
        route_class_override=guarded(desk, row),
    )


async def _may_read(desk: Desk, request: Request) -> bool:
    """Whoever holds a key, or is signed in for an employer: the document is nobody else's (O5)."""
    now, key = desk.clock.now(), token_of(request)
    if key:
        return await desk.store.read(lambda conn: keys.caller(conn, desk.staff, key, now)) is not None
    session = read_cookie(request, "staff", desk.settings)
    if session is None:
        return False
    signed = await desk.store.read(lambda conn: sessions.signed_in(conn, desk.staff, session, now))
    return signed is not None and "employer" in signed.roles


def _no_key(request: Request, labels: Labels) -> Response:
    problem = Problem("no_key", headers={"WWW-Authenticate": "Bearer"})
    return problem.response(tongue_of(request, labels))


def _handle(app: FastAPI, labels: Labels) -> None:
    """Whatever happens is told as a problem, with a code and never with internals (L6)."""

    def told(request: Request, problem: Problem) -> Response:
        return problem.response(tongue_of(request, labels))

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        code = _STATUSES.get(status, "bad_json" if status == 400 else "failed")
        return told(request, Problem(code, headers=headers))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return told(request, Problem("invalid", errors=[_wrong(one) for one in error.errors()[:50]]))

    async def busy(request: Request, error: Exception) -> Response:
        return told(request, Problem("busy", headers={"Retry-After": "5"}))

    async def gone(request: Request, error: Exception) -> Response:
        return told(request, Problem("not_found"))

    async def forbidden(request: Request, error: Exception) -> Response:
        return told(request, Problem("missing_scope", NOT_YOURS))

    async def failed(request: Request, error: Exception) -> Response:
        log.error("api.failed", reason=type(error).__name__, alarm=True)
        return told(request, Problem("failed"))

    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(StoreUnavailable, busy)
    app.add_exception_handler(Unreadable, gone)
    app.add_exception_handler(Forbidden, forbidden)
    app.add_exception_handler(Exception, failed)


def _wrong(error: dict[str, Any]) -> Wrong:
    """One error of pydantic in our words, without what was sent (L6)."""
    place, *path = (str(part) for part in error["loc"])
    kind, about = str(error["type"]), error.get("ctx", {})
    text = FIELDS.get(kind, OTHER)
    values = {
        "least": about.get("min_length", about.get("ge", "")),
        "most": about.get("max_length", about.get("le", "")),
        "choices": ", ".join(re.findall("'([^']*)'", str(about.get("expected", "")))),
    }
    used = {name: str(value) for name, value in values.items() if f"{{{name}}}" in text.msg}
    detail = Text(text.ctxt, text.msg, used)
    if place == "body":
        pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1")[:60] for part in path)
        return Wrong(detail, pointer=pointer, code=kind)
    return Wrong(detail, parameter="/".join(path)[:60] or place, code=kind)


class _Headers:
    """The headers of every answer (S8): programs read them, browsers show nothing of it."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        own = {"content-security-policy": policy, "cache-control": "no-store"}
        self._headers = FIXED | own | only_by_tls(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, adding(send, self._headers) if scope["type"] == "http" else send)
