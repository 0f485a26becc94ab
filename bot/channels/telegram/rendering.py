"""An Outgoing as what Telegram shows: pieces of text with entities, and a keyboard (I7, I8).

Never parse_mode: an entity is a place in the text, so no letter in the text can turn into markup.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, MessageEntity

from bot.channels.telegram.characters import Ruler
from bot.channels.telegram.keyboard import keyboard
from bot.channels.telegram.splitting import ranges
from bot.conversation.messages import Outgoing, Span
from bot.delivery.ports import Refused

_STYLES = {"bold": MessageEntity.BOLD, "italic": MessageEntity.ITALIC, "link": MessageEntity.TEXT_LINK}


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's. Only the last part of an Outgoing has the buttons."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None = None


def render(message: Outgoing) -> list[Part]:
    """The parts, in the order of sending. Raises Refused for what Telegram would never take."""
    text = _sendable(message.text)
    pieces = ranges(text)
    if not pieces:
        raise Refused("empty")
    ruler = Ruler(text)
    parts = [Part(text[a:b], _entities(text, ruler, message.spans, a, b)) for a, b in pieces]
    parts[-1] = Part(parts[-1].text, parts[-1].entities, keyboard(message.buttons, pick=message.pick))
    return parts


def _sendable(text: str) -> str:
    """The text without what no message can carry, of the same length so that the spans stay true."""
    if text.isprintable():
        return text
    return "".join(_sendable_char(char) for char in text)


def _sendable_char(char: str) -> str:
    if char in "\n\t" or char >= "\xa0":
        return "\ufffd" if "\ud800" <= char <= "\udfff" else char
    return " " if char < " " or char >= "\x7f" else char


def _entities(
    text: str, ruler: Ruler, spans: tuple[Span, ...], start: int, end: int
) -> tuple[MessageEntity, ...]:
    """The spans that touch text[start:end], cut to it and to their own words."""
    found = []
    for span in spans:
        a, b = max(span.start, start), max(min(span.end, end), 0)
        words = text[a:b]
        a += len(words) - len(words.lstrip())
        b = a + len(words.strip())
        if a < b and (span.style != "link" or span.href.startswith(("https://", "http://"))):
            found.append(_entity(span, ruler.units(a) - ruler.units(start), ruler.units(b) - ruler.units(a)))
    return tuple(sorted(found, key=lambda entity: (entity.offset, -entity.length)))


def _entity(span: Span, offset: int, length: int) -> MessageEntity:
    url = span.href if span.style == "link" else None
    return MessageEntity(_STYLES[span.style], offset, length, url=url)
