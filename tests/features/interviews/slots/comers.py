"""Those who want a time, each with what is shown to them: on a phone, a page of staff, to a program.

Nobody takes a time that was not offered to them: at first the free ones, then what came with "taken".
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Protocol

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bot.features.interviews.slots import Slot
from bot.features.interviews.zones import said
from tests.portal.meetings import ZONE

WITHIN = 240.0
"""Seconds that a phone waits for an answer: in the long run a thousand stand before it on two cores."""
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_TIME = re.compile(r'<(?:option|input type="radio" name="slot") value="([A-Za-z0-9_-]{22})"')
_TAKEN = "This time is taken meanwhile."
_FASTER = "Somebody else was faster"
_MINE = "I hold this time for you"


class Comer(Protocol):
    """Somebody who comes for a time."""

    async def arrive(self) -> None:
        """Go to where times are offered."""
        ...

    async def take(self, time: Slot) -> str:
        """Take an offered time: "done", or "taken" with others. AssertionError for any other answer."""
        ...

    async def leave(self) -> None: ...


@dataclass
class OnAPage:
    """A case worker who books for somebody, in a tab of her own."""

    browser: httpx.AsyncClient
    vacancy: str
    reference: str
    offered: frozenset[str] = frozenset()
    _token: str = ""

    async def arrive(self) -> None:
        form = await self.browser.get("/portal/today/book")
        token = _TOKEN.search(form.text)
        assert form.status_code == 200 and token, form.text
        self._token = unescape(token[1])
        self._read(await self._send())

    async def take(self, time: Slot) -> str:
        assert time.id in self.offered
        answer = await self._send(slot=time.id, asked="yes")
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/portal/interviews/"), answer.headers
            return "done"
        assert answer.status_code == 422 and _TAKEN in answer.text, (answer.status_code, answer.text)
        self._read(answer)
        assert time.id not in self.offered, "a time that is taken is offered once more"
        return "taken"

    async def leave(self) -> None:
        """The browser is closed by whoever opened it."""

    async def _send(self, **more: str) -> httpx.Response:
        fields = {"token": self._token, "vacancy": self.vacancy, "reference": self.reference, **more}
        return await self.browser.post("/portal/today/book", data=fields)

    def _read(self, page: httpx.Response) -> None:
        self.offered = frozenset(_TIME.findall(page.text)) - {self.vacancy}
        assert self.offered, (page.status_code, page.text)


@dataclass
class Program:
    """A program of the employer, which moves an interview."""

    client: httpx.AsyncClient
    booking: str
    offered: frozenset[str] = frozenset()

    async def arrive(self) -> None:
        free = await self._call("GET", f"/bookings/{self.booking}/times")
        assert free.status_code == 200, free.text
        self.offered = frozenset(one["id"] for one in free.json()["items"])

    async def take(self, time: Slot) -> str:
        assert time.id in self.offered
        answer = await self._call("POST", f"/bookings/{self.booking}/move", {"slot": time.id})
        found = answer.json()
        if answer.status_code == 200:
            assert found["slot"]["id"] == time.id, found
            return "done"
        assert (answer.status_code, found["code"]) == (409, "taken"), found
        self.offered = frozenset(one["id"] for one in found["alternatives"])
        assert self.offered and time.id not in self.offered, found
        return "taken"

    async def leave(self) -> None:
        """The client is closed by whoever opened it."""

    async def _call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """One call; made again where it is told to slow down (I13), as the document of the API asks."""
        name = {"idempotency-key": secrets.token_urlsafe(16)}
        while True:
            answer = await self.client.request(method, path, json=body, headers=name)
            if answer.status_code != 429:
                return answer
            await asyncio.sleep(float(answer.headers["retry-after"]))


@dataclass
class OnPhone:
    """A candidate in the web chat: the frames of its page's script (tests.channels.web_phone says which)."""

    url: str
    secret: str
    shown: list[str] = field(default_factory=list)
    """What was said since her last press."""
    buttons: dict[str, str] = field(default_factory=dict)
    """Of the newest message that has any: labels and their ids."""
    _message: str = ""
    _socket: ClientConnection | None = None

    async def arrive(self) -> None:
        port = httpx.URL(self.url).port
        self._socket = await connect(
            f"ws://127.0.0.1:{port}/chat/ws",
            origin=f"http://127.0.0.1:{port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"rafiq={self.secret}"},
            compression=None,
            open_timeout=WITHIN,
        )
        await self._does("start")
        for label in ("Help step by step", "Jobs and interviews", "Jobs that fit me"):
            await self._presses(label)
        await self._presses(next(iter(self.buttons)))  # the one opening there is
        await self._presses("I am interested")

    async def take(self, time: Slot) -> str:
        await self._presses(said(time.start, ZONE, "en"))
        if any(_MINE in text for text in self.shown):
            return await self._book()
        assert any(_FASTER in text for text in self.shown), self.shown
        free = [label for label in self.buttons if ":" in label]
        assert free and said(time.start, ZONE, "en") not in free, self.buttons
        return "taken"

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _book(self) -> str:
        """Nobody else can have it now: what she needs, the ways, her yes."""
        for label in ("None of these", "None of these", "Yes, book it"):
            await self._presses(label)
        assert any("Your interview is booked" in text for text in self.shown), self.shown
        return "done"

    async def _presses(self, label: str) -> None:
        assert label in self.buttons, (label, self.shown, self.buttons)
        await self._does("press", button=self.buttons[label], message=self._message)

    async def _does(self, kind: str, **fields: str) -> None:
        """Until the answer that asks her something has come; what came before it is in `shown`."""
        assert self._socket is not None
        self.shown, self.buttons = [], {}
        frame = {"id": secrets.token_urlsafe(16), "kind": kind, **fields}
        await self._socket.send(json.dumps(frame))
        try:
            async with asyncio.timeout(WITHIN):
                while not self.buttons:
                    self._hear(json.loads(await self._socket.recv()))
                    if self._message:
                        await self._socket.send(json.dumps({"shown": [self._message]}))
        except TimeoutError:
            raise AssertionError(f"no question within {WITHIN} s of {kind}, only {self.shown}") from None

    def _hear(self, frame: dict[str, Any]) -> None:
        assert "error" not in frame, frame
        say = frame.get("say")
        if say is None:
            return
        self._message = str(say["id"])
        self.shown.append("".join(run["t"] for run in say["t"]))
        # Of a button: id, label, and 1 where it leads back or to the menu.
        self.buttons = {label: id_ for id_, label, *nav in say.get("buttons", ()) if not any(nav)}
