"""Where a text may be cut, and how long Telegram finds it (I8)."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left

ZWJ = "\u200d"
ZWNJ = "\u200c"
ISOLATE_OPENERS = "\u2066\u2067\u2068"  # LRI, RLI, FSI
PDI = "\u2069"
_VIRAMA = 9  # canonical combining class of the sign that joins two Indic consonants


class Ruler:
    """Turns positions in code points into Telegram's: UTF-16 units, two for a character above U+FFFF."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self.total = self._length if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
        """UTF-16 units of the whole text."""
        only_narrow = self.total == self._length
        self._wide = [] if only_narrow else [i for i, char in enumerate(text) if char > "\uffff"]

    def units(self, index: int) -> int:
        """UTF-16 units before the code point at `index`."""
        return index + bisect_left(self._wide, index)

    def furthest(self, start: int, units: int) -> int:
        """The greatest index such that the text from `start` to it has at most `units` units."""
        limit = self.units(start) + units
        low, high = start, min(self._length, start + units)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.units(middle) <= limit else (low, middle - 1)
        return low


def joined(text: str, index: int) -> bool:
    """True where the code points around `index` make one character to a reader, so that a cut breaks it.

    The rules of UAX 29 (extended grapheme clusters), and two of ours: no cut right after the start or right
    before the end of a directional isolate.
    """
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    if after.isascii() and before.isascii():
        return before == "\r" and after == "\n"
    return (
        _extends(after)
        or before == ZWJ
        or before in ISOLATE_OPENERS
        or _prepends(before)
        or _one_syllable(before, after)
        or (unicodedata.combining(before) == _VIRAMA and unicodedata.category(after) == "Lo")
        or (_is_flag_letter(after) and _flag_letters_before(text, index) % 2 == 1)
    )


def _extends(char: str) -> bool:
    """Marks, joiners, variation selectors, skin tones and tags belong to what stands before them."""
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me")
        or char in (ZWJ, ZWNJ, PDI, "\uff9e", "\uff9f")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _prepends(char: str) -> bool:
    """Arabic and Syriac number signs belong to what follows them."""
    return "\u0600" <= char <= "\u0605" or char in "\u06dd\u070f\u08e2\u0890\u0891\U000110bd\U000110cd"


def _one_syllable(before: str, after: str) -> bool:
    """Korean letters that make up one syllable."""
    if "\u1160" <= after <= "\u11ff" or "\ud7b0" <= after <= "\ud7fb":
        return (
            "\u1100" <= before <= "\u11ff" or "\ua960" <= before <= "\ua97c" or "\uac00" <= before <= "\ud7fb"
        )
    leads = "\u1100" <= before <= "\u115f" or "\ua960" <= before <= "\ua97c"
    return leads and (
        "\u1100" <= after <= "\u115f" or "\ua960" <= after <= "\ua97c" or "\uac00" <= after <= "\ud7a3"
    )


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return index - start


def cut_at_character(text: str, limit: int) -> str:
    """The beginning of the text: at most `limit` UTF-16 units, ending between characters where it can."""
    return text[: last_boundary(text, 0, Ruler(text).furthest(0, limit))]


def last_boundary(text: str, start: int, edge: int) -> int:
    """The last place to cut in text[start:edge]; `edge` itself where one character is longer than that."""
    cut = edge
    while cut > start and joined(text, cut):
        cut -= 1
    return cut if cut > start else edge
