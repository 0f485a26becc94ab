"""The platform that people chat on, in the process that is never killed: it remembers all that it is told."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from aiohttp import web

OUTSTANDING = 2
"""Messages that a person has open: she writes the next one when an answer comes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it arrived: whose, which answer, which effect it tells of, and who did and sent it."""

    chat: int
    number: int
    effect: int
    turn_life: int
    send_life: int


class Platform:
    """Gives updates until they are acknowledged, and shows what is sent."""

    def __init__(self, chats: int, seed: int) -> None:
        self.chats = chats
        self.written = [0] * chats
        self.acknowledged: set[tuple[int, int]] = set()
        self.shown: list[Shown] = []
        self.finishing = False
        self._answered: list[set[int]] = [set() for _ in range(chats)]
        self._chance = random.Random(seed)
        self._more = asyncio.Event()
        self._open: dict[tuple[int, int], None] = {}
        for chat in range(chats):
            self._write(chat)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/updates", self._updates)
        app.router.add_post("/acknowledge", self._acknowledge)
        app.router.add_post("/send", self._send)
        return app

    def unanswered(self) -> set[tuple[int, int]]:
        """What people wrote and have no answer to yet."""
        return {
            (chat, number)
            for chat in range(self.chats)
            for number in range(1, self.written[chat] + 1)
            if number not in self._answered[chat]
        }

    def _write(self, chat: int) -> None:
        while not self.finishing and self.written[chat] - len(self._answered[chat]) < OUTSTANDING:
            self.written[chat] += 1
            self._open[chat, self.written[chat]] = None
            self._more.set()

    async def _updates(self, request: web.Request) -> web.Response:
        """All that is not acknowledged, again and again, each chat's in order."""
        found = list(self._open)
        if not found and not self.finishing:
            self._more.clear()
            try:
                async with asyncio.timeout(0.2):
                    await self._more.wait()
            except TimeoutError:
                pass
            found = list(self._open)
        return web.json_response({"updates": found, "finishing": self.finishing})

    async def _acknowledge(self, request: web.Request) -> web.Response:
        for chat, number in await request.json():
            self.acknowledged.add((chat, number))
            self._open.pop((chat, number), None)
        return web.Response()

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        chat, number, effect, turn_life = (int(part) for part in body["text"].split(":"))
        self.shown.append(Shown(chat, number, effect, turn_life, body["life"]))
        self._answered[chat].add(number)
        self._write(chat)
        await asyncio.sleep(self._chance.uniform(0, 0.015))  # a network
        return web.Response()
