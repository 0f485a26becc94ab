"""Whether a request comes from our own page: no other site may write in a person's name."""

from __future__ import annotations

import hmac
import ipaddress

from starlette.requests import HTTPConnection, Request

from bot.channels.web.chat import form_token
from bot.channels.web.settings import WebSettings


def own_origin(conn: HTTPConnection, settings: WebSettings) -> str:
    """Our origin as browsers write it: from the settings; in a local demo the address that was asked."""
    if settings.public_host:
        return f"{'https' if settings.secure else 'http'}://{settings.public_host}"
    return f"http://{conn.headers.get('host', '').lower()}"


def known_host(conn: HTTPConnection, settings: WebSettings) -> bool:
    """Without a public address only numbers and localhost are ours, so that no foreign name can be
    pointed at this machine to read its answers (DNS rebinding)."""
    if settings.public_host:
        return True
    host = conn.headers.get("host", "").lower()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name == "localhost"
    return True


def socket_is_ours(conn: HTTPConnection, settings: WebSettings) -> bool:
    """Browsers name the page's origin in every WebSocket handshake; no name, no entry."""
    return conn.headers.get("origin", "").lower() == own_origin(conn, settings)


def post_is_ours(request: Request, settings: WebSettings, secret: str | None, token: str) -> bool:
    """For writes: what the browser says of the sending page; where an old one says nothing, the form's token.

    Browsers write the origin of a form as "null" because our pages send no referrer, so "null" tells
    nothing. An old browser without a cookie can only begin a chat: there is nothing yet to protect.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null").lower()
    if origin != "null":
        return origin == own_origin(request, settings)
    return secret is None or hmac.compare_digest(token.encode(), form_token(secret).encode())
