"""The public page where anybody can see whether an announcement is real (A11): a form, without any script.

Nothing is kept of who asks. Guesses are slowed down by the address that they come from: a keyed hash of it,
cut to one of a few thousand buckets, in memory, under a key that is new at every start; in a fleet under one
that its processes share, and in Redis the number is hashed once more and ends by itself (D2, D7, I13). Behind
a proxy all come from one address, so the limit is wide; a code has more than 40 random bits.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web.answers import Check
from bot.channels.web.desk import Desk, desk_of
from bot.channels.web.languages import page_language
from bot.store.database import StoreUnavailable

LONGEST = 200
"""Characters of what is typed; a code may stand in a sentence."""


async def show_check(request: Request) -> Response:
    """The form; with `?code=` the answer above it."""
    desk = desk_of(request)
    lang = page_language(request, desk.settings.default_lang)
    typed = request.query_params.get("code")
    if typed is None or desk.check is None:
        return desk.renderer.check(lang)
    code = typed.strip()[:LONGEST]
    if not code:
        return desk.renderer.check(lang, notice="missing")
    wait = await desk.checks.wait(str(desk.check_door.bucket(request)), desk.settings.patience)
    if wait > desk.settings.patience:
        return desk.renderer.check(lang, code, notice="slow", status=429)
    await asyncio.sleep(wait)
    return await _answer(desk, desk.check, code, lang)


async def _answer(desk: Desk, check: Check, code: str, lang: str) -> HTMLResponse:
    try:
        checked = await check(code, lang)
    except StoreUnavailable:
        return desk.renderer.check(lang, code, notice="busy", status=503)
    return desk.renderer.check(lang, code, checked=checked)
