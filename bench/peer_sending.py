"""The peer: a plain loop over python-telegram-bot with its AIORateLimiter, which people use for this.

Two hundred messages of the broadcast wait in it at once; replies come in between as they do for us.
"""

from __future__ import annotations

import asyncio
import time
from types import ModuleType
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.ext import _aioratelimiter as module

WAITING = 200


class LeakyBucket:
    """As aiolimiter's AsyncLimiter, for machines without that package: it leaks evenly and may be filled
    at once."""

    def __init__(self, max_rate: float, time_period: float = 60) -> None:
        self._most = max_rate
        self._per_second = max_rate / time_period
        self._level = 0.0
        self._at = time.monotonic()

    async def __aenter__(self) -> None:
        while not self._fits():
            await asyncio.sleep((self._level + 1 - self._most) / self._per_second)
        self._level += 1

    async def __aexit__(self, *error: object) -> None:
        return None

    def _fits(self) -> bool:
        now = time.monotonic()
        self._level = max(0.0, self._level - (now - self._at) * self._per_second)
        self._at = now
        return self._level + 1 <= self._most


def _limiter() -> Any:
    its: ModuleType = module
    if not its.AIO_LIMITER_AVAILABLE:
        its.AIO_LIMITER_AVAILABLE = True  # type: ignore[attr-defined]
        its.AsyncLimiter = LeakyBucket  # type: ignore[attr-defined]
    return AIORateLimiter(overall_max_rate=30, max_retries=5)


async def peer_run(
    address: str, token: str, words: str, seconds: int, reply_every: float
) -> dict[str, float]:
    """Send for so many seconds; when each reply was asked for."""
    bot: ExtBot[Any] = ExtBot(token, base_url=f"{address}/bot", rate_limiter=_limiter())
    await bot._request[1].initialize()
    end = time.monotonic() + seconds
    chats = iter(range(1, 10_000_000))
    asked: dict[str, float] = {}

    async def send(chat: int, text: str) -> None:
        try:
            await bot.send_message(chat, text)
        except TelegramError:
            return

    async def broadcast() -> None:
        while time.monotonic() < end:
            await send(next(chats), words)

    async def answer() -> None:
        replies, number = [], 0
        while time.monotonic() < end:
            number += 1
            asked[f"question {number}"] = time.monotonic()
            replies.append(asyncio.create_task(send(10_000_000 + number, f"question {number}")))
            await asyncio.sleep(reply_every)
        await asyncio.gather(*replies)

    await asyncio.gather(answer(), *(broadcast() for _ in range(WAITING)))
    await bot._request[1].shutdown()
    return asked
