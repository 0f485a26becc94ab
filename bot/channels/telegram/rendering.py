"""An Outgoing as what Telegram shows: pieces of text with entities, and a keyboard (I7, I8).

Never parse_mode: an entity is a place in the text, so no letter in the text can turn into markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypedDict

from bot.channels.telegram.characters import Ruler
from bot.channels.telegram.keyboard import Rows, keyboard
from bot.channels.telegram.splitting import ranges
from bot.conversation.messages import Outgoing, Span
from bot.delivery.ports import Refused

_UNSENDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters, which no message can carry."""

_STYLES = {"bold": "bold", "italic": "italic", "link": "text_link"}


class _Place(TypedDict):
    type: str
    offset: int
    length: int


class Entity(_Place, total=False):
    """The Bot API's MessageEntity; `url` belongs to a text_link."""

    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Telegram's. Only the last part of an Outgoing has the buttons."""

    text: str
    entities: list[Entity]
    keyboard: Rows | None = None


def render(message: Outgoing) -> list[Part]:
    """The parts, in the order of sending. Raises Refused for what Telegram would never take."""
    text = _sendable(message.text)
    ruler = Ruler(text)
    pieces = ranges(text, ruler)
    if not pieces:
        raise Refused("empty")
    parts = [Part(text[a:b], _entities(text, ruler, message.spans, a, b)) for a, b in pieces]
    parts[-1] = Part(parts[-1].text, parts[-1].entities, keyboard(message.keys, pick=message.pick))
    return parts


def _sendable(text: str) -> str:
    """The text without what no message can carry, of the same length so that the spans stay true."""
    return _UNSENDABLE.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else " ", text)


def _entities(text: str, ruler: Ruler, spans: tuple[Span, ...], start: int, end: int) -> list[Entity]:
    """The spans that touch text[start:end], cut to it and to their own words."""
    found = []
    for span in spans:
        a, b = max(span.start, start), max(min(span.end, end), 0)
        words = text[a:b]
        a += len(words) - len(words.lstrip())
        b = a + len(words.strip())
        if a < b and (span.style != "link" or span.href.startswith(("https://", "http://"))):
            found.append(_entity(span, ruler.units(a) - ruler.units(start), ruler.units(b) - ruler.units(a)))
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(span: Span, offset: int, length: int) -> Entity:
    place: Entity = {"type": _STYLES[span.style], "offset": offset, "length": length}
    if span.style == "link":
        place["url"] = span.href
    return place
