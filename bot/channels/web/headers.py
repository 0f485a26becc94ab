"""Security headers on every answer (S8), and the refusal of hosts that are not ours."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.guard import known_host, own_origin
from bot.channels.web.settings import WebSettings

YEAR = 365 * 24 * 3600  # seconds

# No page holds inline script or style, so 'self' is enough and a nonce would only weaken it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' {socket}; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)

FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def security_headers(conn: HTTPConnection, settings: WebSettings) -> dict[str, str]:
    """`cache-control` is no-store wherever a response does not choose for itself (S8)."""
    # Old Safari does not count a WebSocket to the same host as 'self'.
    socket = own_origin(conn, settings).replace("http", "ws", 1)
    headers = FIXED | {
        "content-security-policy": POLICY.format(socket=socket),
        "cache-control": "no-store",
    }
    return headers | only_by_tls(settings)


def only_by_tls(settings: WebSettings) -> dict[str, str]:
    """For a year browsers ask for nothing unencrypted, where the service is reached by TLS (S8)."""
    if not settings.secure:
        return {}
    return {"strict-transport-security": f"max-age={YEAR}; includeSubDomains"}


def adding(send: Send, headers: Mapping[str, str]) -> Send:
    """`send`, with these headers on every answer that does not set them itself."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = MutableHeaders(scope=message)
            for name, value in headers.items():
                present.setdefault(name, value)
        await send(message)

    return send_with_headers


class SecurityHeaders:
    """Sets on every answer what it does not set itself."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        conn = HTTPConnection(scope)
        headers = security_headers(conn, self._settings)
        send_with_headers = adding(send, headers)

        if known_host(conn, self._settings) or scope["path"] == "/healthz":
            await self._app(scope, receive, send_with_headers)
        else:
            refusal = PlainTextResponse("Unknown host. Set RAFIQ_PUBLIC_URL to this address.", 421)
            await refusal(scope, receive, send_with_headers)
