"""A sentence that the next page says once: "The invitation was made." It travels in a cookie.

The cookie holds the text's id and its values, and a code that only the holder of the session could have been
given, so that nobody can have the portal say what it did not say.
"""

from __future__ import annotations

import base64
import binascii
import json

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web import WebSettings
from bot.conversation.messages import Text
from bot.portal.cookies import code, cookie_name, same, take_cookie

SECONDS = 60
LONGEST = 1_500  # bytes: well below what browsers keep


def say(response: Response, text: Text, secret: str, settings: WebSettings) -> None:
    """Have the next page say it. `values` of the text may be words and numbers."""
    plain = json.dumps([text.ctxt, text.msg, dict(text.values), text.plural, text.count])
    packed = base64.urlsafe_b64encode(plain.encode()).decode()
    if len(packed) > LONGEST:
        return
    response.set_cookie(
        cookie_name("said", settings),
        f"{code(secret, 'said ' + packed)}.{packed}",
        max_age=SECONDS,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def heard(request: Request, secret: str | None, settings: WebSettings) -> Text | None:
    """What the last page had to say; None where there is nothing, or nothing of ours."""
    proof, _, packed = request.cookies.get(cookie_name("said", settings), "").partition(".")
    if secret is None or not packed or not same(proof, code(secret, "said " + packed)):
        return None
    try:
        ctxt, msg, values, plural, count = json.loads(base64.urlsafe_b64decode(packed))
    except (ValueError, binascii.Error):
        return None
    return Text(ctxt, msg, values, plural, count)


def forget(response: Response, settings: WebSettings) -> None:
    take_cookie(response, "said", settings)
