"""What the real Bot API refuses, in its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
DATA_BYTES = 64
KEYBOARD_BUTTONS = 100
ROW_BUTTONS = 8
DELETED_AT_ONCE = 100
DELETABLE = 48 * 3600
"""Seconds after its sending for which a bot may delete a message."""
ENTITY_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre", "text_link",
    "url", "mention", "hashtag", "bot_command", "email", "phone_number", "text_mention",
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file as it arrived in a form."""

    name: str
    media_type: str
    data: bytes


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad_request(why: str) -> Refusal:
    return Refusal(400, f"Bad Request: {why}")


def required(params: Json, *names: str) -> None:
    for name in names:
        if params.get(name) in (None, ""):
            raise bad_request(f"parameter {name!r} is required")


def units(text: str) -> int:
    """Length as Telegram counts it. Lone surrogates cannot even be encoded."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def check_text(params: Json) -> None:
    text = params.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("message text is empty")
    if units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    if "parse_mode" in params:
        raise bad_request("this house builds messages from entities")
    for entity in params.get("entities") or []:
        check_entity(text, entity)


def check_document(params: Json) -> None:
    """A file in a form; everything that is no text stands there as JSON."""
    file = params.get("document")
    if not isinstance(file, Upload) or not file.data:
        raise bad_request("there is no document in the request")
    if len(file.data) > 50_000_000 or not file.name:
        raise bad_request("file is too big")
    if units(params.get("caption", "")) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    for entity in params.get("caption_entities") or []:
        check_entity(params["caption"], entity)


def check_entity(text: str, entity: Json) -> None:
    offset, length = entity.get("offset"), entity.get("length")
    if entity.get("type") not in ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: wrong type")
    if not isinstance(offset, int) or offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if not isinstance(length, int) or length <= 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    encoded = text.encode("utf-16-le")
    if 2 * (offset + length) > len(encoded):
        raise bad_request(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
    try:
        encoded[: 2 * offset].decode("utf-16-le")
        encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le")
    except UnicodeDecodeError:
        raise bad_request(f"entity at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol") from None
    if entity["type"] == "text_link" and not str(entity.get("url", "")).startswith(("https://", "http://")):
        raise bad_request("entity of type text_link has no usable URL")


def check_keyboard(params: Json) -> None:
    markup = params.get("reply_markup")
    if markup is None:
        return
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list):
        raise bad_request("object expected as reply markup")
    if sum(map(len, rows)) > KEYBOARD_BUTTONS or any(not 0 < len(row) <= ROW_BUTTONS for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip() or units(button["text"]) > 1024:
            raise bad_request("can't parse InlineKeyboardButton: text must be non-empty")
        if not 0 < len(str(button.get("callback_data", "")).encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")


def check_numbers(params: Json) -> list[int]:
    """Of the messages that are to be deleted."""
    numbers = params.get("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > DELETED_AT_ONCE:
        raise bad_request("too many messages to delete")
    if not all(isinstance(number, int) for number in numbers):
        raise bad_request("invalid message identifier specified")
    return numbers


def check_commands(params: Json) -> None:
    commands = params.get("commands")
    if not isinstance(commands, list) or not 0 < len(commands) <= 100:
        raise bad_request("expected an array of commands")
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not 0 < len(name) <= 32 or not name.replace("_", "").isalnum() or not name.islower():
            raise bad_request("BOT_COMMAND_INVALID")
        if not 0 < len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_length(params: Json, name: str, most: int) -> None:
    if len(params.get(name, "")) > most:
        raise bad_request(f"{name} is too long")
