"""What an update means to us: aiogram's typed Update reduced to what may be kept (D2), sorted by its kind.

User names, names, phone numbers, places, files and captions end here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update, User
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.channels.telegram.raw import fault
from bot.conversation.messages import Incoming
from bot.language.normal import clean

TEXT_LENGTH = 4096


class Broken(Exception):
    """An update that nobody understands. `reason` is a short code without data (I4)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person did in her own chat with the bot."""

    address: str
    incoming: Incoming
    album: str = ""
    """Several pictures sent at once are several updates; they share this id."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A person blocked the bot or took it back."""

    address: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was put into a group."""

    chat: str
    hint: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Understood, and nothing to be done: an edit, a group's talk, a channel's post."""


Meaning = Deed | Presence | Joined | Silence


@dataclass(frozen=True, slots=True)
class Reading:
    """An update's meaning, and the press that the phone still waits to hear about ("" for none)."""

    meaning: Meaning
    press: str = ""


SILENCE = Reading(Silence())

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]{1,64})?(?:\s+(.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Bot API, deep linking
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_BUTTON = re.compile(r"[!-~]{1,64}")
_UNSEEN = {
    "reply_markup", "entities", "caption", "caption_entities", "link_preview_options", "reply_to_message",
    "external_reply", "quote", "forward_origin", "via_bot",
}  # fmt: skip
_ESSENTIAL = {
    "update_id", "message_id", "date", "chat", "from", "text", "media_group_id", "id", "chat_instance",
    "data", "old_chat_member", "new_chat_member",
}  # fmt: skip
_OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}

# Notices that the platform puts into a chat by itself: nobody said anything.
_NOTICES = {
    ContentType.BOOST_ADDED,
    ContentType.CHAT_BACKGROUND_SET,
    ContentType.CONNECTED_WEBSITE,
    ContentType.DELETE_CHAT_PHOTO,
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
    ContentType.MIGRATE_FROM_CHAT_ID,
    ContentType.MIGRATE_TO_CHAT_ID,
    ContentType.NEW_CHAT_PHOTO,
    ContentType.NEW_CHAT_TITLE,
    ContentType.PINNED_MESSAGE,
    ContentType.PROXIMITY_ALERT_TRIGGERED,
    ContentType.REFUNDED_PAYMENT,
    ContentType.SUCCESSFUL_PAYMENT,
    ContentType.WRITE_ACCESS_ALLOWED,
}


def read(raw: bytes) -> Reading:
    """The meaning of one update. Raises Broken."""
    reason = fault(raw)
    if reason:
        raise Broken(reason)
    try:
        update = _parse(raw)
        # Our own kinds first: event_type is dear.
        kind = next((kind for kind in KINDS if getattr(update, kind) is not None), "") or update.event_type
    except UpdateTypeLookupError:
        raise Broken("unknown_kind") from None
    except (ValidationError, ValueError, RecursionError):
        # pydantic's error quotes what it could not read, so no chain of causes may lead to it (L1).
        raise Broken("malformed") from None
    reader = _READERS.get(kind)
    return reader(update) if reader else SILENCE


def _parse(raw: bytes) -> Update:
    """The typed update, without parts that we never look at.

    Where aiogram stumbles over another part, the essence is enough: a server older or newer than aiogram
    leaves out or changes fields of polls, gifts and the like.
    """
    update = msgspec.json.decode(raw, type=dict[str, Any])
    for kind in KINDS:
        if kind in update:
            update[kind] = _lightened(update[kind])
    try:
        return Update.model_validate(update)
    except ValidationError:
        return Update.model_validate(
            update | {kind: _essence(update[kind]) for kind in KINDS if kind in update}
        )


def _lightened(event: Any) -> Any:
    """Quoted messages, keyboards and entities cost most of a parse."""
    if not isinstance(event, dict):
        return event
    kept = {name: value for name, value in event.items() if name not in _UNSEEN}
    return kept | {"message": _essence(event["message"])} if "message" in event else kept


def _essence(event: Any) -> Any:
    if not isinstance(event, dict):
        return event
    kept = {name: value for name, value in event.items() if name in _ESSENTIAL}
    return kept | {"message": _essence(event["message"])} if "message" in event else kept


def _read_message(update: Update) -> Reading:
    message = update.message
    assert message is not None
    if message.chat.type != ChatType.PRIVATE:
        return SILENCE
    incoming = _incoming(message)
    if incoming is None:
        return SILENCE
    return Reading(Deed(str(message.chat.id), incoming, message.media_group_id or ""))


def _incoming(message: Message) -> Incoming | None:
    hint = language_hint(message.from_user)
    if message.text is not None:
        return _typed(message, message.text, hint)
    if message.content_type in _NOTICES:
        return None
    own = str(message.message_id)
    return Incoming("other", text=ContentType(message.content_type).value, message=own, hint=hint)


def _typed(message: Message, text: str, hint: str) -> Incoming:
    if len(text) > TEXT_LENGTH:
        raise Broken("text_too_long")
    command, own = _COMMAND.fullmatch(text), str(message.message_id)
    if command is None:
        # Making a text regular can lengthen it a little: some letters have no single code point.
        return Incoming("text", text=clean(text)[:TEXT_LENGTH], message=own, hint=hint)
    name = command[1].lower()
    if name != "start":
        return Incoming("command", text=name, message=own, hint=hint)
    payload = command[2] or ""
    # A payload that no link of ours can carry is answered like a plain start (I6).
    return Incoming("start", text=payload if _PAYLOAD.fullmatch(payload) else "", message=own, hint=hint)


def _read_press(update: Update) -> Reading:
    query = update.callback_query
    assert query is not None
    message = query.message
    if message is None or message.chat.type != ChatType.PRIVATE:
        return Reading(Silence(), query.id)
    pressed = Incoming(
        "press", button=_button(query), message=str(message.message_id), hint=language_hint(query.from_user)
    )
    return Reading(Deed(str(message.chat.id), pressed), query.id)


def _button(query: CallbackQuery) -> str:
    """The button's id; "" (which no button has) for data that no button of ours can carry (I5)."""
    data = query.data or ""
    return data if _BUTTON.fullmatch(data) else ""


def _read_membership(update: Update) -> Reading:
    change = update.my_chat_member
    assert change is not None
    if change.chat.type == ChatType.PRIVATE:
        reachable = change.new_chat_member.status not in _OUTSIDE
        return Reading(Presence(str(change.chat.id), reachable))
    if change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP) and _came_in(change):
        return Reading(Joined(str(change.chat.id), language_hint(change.from_user)))
    return SILENCE


def _came_in(change: ChatMemberUpdated) -> bool:
    was_outside = change.old_chat_member.status in _OUTSIDE
    return was_outside and change.new_chat_member.status not in _OUTSIDE


def language_hint(user: User | None) -> str:
    """The platform's language tag of a person, or "" where it looks like none."""
    tag = (user.language_code or "") if user else ""
    return tag if _LANGUAGE.fullmatch(tag) else ""


# Every other kind that aiogram knows (edits, channel posts, inline queries, polls, ...) is silence.
_READERS: dict[str, Callable[[Update], Reading]] = {
    "message": _read_message,
    "callback_query": _read_press,
    "my_chat_member": _read_membership,
}
KINDS = tuple(_READERS)
"""The kinds of update that we ask the platform for."""
