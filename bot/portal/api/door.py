"""The one door of all calls: nobody gets in whom the row does not name (S4, S3, I3, I13, I14).

In this order: the key, the pace, the scope, the organisation, whose object it is, the body. Nothing of a call
is read before its key is known to be good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from bot.features.staff.api import keys
from bot.portal.api.allowed import check
from bot.portal.api.ask import Ask
from bot.portal.api.desk import Desk
from bot.portal.api.limits import BODY, DEPTH
from bot.portal.api.problem_words import NO_PARAMETER
from bot.portal.api.problems import Problem, Wrong, tongue_of
from bot.portal.api.table import Call

log = structlog.get_logger("api")

DAY = 24 * 3600
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
Handler = Callable[[Request], Awaitable[Response]]


def token_of(request: Request) -> str:
    """The key that was sent (RFC 6750, section 2.1: in the header and nowhere else); "" for none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def guarded(desk: Desk, row: Call) -> type[APIRoute]:
    """A kind of route that enters by this row."""

    class Guarded(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Any]:
            handler = super().get_route_handler()
            known = frozenset(field.alias for field in self.dependant.query_params)

            async def enter(request: Request) -> Response:
                try:
                    await _enter(desk, row, request, known)
                    response: Response = await handler(request)
                except Problem as problem:
                    response = problem.response(tongue_of(request, desk.labels))
                    log.info("api.refused", route=row.path, code=problem.code, result=problem.status)
                return response

            return enter

    return Guarded


async def _enter(desk: Desk, row: Call, request: Request, known: frozenset[str]) -> None:
    now, token = desk.clock.now(), token_of(request)
    caller = await desk.store.read(lambda conn: keys.caller(conn, desk.staff, token, now)) if token else None
    if caller is None:
        await desk.limits.take_stranger()
        raise Problem("bad_key" if token else "no_key", headers={"WWW-Authenticate": "Bearer"})
    await desk.limits.take(caller.key)
    if row.scope is not None and row.scope not in caller.scopes:
        raise Problem("missing_scope", scope=row.scope)
    held, params = caller, request.path_params
    await desk.store.read(lambda conn: check(conn, row, held, params, now))
    if caller.used_day != int(now) // DAY:
        await desk.store.write(lambda conn: keys.touch(conn, held.key, now))
    _check_query(request, known)
    name = _name(row, request)
    body = await _body(request) if row.method != "GET" else b""
    if row.method == "PUT" and not request.headers.get("if-match"):
        raise Problem("no_if_match")
    request.state.ask = Ask(desk, row, caller, token, now, name, request, body)


def _check_query(request: Request, known: frozenset[str]) -> None:
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        raise Problem("invalid", errors=[Wrong(NO_PARAMETER, parameter=unknown[0][:60])])


def _name(row: Call, request: Request) -> str:
    """The Idempotency-Key; every POST has one (M11)."""
    names = request.headers.getlist("idempotency-key")
    if row.method == "GET" or (row.method == "PUT" and not names):
        return ""
    if len(names) != 1 or not IDEMPOTENCY_KEY.fullmatch(names[0]):
        raise Problem("no_idempotency_key")
    return names[0]


async def _body(request: Request) -> bytes:
    """The body within its limits, in the one form by which two calls are compared: keys in order.

    Raises Problem. What was read stays with the request, for FastAPI to read it once more.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise Problem("too_large")
    raw = bytes(body)
    request._body = raw
    if not raw:
        return b""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem("bad_type")
    if depth_of(raw) > DEPTH:
        raise Problem("too_deep")
    try:
        return json.dumps(json.loads(raw, parse_constant=_no_constant), sort_keys=True).encode()
    except (ValueError, RecursionError):
        raise Problem("bad_json") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON (RFC 8259, section 6)


def depth_of(body: bytes) -> int:
    """How many levels of objects and lists lie within each other; more than there are for what is no JSON."""
    deepest = level = 0
    for sign in _STRINGS.sub(b"", body):
        if sign in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif sign in b"]}":
            level -= 1
    return deepest
