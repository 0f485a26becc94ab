"""The chat without JavaScript: plain forms, for old phones and for browsers that fetch pages on a server."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web import frames
from bot.channels.web.chat import CHANNEL, external_id, give_cookie, message_token, new_secret, read_secret
from bot.channels.web.desk import Desk, desk_of
from bot.channels.web.frames import Frame, Unreadable
from bot.channels.web.guard import post_is_ours
from bot.channels.web.languages import page_language
from bot.conversation.messages import Outgoing
from bot.store.database import StoreUnavailable
from bot.store.ids import new_id

FIELDS = 12
DOTS = "••••"
"""Stands for a secret that she typed (C10)."""
KEPT_BY_BROWSER = '"cache", "storage"'
"""What a browser throws away where everything is hidden: pages, and topics kept for offline reading. Not the
cookie, which is the chat itself."""
Waiting = list[tuple[int, Outgoing]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent. `deed` is the value of the pressed button: "text", "press TOKEN ID", ..."""

    deed: str
    text: str
    id: str
    token: str
    lang: str
    length: int
    """Of the whole body, in bytes."""


async def show_chat(request: Request) -> Response:
    """The page. Looking sets no cookie: a phone that only looked holds no trace of a chat.

    A chat that exists gets its cookie anew, so that it ends 30 days after the last visit. `?start=` is the
    payload of a start link; a bad one is a plain visit (I6).
    """
    desk = desk_of(request)
    secret = read_secret(request, desk.settings)
    lang = page_language(request, desk.settings.default_lang)
    payload = request.query_params.get("start", "")
    start = payload if frames.PAYLOAD.fullmatch(payload) else ""
    page = desk.renderer.chat(lang, secret, new_id(), start=start)
    if secret is not None:
        give_cookie(page, secret, desk.settings)
    return page


async def start_chat(request: Request) -> Response:
    """Asked by the script just before the first message: from now on this phone has a chat."""
    desk = desk_of(request)
    secret = read_secret(request, desk.settings)
    if not post_is_ours(request, desk.settings, secret, ""):
        raise HTTPException(403)
    response = Response(status_code=204)
    give_cookie(response, secret or await begin(desk), desk.settings)
    return response


async def say(request: Request) -> Response:
    """One deed of a person, and the page with the answer."""
    desk = desk_of(request)
    form = await read_form(request)
    secret = read_secret(request, desk.settings)
    if not post_is_ours(request, desk.settings, secret, form.token):
        raise HTTPException(403)
    secret = secret or await begin(desk)
    do = _look if form.deed == "look" else _do
    page = await do(desk, secret, form, request)
    give_cookie(page, secret, desk.settings)
    return page


async def begin(desk: Desk) -> str:
    """A new chat. Raises HTTPException 429 where too many begin at once."""
    if not await desk.may_begin():
        raise HTTPException(429)
    return new_secret()


async def read_form(request: Request) -> Form:
    """The fields by name, none of them required. Raises HTTPException 400 or 413."""
    body = await read_body(request)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    fields = dict(pairs)
    if not fields.keys() <= {"do", "text", "id", "token", "lang"}:
        raise HTTPException(400)
    # Browsers end lines of a text area with CR LF.
    text = fields.get("text", "").replace("\r\n", "\n")
    given = fields.get
    return Form(given("do", "text"), text, given("id", ""), given("token", ""), given("lang", ""), len(body))


async def read_body(request: Request) -> bytes:
    """Raises HTTPException 413 as soon as more than the limit has come, before the rest is read (I3)."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > desk_of(request).settings.body_limit:
            raise HTTPException(413)
    return bytes(body)


def frame_of(form: Form) -> Frame:
    """The same frame that the script would have sent. Raises Unreadable."""
    kind, _, rest = form.deed.partition(" ")
    if not frames.CLIENT_ID.fullmatch(form.id):
        raise Unreadable("id")
    match kind:
        case "text":
            return Frame(form.id, "text", text=form.text, hint=form.lang)
        case "press":
            message, _, button = rest.partition(" ")
            return Frame(form.id, "press", button=button, message=message, hint=form.lang)
        case "command":
            return Frame(form.id, "command", text=rest, hint=form.lang)
        case "start":
            return Frame(form.id, "start", text=rest, hint=form.lang)
        case "open":
            return Frame(form.id, "open", hint=form.lang)
    raise Unreadable("fields", client_id=form.id)


async def _do(desk: Desk, secret: str, form: Form, request: Request) -> HTMLResponse:
    try:
        frame = frame_of(form)
        incoming = frames.incoming(frame)
    except Unreadable as error:
        return await _refuse(desk, secret, form, request, error)
    wait = await desk.wait_for_turn(secret)
    if wait > desk.settings.patience:
        return _again(desk, secret, form, request, "slow_form", 429)
    await asyncio.sleep(wait)
    with desk.reception.listen(CHANNEL, secret) as bell:
        try:
            before = {outbox_id for outbox_id, _ in await desk.reception.waiting(CHANNEL, secret)}
            new = await desk.reception.accept(CHANNEL, external_id(secret, form.id), secret, incoming)
            waiting = await _answer(desk, secret, bell, before if new else None)
        except StoreUnavailable:
            return _again(desk, secret, form, request, "busy_form", 503)
    own = incoming.text if incoming.kind == "text" else ""
    return await _page(desk, secret, form, request, waiting, own, "" if waiting else "arrived")


async def _look(desk: Desk, secret: str, form: Form, request: Request) -> HTMLResponse:
    try:
        waiting = await desk.reception.waiting(CHANNEL, secret)
    except StoreUnavailable:
        return _again(desk, secret, form, request, "busy_form", 503)
    return await _page(desk, secret, form, request, waiting, "", "" if waiting else "nothing")


async def _answer(desk: Desk, secret: str, bell: asyncio.Event, before: set[int] | None) -> Waiting:
    """What waits once something new is there, or after a few seconds whatever waits by then.

    None: the message was handled before, so there is nothing to wait for.
    """
    end = desk.tick() + desk.settings.form_wait
    while True:
        bell.clear()
        waiting = await desk.reception.waiting(CHANNEL, secret)
        left = end - desk.tick()
        if before is None or left <= 0 or any(outbox_id not in before for outbox_id, _ in waiting):
            return waiting
        try:
            await asyncio.wait_for(bell.wait(), left)
        except TimeoutError:
            before = None


async def _page(
    desk: Desk, secret: str, form: Form, request: Request, waiting: Waiting, own: str, notice: str
) -> HTMLResponse:
    lang = waiting[-1][1].lang if waiting else page_language(request, desk.settings.default_lang, form.lang)
    cleared = any(message.clears for _, message in waiting)
    if cleared:  # nothing of before, and nothing beside it (C12)
        waiting = [one for one in waiting if one[1].clears][-1:]
    says = [frames.say(message_token(secret, outbox_id), message) for outbox_id, message in waiting]
    own = "" if cleared else own
    own = DOTS if own and any(one.removes for one in says) else own
    page = desk.renderer.chat(lang, secret, new_id(), says=says, own=own, notice=notice)
    if cleared:
        page.headers["Clear-Site-Data"] = KEPT_BY_BROWSER
    ids = [outbox_id for outbox_id, _ in waiting]
    # A phone that hung up while it waited gets them next time. Once the page has left, a server can no
    # longer tell, so whoever loses it on the way asks the conversation where she is.
    if ids and not await request.is_disconnected():
        page.background = BackgroundTask(_mark, desk, secret, ids)
    return page


async def _mark(desk: Desk, secret: str, ids: list[int]) -> None:
    """After the page has left. What the store does not take now is shown once more, better than never."""
    with suppress(StoreUnavailable):
        await desk.reception.shown(CHANNEL, secret, ids)


def _again(desk: Desk, secret: str, form: Form, request: Request, notice: str, status: int) -> HTMLResponse:
    """Not taken: her words stand in the box again under the same id, so that nothing counts twice (M2)."""
    lang = page_language(request, desk.settings.default_lang, form.lang)
    return desk.renderer.chat(lang, secret, form.id, draft=form.text, notice=notice, status=status)


async def _refuse(desk: Desk, secret: str, form: Form, request: Request, error: Unreadable) -> HTMLResponse:
    if error.error == "bad" and error.reason != "no-text":
        update = external_id(secret, error.client_id or new_id())
        with suppress(StoreUnavailable):  # a count is missed; the person is not kept waiting for it
            await desk.reception.reject(CHANNEL, update, form.length, error.reason)
    lang = page_language(request, desk.settings.default_lang, form.lang)
    return desk.renderer.chat(lang, secret, new_id(), draft=form.text, notice=error.error, status=400)
