"""Telegram as the fleet sees it: it remembers who sent what to whom, and when."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web

SECRET = "Wb7-kd93_hPqXz51LmNv0tRsAeYcGu84"
TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
"""The example token of the Bot API's own manual: no bot has it."""
OUTSTANDING = 2
"""Messages that a person has open: she writes the next one when an answer comes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it arrived. `life`: the process that sent it."""

    chat: int
    text: str
    life: int
    at: float


class Platform:
    """Answers the Bot API below /LIFE/bot..., and brings what people write to one webhook address."""

    def __init__(self, talkers: int, seed: int = 1) -> None:
        self.shown: list[Shown] = []
        self.accepted: Counter[int] = Counter()
        """Messages of each chat that were answered 200: these may never be lost."""
        self.answered: dict[int, set[int]] = {chat: set() for chat in range(talkers)}
        self.finishing = False
        self.port = 0
        self._chance = random.Random(seed)
        self._update = 700_000_000
        self._more = {chat: asyncio.Event() for chat in range(talkers)}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{life}/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def talk(self, chat: int, webhook: str) -> None:
        """One person writes, two messages at most ahead of the answers, until the trial comes to its end."""
        async with aiohttp.ClientSession() as session:
            while not self.finishing:
                number = self.accepted[chat] + 1
                while number - len(self.answered[chat]) > OUTSTANDING and not self.finishing:
                    self._more[chat].clear()
                    try:
                        async with asyncio.timeout(0.2):
                            await self._more[chat].wait()
                    except TimeoutError:
                        continue
                self._update += 1
                await self._bring(session, webhook, _update(self._update, chat, f"{chat}:{number}"))
                self.accepted[chat] = number
                await asyncio.sleep(self._chance.uniform(0.0, 0.3))

    async def _bring(self, session: aiohttp.ClientSession, webhook: str, update: bytes) -> None:
        """As Telegram does: again and again until it is answered 200."""
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
        while True:
            try:
                async with session.post(
                    webhook, data=update, headers=headers, timeout=aiohttp.ClientTimeout(5)
                ) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.1)

    async def _call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method != "sendMessage":
            return _ok(True)
        params = await request.json()
        chat, text = int(params["chat_id"]), params["text"].strip()
        self.shown.append(Shown(chat, text, int(request.match_info["life"]), time.monotonic()))
        if text.count(":") == 2:
            number = int(text.split(":")[1])
            self.answered[chat].add(number)
            self._more[chat].set()
        await asyncio.sleep(self._chance.uniform(0.0, 0.01))  # a network
        message = {
            "message_id": len(self.shown),
            "date": 1_800_000_000,
            "chat": {"id": chat, "type": "private"},
            "text": text,
        }
        return _ok(message)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _update(number: int, chat: int, text: str) -> bytes:
    who = {"id": chat, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    message = {
        "message_id": number,
        "date": 1_800_000_000,
        "chat": {"id": chat, "type": "private"},
        "from": who,
        "text": text,
    }
    return json.dumps({"update_id": number, "message": message}).encode()
