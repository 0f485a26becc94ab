"""The two cookies of the portal, and what is derived from them (S7).

`staff` carries the token of a session; `visitor` carries a random value for who is not signed in, so that the
sign-in pages are guarded against forged forms too. What leaves these two is only ever a one-way code of them.
`said` and `lang` carry no secret: what the next page says, and a language that was chosen before signing in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import WebSettings
from bot.language.languages import negotiate

Kind = Literal["staff", "visitor", "said", "lang"]
VALUE = re.compile(r"[A-Za-z0-9_-]{22,128}", re.ASCII)


def cookie_name(kind: Kind, settings: WebSettings) -> str:
    """Browsers take a __Host- cookie only over https, bound to this host and to no parent of it."""
    return f"__Host-rafiq-{kind}" if settings.secure else f"rafiq-{kind}"


def read_cookie(request: Request, kind: Kind, settings: WebSettings) -> str | None:
    """The value; None where there is none or where it cannot be one of ours."""
    value = request.cookies.get(cookie_name(kind, settings), "")
    return value if VALUE.fullmatch(value) else None


def give_cookie(response: Response, kind: Kind, value: str, settings: WebSettings) -> None:
    """Until the browser closes; how long a session is good for is decided on the server (S3).

    Lax, not Strict: who follows a link in one of our mails is to find herself signed in. No write goes by
    GET, and each carries a token besides.
    """
    name = cookie_name(kind, settings)
    response.set_cookie(name, value, path="/", secure=settings.secure, httponly=True, samesite="lax")


def take_cookie(response: Response, kind: Kind, settings: WebSettings) -> None:
    """Have the browser forget it."""
    name = cookie_name(kind, settings)
    response.delete_cookie(name, path="/", secure=settings.secure, httponly=True, samesite="lax")


def chosen_language(request: Request, settings: WebSettings) -> str:
    """The language that was chosen in this browser before signing in; "" where none of ours was."""
    return negotiate(request.cookies.get(cookie_name("lang", settings), "")[:20]) or ""


def new_visitor() -> str:
    """192 random bits in 32 characters."""
    return secrets.token_urlsafe(24)


def form_token(secret: str) -> str:
    """Proof that a form was rendered for the holder of this cookie: 128 bits."""
    return code(secret, "portal form")


def code(secret: str, about: str) -> str:
    """A keyed one-way code of `about`, in 22 characters."""
    digest = hmac.new(secret.encode(), about.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode()[:22]


def same(one: str, other: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
