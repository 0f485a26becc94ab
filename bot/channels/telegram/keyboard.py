"""Buttons as an inline keyboard that fits a narrow phone."""

from __future__ import annotations

from typing import TypedDict

from bot.channels.telegram.characters import Ruler, cut_at_character
from bot.conversation.messages import Button
from bot.delivery.ports import Refused

DATA_BYTES = 64
"""Bot API, InlineKeyboardButton.callback_data: 1-64 bytes."""
BUTTONS = 100
LABEL_UNITS = 64
"""Our own limit: a phone shows far less of a label, and cuts the rest by itself."""
HALF_ROW = 14
"""Characters that fit half of a row on a phone 320 px wide; a third takes 8."""
THIRD_ROW = 8


class Key(TypedDict):
    """The Bot API's InlineKeyboardButton."""

    text: str
    callback_data: str


Rows = list[list[Key]]


def keyboard(buttons: tuple[Button, ...], *, pick: bool = False) -> Rows | None:
    """Choices first, in rows of two where the labels are short; back, menu and the like in the last rows.

    A list to tick keeps one a row, so that nothing moves while ticks come and go.
    Raises Refused where a button's id could not come back.
    """
    if len(buttons) > BUTTONS or any(not 0 < len(button.id.encode()) <= DATA_BYTES for button in buttons):
        raise Refused("buttons")
    choices = [_shown(button) for button in buttons if not button.nav]
    ways = [_shown(button) for button in buttons if button.nav]
    return [*_rows(choices, widest=1 if pick else 2), *_rows(ways, widest=3)] or None


def _shown(button: Button) -> Key:
    return {"text": fit_label(button.label), "callback_data": button.id}


def fit_label(label: str) -> str:
    """The label in one line that Telegram takes, whatever name was put into it (I8)."""
    if not label.isprintable():
        label = "".join(char if char.isprintable() else _visible(char) for char in label)
    line = " ".join(label.split())
    if not line:
        return "…"
    if 2 * len(line) <= LABEL_UNITS or Ruler(line).total <= LABEL_UNITS:
        return line
    return cut_at_character(line, LABEL_UNITS - 1).rstrip() + "…"


def _visible(char: str) -> str:
    """Joiners and directional marks of real spelling stay; the rest that cannot be seen becomes a space."""
    return char if char in "\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069" else " "


def _rows(keys: list[Key], widest: int) -> Rows:
    """All rows equally wide (the last may be shorter): as many a row as the longest label allows."""
    longest = max((len(key["text"]) for key in keys), default=0)
    fitting = 3 if longest <= THIRD_ROW else 2 if longest <= HALF_ROW else 1
    width = min(widest, fitting)
    return [keys[start : start + width] for start in range(0, len(keys), width)]
