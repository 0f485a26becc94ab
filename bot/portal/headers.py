"""The headers of every answer (S8), and the nonce that scripts and style sheets of this one answer carry."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web import WebSettings
from bot.channels.web.headers import FIXED, YEAR

NONCE = "portal.nonce"
"""Where the nonce stands in the scope of the request."""

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)

# The portal asks for passkeys of its own origin and for nothing else.
PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def portal_headers(nonce: str, settings: WebSettings) -> dict[str, str]:
    """`cache-control` is no-store wherever an answer does not choose for itself."""
    headers = FIXED | {
        "content-security-policy": POLICY.format(nonce=nonce),
        "permissions-policy": PERMISSIONS,
        "cache-control": "no-store",
    }
    if settings.secure:
        headers["strict-transport-security"] = f"max-age={YEAR}; includeSubDomains"
    return headers


class PortalHeaders:
    """Makes the nonce before the page is rendered, and sets the headers that it does not set itself."""

    def __init__(self, app: ASGIApp, settings: WebSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = scope[NONCE] = secrets.token_urlsafe(16)
        headers = portal_headers(nonce, self._settings)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in headers.items():
                    present.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
