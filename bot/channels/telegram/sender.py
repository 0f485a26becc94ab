"""What leaves for Telegram, through python-telegram-bot's ExtBot."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.characters import Ruler
from bot.channels.telegram.clearing import clear
from bot.channels.telegram.faults import Cut, not_editable, not_modified, translate
from bot.channels.telegram.progress import Progress
from bot.channels.telegram.rendering import Part, render
from bot.channels.telegram.request import AiohttpRequest, ObeyRetryAfter
from bot.channels.telegram.transport import Transport
from bot.conversation.messages import Attachment, Outgoing
from bot.delivery.ports import Failed, Refused, SendError

CAPTION = 1024
"""UTF-16 code units that may stand below a file (Bot API)."""


class QuietBot(ExtBot[None]):
    """ExtBot that can be printed without showing its token (L2)."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "QuietBot()"

    async def show(self, endpoint: str, params: dict[str, Any]) -> Any:
        """Call sendMessage or editMessageText with the parameters as the Bot API names them.

        The same way through limiter and request as `send_message`, which would build some thirty objects to
        turn them back into JSON, and a Message of the answer, of which we read the id: 3 times as dear.
        """
        return await self._post(endpoint, params)


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
    """Sends one Outgoing as one or more messages of Telegram's. `paid`: beyond the free limit, for Stars."""

    def __init__(self, bot: QuietBot, *, paid: bool = False) -> None:
        self._bot = bot
        self._more = {"allow_paid_broadcast": True} if paid else {}
        self._progress = Progress()

    async def send(self, address: str, message: Outgoing) -> str:
        """The ids of what it became, that of the message with the buttons last. Raises a SendError."""
        trouble: SendError
        try:
            await self._remove(_chat(address), message.removes)
            if message.clears:
                await clear(self._bot, _chat(address), message.cleared)
            return await self._send(_chat(address), message)
        except TelegramError as error:
            trouble = translate(error)
        raise trouble

    async def _send(self, chat: int, message: Outgoing) -> str:
        parts = render(message)
        if message.attachment is not None:
            return await self._send_file(chat, message, parts, message.attachment)
        if len(parts) == 1:
            replaced = await self._replace(chat, message.replaces, parts[0])
            return replaced or await self._send_part(chat, parts[0], quiet=message.clears)
        # Several parts go to the end of the chat: in the old place, the rest would stand far below the first.
        with self._progress.of(chat, message) as sent:
            for part in parts[len(sent) :]:
                sent.append(await self._send_part(chat, part))
            return " ".join(sent)

    async def _remove(self, chat: int, own: str) -> None:
        """Take a secret that she typed out of the chat, before it is answered (C10).

        A message that is gone or too old to be deleted (48 hours) is no reason to keep the answer back.
        """
        if not _is_number(own):
            return
        # Whether it was gone or a cut hid the answer: what she is told says that it may still stand there.
        with suppress(BadRequest, Cut):
            await self._bot.show("deleteMessage", {"chat_id": chat, "message_id": int(own)})

    async def _send_file(self, chat: int, message: Outgoing, parts: list[Part], file: Attachment) -> str:
        """The file with the words below it, or after them where they are too many for that."""
        caption = parts.pop() if len(parts) == 1 and Ruler(parts[0].text).total <= CAPTION else None
        with self._progress.of(chat, message) as sent:
            for part in parts[len(sent) :]:
                sent.append(await self._send_part(chat, part))
            return " ".join([*sent, await self._call("sendDocument", _document(chat, caption, file))])

    async def _replace(self, chat: int, old: str, part: Part) -> str:
        """The id of the message that now shows the part, or "" where it has to be sent anew."""
        if not _is_number(old):
            return ""
        try:
            await self._bot.show("editMessageText", _params(chat, part) | {"message_id": int(old)})
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

    async def _send_part(self, chat: int, part: Part, *, quiet: bool = False) -> str:
        """`quiet`: without a sound or a notice on a locked screen."""
        more = {"disable_notification": True} if quiet else {}
        return await self._call("sendMessage", _params(chat, part) | more)

    async def _call(self, endpoint: str, params: dict[str, Any]) -> str:
        """The id of the message that it made."""
        sent = await self._bot.show(endpoint, params | self._more)
        number = sent.get("message_id") if isinstance(sent, dict) else None
        if not isinstance(number, int):
            raise Cut("bad_answer")  # it was taken, but under which number nobody told
        return str(number)


def _params(chat: int, part: Part) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "text": part.text,
        "entities": part.entities or None,
        "reply_markup": _markup(part),
        "link_preview_options": {"is_disabled": True},
    }


def _document(chat: int, caption: Part | None, file: Attachment) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "document": InputFile(file.data, file.name),
        "caption": caption.text if caption else None,
        "caption_entities": caption.entities or None if caption else None,
        "reply_markup": _markup(caption) if caption else None,
    }


def _markup(part: Part) -> dict[str, Any] | None:
    return {"inline_keyboard": part.keyboard} if part.keyboard else None


def _is_number(message: str) -> bool:
    return message.isdecimal() and len(message) <= 18


def _chat(address: str) -> int:
    try:
        return int(address)
    except ValueError:
        raise Refused("address") from None
