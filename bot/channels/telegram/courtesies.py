"""Small answers that follow a committed update and that nothing depends on."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.channels.telegram.faults import translate
from bot.channels.telegram.reading import Joined, Reading
from bot.channels.telegram.sender import QuietBot
from bot.channels.telegram.texts import GROUP
from bot.conversation.messages import Text
from bot.delivery.ports import SendError
from bot.language.languages import negotiate

log = structlog.get_logger("telegram")

Say = Callable[[Text, str], str]
"""The words of a text in a language (a tag), or in its fallback."""

_GROUPS = 1000


class Courtesies:
    """Frees the pressed button at once; says one sentence to a group that took the bot in."""

    def __init__(self, bot: QuietBot, say: Say, default_tag: str) -> None:
        self._bot, self._say, self._default_tag = bot, say, default_tag
        self._tasks: set[asyncio.Task[None]] = set()
        self._greeted: OrderedDict[str, None] = OrderedDict()

    def follow(self, reading: Reading) -> None:
        if reading.press:
            self._start(self._bot.answer_callback_query(reading.press))
        if isinstance(reading.meaning, Joined) and self._greets(reading.meaning.chat):
            words = self._say(GROUP, negotiate(reading.meaning.hint) or self._default_tag)
            self._start(self._bot.send_message(int(reading.meaning.chat), words))

    def _greets(self, chat: str) -> bool:
        """Once a group, however often it throws us out and takes us in."""
        if chat in self._greeted:
            return False
        self._greeted[chat] = None
        while len(self._greeted) > _GROUPS:
            self._greeted.popitem(last=False)
        return True

    def _start(self, request: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_quietly(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _quietly(request: Coroutine[Any, Any, Any]) -> None:
    try:
        await request
    except (TelegramError, SendError) as error:
        log.info("telegram.courtesy_failed", reason=translate(error).reason)
