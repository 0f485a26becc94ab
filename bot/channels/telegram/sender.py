"""What leaves for Telegram, through python-telegram-bot's ExtBot."""

from __future__ import annotations

from typing import Any

from telegram import LinkPreviewOptions, Message
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.faults import Cut, not_editable, not_modified, translate
from bot.channels.telegram.progress import Progress
from bot.channels.telegram.rendering import Part, render
from bot.channels.telegram.request import AiohttpRequest, ObeyRetryAfter
from bot.channels.telegram.transport import Transport
from bot.conversation.messages import Outgoing
from bot.delivery.ports import Failed, Refused, SendError

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class QuietBot(ExtBot[None]):
    """ExtBot that can be printed without showing its token (L2)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "QuietBot()"


def open_bot(transport: Transport, token: str, base: str) -> QuietBot:
    """A bot that is never `initialize`d: that would put the token into an error's text (L2)."""
    request = AiohttpRequest(transport)
    return QuietBot(
        token,
        base_url=f"{base.rstrip('/')}/bot",
        request=request,
        get_updates_request=request,
        rate_limiter=ObeyRetryAfter(),
    )


class Sender:
    """Sends one Outgoing as one or more messages of Telegram's."""

    def __init__(self, bot: QuietBot) -> None:
        self._bot = bot
        self._progress = Progress()

    async def send(self, address: str, message: Outgoing) -> str:
        """The id of the message with the buttons (the last). Raises a SendError."""
        trouble: SendError
        try:
            return await self._send(_chat(address), message)
        except TelegramError as error:
            trouble = translate(error)
        raise trouble

    async def _send(self, chat: int, message: Outgoing) -> str:
        parts = render(message)
        if len(parts) == 1:
            replaced = await self._replace(chat, message.replaces, parts[0])
            return replaced or await self._send_part(chat, parts[0])
        # Several parts go to the end of the chat: in the old place, the rest would stand far below the first.
        with self._progress.of(chat, message) as sent:
            for part in parts[len(sent) :]:
                sent.append(await self._send_part(chat, part))
            return sent[-1]

    async def _replace(self, chat: int, old: str, part: Part) -> str:
        """The id of the message that now shows the part, or "" where it has to be sent anew."""
        if not old.isdecimal() or len(old) > 18:
            return ""
        try:
            await self._bot.edit_message_text(chat_id=chat, message_id=int(old), **_shape(part))
        except BadRequest as error:
            if not_modified(error):
                return old
            if not_editable(error):
                return ""
            raise
        except Cut:
            cut = True
        else:
            cut = False
        if cut:
            # An edit said twice shows the same once, so unlike a cut send this may simply be tried again.
            raise Failed("cut_edit")
        return old

    async def _send_part(self, chat: int, part: Part) -> str:
        sent: Message = await self._bot.send_message(chat_id=chat, **_shape(part))
        return str(sent.message_id)


def _shape(part: Part) -> dict[str, Any]:
    return {
        "text": part.text,
        "entities": part.entities,
        "reply_markup": part.keyboard,
        "link_preview_options": _NO_PREVIEW,
    }


def _chat(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Refused("address") from None
