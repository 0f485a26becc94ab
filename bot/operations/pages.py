"""The operator's own port: /healthz, /readyz with its reasons, /metrics."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from contextlib import suppress

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.operations.meters import Meters
from bot.operations.readiness import Readiness
from bot.store.database import StoreError

Figures = Callable[[], Awaitable[list[Metric]]]
_NO_STORE = {"Cache-Control": "no-store"}


class Pages:
    """Answers on a port that is reached from this machine alone, or with a token."""

    def __init__(self, meters: Meters, readiness: Readiness, figures: Figures, token: str | None) -> None:
        """`figures`: those of the database. `token`: that every request has to bring, where one is set."""
        self._meters = meters
        self._readiness = readiness
        self._figures = figures
        self._token = token.encode() if token else None

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/healthz", self._health),
                Route("/readyz", self._ready),
                Route("/metrics", self._metrics),
            ]
        )

    async def _health(self, _: Request) -> Response:
        return PlainTextResponse("ok", headers=_NO_STORE)

    async def _ready(self, request: Request) -> Response:
        if not self._known(request):
            return _refused()
        found = await self._readiness.look()
        content = {"ready": found.ok, "checks": dict(found.checks), "notes": dict(found.notes)}
        return JSONResponse(content, 200 if found.ok else 503, headers=_NO_STORE)

    async def _metrics(self, request: Request) -> Response:
        if not self._known(request):
            return _refused()
        registry = CollectorRegistry()
        registry.register(self._meters.registry)
        with suppress(StoreError, TimeoutError):  # the others are worth having while the database is away
            registry.register(_Given(await self._figures()))
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST, headers=_NO_STORE)

    def _known(self, request: Request) -> bool:
        given = request.headers.get("authorization", "").encode("latin-1")
        return self._token is None or hmac.compare_digest(given, b"Bearer " + self._token)


class _Given:
    """Figures that were read a moment ago, in the shape that a registry takes."""

    def __init__(self, figures: list[Metric]) -> None:
        self._figures = figures

    def collect(self) -> list[Metric]:
        return self._figures


def _refused() -> Response:
    return PlainTextResponse("a token is needed", 401, {"WWW-Authenticate": "Bearer", **_NO_STORE})
