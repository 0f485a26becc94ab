"""The headers of every answer (S8), and the nonce that scripts and style sheets of this one answer carry."""

from __future__ import annotations

import secrets

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web import WebSettings
from bot.channels.web.headers import FIXED, adding, only_by_tls

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
    own = {
        "content-security-policy": POLICY.format(nonce=nonce),
        "permissions-policy": PERMISSIONS,
        "cache-control": "no-store",
    }
    return FIXED | own | only_by_tls(settings)


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
        await self._app(scope, receive, adding(send, headers))
