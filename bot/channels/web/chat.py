"""The secret of a chat: the cookie that carries it, and what is derived from it.

Who holds the secret holds the chat, so it is 192 random bits, kept in an HttpOnly cookie and nowhere else
on the phone. Everything that leaves it is a one-way hash.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.channels.web.settings import WebSettings

CHANNEL = "web"
MAX_AGE = 30 * 24 * 3600  # seconds; as long as a place in a conversation is kept (D5)
SECRET = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def new_secret() -> str:
    """192 random bits in 32 characters; also the address of the person on this channel."""
    return secrets.token_urlsafe(24)


def cookie_name(settings: WebSettings) -> str:
    """Browsers take a __Host- cookie only over https, bound to this host and to no parent of it (S7)."""
    return "__Host-rafiq" if settings.secure else "rafiq"


def read_secret(conn: HTTPConnection, settings: WebSettings) -> str | None:
    """The chat of this request; None where there is none or it is not one of ours."""
    value = conn.cookies.get(cookie_name(settings), "")
    return value if SECRET.fullmatch(value) else None


def give_cookie(response: Response, secret: str, settings: WebSettings) -> None:
    """Set the cookie, or set it again so that it ends 30 days after the last visit."""
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=MAX_AGE,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="strict",
    )


def external_id(secret: str, client_id: str) -> str:
    """The inbox's id of a message: equal for a message sent again, never equal for two chats.

    Both go into one hash, so that the stored id tells nothing to somebody who holds the cookie alone (K2).
    """
    return _short(hashlib.sha256(f"{secret}\0{client_id}".encode()).digest())


def message_token(secret: str, outbox_id: int) -> str:
    """The id of a message as the phone sees it: outbox numbers would tell how many people write (D9)."""
    return _short(_mac(secret, f"message {outbox_id}"), 22)


def form_token(secret: str) -> str:
    """Proof that a form was rendered for the holder of this chat."""
    return _short(_mac(secret, "form"), 22)


def pace_key(secret: str) -> str:
    """What a chat is counted under, so that the secret itself is not held there."""
    return _mac(secret, "pace")[:16].hex()


def _mac(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def _short(digest: bytes, length: int = 43) -> str:
    return base64.urlsafe_b64encode(digest).decode()[:length]
