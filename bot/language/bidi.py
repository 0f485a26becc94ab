"""Direction: strings put into a sentence are isolated, so that they cannot turn it around."""

from __future__ import annotations

import re

from bot.language.languages import Language
from bot.language.normal import clean

_FSI, _PDI = "\u2068", "\u2069"
# Letters written right to left: Hebrew to Arabic Extended, their presentation forms, and the scripts of
# the supplementary planes (Adlam, Hanifi Rohingya and others).
_RTL = re.compile(
    "[\u0590-\u05ff\u0600-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff"
    "\U0001e800-\U0001efff\u200f\u061c\u2067]"
)


def isolate(value: str, row: Language) -> str:
    """The value as it may stand inside a sentence of that language.

    In a right-to-left sentence every value is isolated, in a left-to-right one only a value with letters
    of the other direction. An isolate ends with its line, so each line gets its own.
    """
    if row.direction != "rtl" and (value.isascii() or not _RTL.search(value)):
        return value
    value = clean(value)
    if "\n" not in value:
        return f"{_FSI}{value}{_PDI}" if value else value
    lines = value.split("\n")
    return "\n".join(f"{_FSI}{line}{_PDI}" if line else line for line in lines)
