"""Pages to read and to keep: one page a topic with all its articles, nothing about who reads (C2, C13)."""

from __future__ import annotations

import hashlib

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from bot.channels.web import pages
from bot.channels.web.desk import Desk, desk_of
from bot.channels.web.languages import page_language
from bot.language.languages import LANGUAGES

CHECKED_EACH_TIME = "no-cache"  # kept by the browser, shown only after we said that it still holds
A_DAY = "public, max-age=86400"


async def choose_language(request: Request) -> Response:
    lang = page_language(request, desk_of(request).settings.default_lang)
    return RedirectResponse(f"/read/{lang}", 303)


async def show_topics(request: Request) -> Response:
    desk, lang = _desk_and_lang(request)
    return _public(request, desk.renderer.topics(lang, pages.topics(desk.pages, desk.labels, lang)))


async def show_topic(request: Request) -> Response:
    """A whole topic. Raises HTTPException 404, also once all its articles were withdrawn."""
    desk, lang = _desk_and_lang(request)
    wanted = request.path_params["topic"]
    topic = next((t for t in pages.topics(desk.pages, desk.labels, lang) if t.id == wanted), None)
    if topic is None:
        raise HTTPException(404)
    articles = pages.articles(desk.pages, topic.id, lang)
    return _public(request, desk.renderer.topic(lang, topic, articles))


async def show_offline(request: Request) -> Response:
    """What the service worker shows instead of the chat while there is no connection."""
    desk, lang = _desk_and_lang(request)
    return _public(request, desk.renderer.offline(lang))


async def show_strings(request: Request) -> Response:
    """The script's words, fetched when a person changes the language."""
    desk, lang = _desk_and_lang(request)
    return JSONResponse(desk.renderer.strings(lang), headers={"cache-control": A_DAY})


async def service_worker(request: Request) -> Response:
    """At the root, because a worker serves only what lies below its own address."""
    return desk_of(request).assets.respond(request, "sw.js", CHECKED_EACH_TIME)


def _desk_and_lang(request: Request) -> tuple[Desk, str]:
    lang = request.path_params["lang"]
    if lang not in LANGUAGES:
        raise HTTPException(404)
    return desk_of(request), lang


def _public(request: Request, page: HTMLResponse) -> Response:
    """The same for everybody, so it may be kept; a short tag saves sending an unchanged page again."""
    tag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": CHECKED_EACH_TIME}
    # A proxy that packs the page marks its tag as weak.
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    page.headers.update(headers)
    return page
