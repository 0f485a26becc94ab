"""A person in the web chat: what the page's script says, over a real WebSocket."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot.channels.web.chat import new_secret
from tests.channels.phones import Phone, Shown, working
from tests.program import free_port, serving, settings_in

Json = dict[str, Any]


class WebPhone(Phone):
    channel = "web"
    traces: tuple[str, ...] = ("Canary-Browser/77", "203.0.113.77", "amina-canary.example", "ar-SY-x-canary")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.secret = new_secret()
        self.traces = (*type(self).traces, self.secret)
        self._port = free_port()
        self._messages: dict[str, Json] = {}
        self.repeats_allowed = False
        """True where a server is killed: what it could not mark as shown comes again, under its old id."""
        self._begun = False
        self._unacknowledged: dict[str, Json] = {}
        self._refused = False
        self._last: Json = {}

    @property
    def shown(self) -> list[Shown]:
        return [
            Shown("".join(run["t"] for run in say["t"]), tuple(b[1] for b in say.get("buttons", ())))
            for say in self._messages.values()
        ]

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        async with serving(settings_in(self.folder, port=self._port)), self.on(self._port):
            yield

    @property
    def acknowledged(self) -> bool:
        """Whether everything that she did is known to be taken."""
        return not self._unacknowledged

    @asynccontextmanager
    async def on(self, port: int) -> AsyncIterator[None]:
        """Connected to a server that runs already."""
        browser = {
            "Cookie": f"rafiq={self.secret}",
            "X-Forwarded-For": "203.0.113.77",
            "Referer": "https://amina-canary.example/",
            "Accept-Language": "ar-SY-x-canary",
        }
        address = f"127.0.0.1:{port}"
        dialled = connect(
            f"ws://{address}/chat/ws",
            origin=f"http://{address}",  # type: ignore[arg-type]
            user_agent_header="Canary-Browser/77",
            additional_headers=browser,
        )
        async with dialled as self._socket, working(asyncio.create_task(self._listen(self._socket))):
            for frame in list(self._unacknowledged.values()):
                await self._socket.send(json.dumps(frame))
            if self._begun:
                await self._sends("open")
            yield

    async def begins(self) -> None:
        self._begun = True
        await self._sends("start")

    async def says(self, text: str) -> None:
        await self._sends("text", text=text)

    async def says_twice(self, text: str) -> None:
        await self.says(text)
        await self._socket.send(json.dumps(self._last))

    async def presses(self, label: str) -> None:
        for token, say in reversed(self._messages.items()):
            for button, name, _ in say.get("buttons", ()):
                if name == label:
                    return await self._sends("press", button=button, message=token)
        raise AssertionError(f"no button {label!r}")

    async def was_refused(self) -> None:
        await self.until(lambda: self._refused, "the error busy")

    async def _sends(self, kind: str, **fields: str) -> None:
        self._last = {"id": secrets.token_urlsafe(16), "kind": kind, "hint": "ar", **fields}
        self._unacknowledged[self._last["id"]] = self._last
        await self._socket.send(json.dumps(self._last))

    async def _listen(self, socket: ClientConnection) -> None:
        while True:
            try:
                raw = await socket.recv()
            except ConnectionClosed:
                return
            frame = json.loads(raw)
            if say := frame.get("say"):
                assert self.repeats_allowed or say["id"] not in self._messages, "shown twice"
                self._messages[say["id"]] = say
                await socket.send(json.dumps({"shown": [say["id"]]}))
            elif frame.get("error") == "busy":
                self._refused = True
                await socket.send(json.dumps(self._last))  # a page waits `after` seconds before it does
                await asyncio.sleep(0.2)
            else:
                self._unacknowledged.pop(frame["ack"], None)
            await self._notice()
