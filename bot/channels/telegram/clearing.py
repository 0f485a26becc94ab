"""Taking everything out of a chat at once (C12).

In private chats a bot may delete its own messages and the other's, up to 48 hours after they were sent, a
hundred at a time; what is not there any more is skipped (Bot API, deleteMessages). One that is too old stays:
if it is ours it is emptied, since a bot may edit its own at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import structlog
from telegram.error import BadRequest

from bot.channels.telegram.faults import Cut, not_deletable, translate
from bot.delivery.ports import Failed, Unreachable

log = structlog.get_logger("telegram")

AT_ONCE = 100
"""Messages of one call (Bot API, deleteMessages)."""
EMPTY = "…"


class Bot(Protocol):
    async def show(self, endpoint: str, params: dict[str, Any]) -> Any:
        """Call a method of the Bot API."""
        ...


async def clear(bot: Bot, chat: int, numbers: Sequence[str]) -> None:
    """Delete these messages, in their order. Twice does no harm, so a cut is an ordinary failure."""
    all_of_them = [int(number) for number in numbers]
    try:
        for start in range(0, len(all_of_them), AT_ONCE):
            await _delete(bot, chat, all_of_them[start : start + AT_ONCE])
    except Cut:
        cut = True
    else:
        cut = False
    if cut:
        raise Failed("cut_clear")


async def _delete(bot: Bot, chat: int, numbers: Sequence[int]) -> None:
    """One that is too old has the whole call refused: it is found by halves, and the others go."""
    try:
        await bot.show("deleteMessages", {"chat_id": chat, "message_ids": list(numbers)})
    except BadRequest as error:
        if not not_deletable(error):
            if isinstance(translate(error), Unreachable):
                raise
            log.error("telegram.clear_refused", count=len(numbers), alarm=True)
            return
        if len(numbers) == 1:
            await _empty(bot, chat, numbers[0])
            return
        half = len(numbers) // 2
        for part in (numbers[:half], numbers[half:]):
            await _delete(bot, chat, part)


async def _empty(bot: Bot, chat: int, number: int) -> None:
    """Without its words and buttons. Hers cannot be changed, nor can a file be taken from its message."""
    with suppress(BadRequest):
        await bot.show("editMessageText", {"chat_id": chat, "message_id": number, "text": EMPTY})
