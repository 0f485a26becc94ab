"""A stand-in for Telegram's Bot API: real HTTP on loopback, refusing what the real one refuses.

A test plays the people and their phones with it:

    server.says(7, "salaam")
    await server.shows(7, "Welcome")
    server.presses(7, "English")
    assert server.sees(7).buttons == ["Menu"]
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.channels.telegram.chats import Chat, Shown
from tests.channels.telegram.methods import Methods
from tests.channels.telegram.pusher import Pusher
from tests.channels.telegram.queue import UpdateQueue
from tests.channels.telegram.rules import Refusal, Upload
from tests.channels.telegram.trouble import Answer, Cut, Held, Trouble, Troubles

Json = dict[str, Any]

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
"""The example token of the Bot API's own manual: no bot has it."""
BOT_ID = 110201543


class StandIn:
    """Start it, give `url` and `token` to the bot, play the people, stop it."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.updates = UpdateQueue()
        self.chats: dict[int, Chat] = {}
        self.troubles = Troubles()
        self.methods = Methods(self)
        self.pusher = Pusher(self.updates)
        self.calls: list[tuple[str, Json]] = []
        """Every request with its parameters, refused ones too, in the order of their coming."""
        self.changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self.port = 0
        self._next_message = 1000
        self._next_press = 1
        self.now = 0.0
        """Seconds of the platform's own time: how old messages are."""

    # The server

    async def start(self) -> StandIn:
        """Listen on the same port as before, where there was one."""
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Close the door and all connections; what stands in the chats and the queue stays."""
        await self.pusher.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def trouble(self, method: str, *troubles: Trouble) -> None:
        """The next requests to the method meet these, one each."""
        self.troubles.plan(method, *troubles)

    # The people

    def chat(self, chat_id: int, *, kind: str = "private", language: str = "en", name: str = "Amina") -> Chat:
        """The chat of this id, made when it is first spoken of."""
        return self.chats.setdefault(chat_id, Chat(chat_id, kind, language, name))

    def says(self, chat_id: int, text: str) -> int:
        """Somebody types a text; the id of the update is returned."""
        return self.brings(chat_id, text=text)

    def brings(self, chat_id: int, **content: Any) -> int:
        """Somebody sends a message of any kind: `photo=[...]`, `sticker={...}`, `text=...`."""
        message = self.message(self.chat(chat_id), **content)
        self.chat(chat_id).typed[message["message_id"]] = self.now
        return self.updates.put("message", message)

    def presses(self, chat_id: int, label: str) -> int:
        """Somebody presses the newest button that is called so."""
        for shown in reversed(self.chat(chat_id).shown):
            if label in shown.buttons:
                return self.presses_data(chat_id, shown.data_of(label), shown.id)
        raise AssertionError(f"chat {chat_id} shows no button {label!r}")

    def presses_data(self, chat_id: int, data: str, message: int) -> int:
        """A press with any data, also such as no phone would send."""
        chat = self.chat(chat_id)
        press = str(self._next_press)
        self._next_press += 1
        self.methods.open_presses.add(press)
        query = {
            "id": press,
            "from": chat.user(),
            "chat_instance": "1",
            "data": data,
            "message": self.message(chat, message_id=message, text="..."),
        }
        return self.updates.put("callback_query", query)

    def blocks(self, chat_id: int) -> int:
        """Somebody blocks the bot."""
        chat = self.chat(chat_id)
        chat.blocked = True
        return self.membership(chat, "member", "kicked")

    def unblocks(self, chat_id: int) -> int:
        chat = self.chat(chat_id)
        chat.blocked = False
        return self.membership(chat, "kicked", "member")

    def membership(self, chat: Chat, before: str, after: str) -> int:
        bot = {"id": BOT_ID, "is_bot": True, "first_name": "Rafiq"}
        change = {"chat": chat.as_json(), "from": chat.user(), "date": 1_800_000_000}
        until = {"until_date": 0}
        return self.updates.put(
            "my_chat_member",
            change
            | {"old_chat_member": {"user": bot, "status": before} | (until if before == "kicked" else {})}
            | {"new_chat_member": {"user": bot, "status": after} | (until if after == "kicked" else {})},
        )

    def sees(self, chat_id: int) -> Shown:
        """The newest message on somebody's phone."""
        assert self.chat(chat_id).shown, f"chat {chat_id} shows nothing"
        return self.chat(chat_id).shown[-1]

    async def shows(self, chat_id: int, words: str, within: float = 60.0) -> Shown:
        """Wait until a message with these words is the newest on somebody's phone."""
        await self.until(lambda: bool(self.chat(chat_id).shown) and words in self.sees(chat_id).text, within)
        return self.sees(chat_id)

    async def until(self, happened: Callable[[], bool], within: float = 60.0) -> None:
        """Wait for something that a request to this server makes true. Raises TimeoutError."""
        async with asyncio.timeout(within), self.changed:
            await self.changed.wait_for(happened)

    def called(self, method: str) -> list[Json]:
        return [params for name, params in self.calls if name == method]

    def message(self, chat: Chat, **content: Any) -> Json:
        """A message from the chat's person, as the platform would describe it."""
        head = {"message_id": self.new_message_id(), "date": 1_800_000_000, "chat": chat.as_json()}
        return head | {"from": chat.user()} | content

    def new_message_id(self) -> int:
        self._next_message += 1
        return self._next_message

    # The wire

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _refuse(Refusal(401, "Unauthorized"))
        trouble = self.troubles.next(method)
        if trouble == Cut(after=False):
            return _cut(request)
        params = await _params(request)
        self.calls.append((method, params))
        try:
            return await self._answer(request, method, params, trouble)
        finally:
            async with self.changed:
                self.changed.notify_all()

    async def _answer(
        self, request: web.Request, method: str, params: Json, trouble: Trouble | None
    ) -> web.StreamResponse:
        if isinstance(trouble, Held):
            await trouble.until.wait()
        if isinstance(trouble, Answer):
            return _trouble(trouble)
        try:
            result = await self.methods.call(method, params)
        except Refusal as refusal:
            return _refuse(refusal)
        if isinstance(trouble, Cut):
            return _cut(request)
        return web.Response(body=b'{"ok":true,"result":' + result + b"}", content_type="application/json")


async def _params(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {name: _field(value) for name, value in (await request.post()).items()}


def _field(value: str | bytes | bytearray | web.FileField) -> Any:
    """Of a form: a file, or a text that may be JSON."""
    if isinstance(value, web.FileField):
        return Upload(value.filename, value.content_type, value.file.read())
    text = value if isinstance(value, str) else value.decode()
    return json.loads(text) if text[:1] in "[{" else text


def _cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


def _trouble(answer: Answer) -> web.Response:
    if answer.body is not None:
        return web.Response(status=answer.status, body=answer.body)
    parameters = {"retry_after": answer.retry_after} if answer.retry_after else {}
    return _refuse(Refusal(answer.status, answer.description, **parameters))


def _refuse(refusal: Refusal) -> web.Response:
    content: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        content["parameters"] = refusal.parameters
    return web.Response(status=refusal.code, text=json.dumps(content), content_type="application/json")
