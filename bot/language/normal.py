"""Texts made regular: `clean` for what comes in and is kept, `fold` for what is compared and searched."""

from __future__ import annotations

import re
import unicodedata

_FSI, _PDI = "\u2068", "\u2069"

# Control characters but tab and newline, bidi embeddings and overrides, deprecated and invisible format
# characters, tag characters, lone surrogates. Kept: ZWNJ, ZWJ, LRM, RLM, ALM, and ZWSP, which divides
# words in Burmese and Khmer.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u2060-\u2064\u202a-\u202e\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_ISOLATE = re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile("(?:[^\u2066-\u2069]*+[\u2066-\u2068][^\u2066-\u2069]*+\u2069)*+[^\u2066-\u2069]*+")
"""A line in which each isolate is closed before the next begins: nearly all that have any."""


def clean(text: str) -> str:
    """The text as it may be kept: NFC, without hidden and direction-changing characters (I9)."""
    if text.isprintable():  # nothing hidden, no line, no isolate: only how letters are put together
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    text = _UNWANTED.sub("", _NEWLINE.sub("\n", text))
    if _ISOLATE.search(text):
        text = "\n".join(_paired(line) for line in text.split("\n"))
    return unicodedata.normalize("NFC", text)


def _paired(line: str) -> str:
    """The line without isolates that nothing closes and closings that nothing opened."""
    if _ISOLATED.fullmatch(line):
        return line
    kept = list(line)
    opened: list[int] = []
    for found in _ISOLATE.finditer(line):
        at = found.start()
        if line[at] != _PDI:
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            kept[at] = ""
    for at in opened:
        kept[at] = ""
    return "".join(kept)


# What fold() makes one beyond Unicode's own decompositions: letters that the keyboards of neighbouring
# languages put in each other's place, and Latin letters that have no decomposition.
_SAME = {
    "ا": "ٱ",
    "ي": "ىیېۍے",
    "ك": "کڪ",
    "ه": "ةەھہۃ",
    "г": "ґ",
    "l": "ł",
    "o": "ø",
    "d": "đð",
    "h": "ħ",
    "i": "ı",
    "ae": "æ",
    "oe": "œ",
    "th": "þ",
}
# Ethiopic letters of one sound: ሐ ኀ as ሀ, ሠ as ሰ, ዐ as አ, ፀ as ጸ, each with its seven or eight orders.
_SERIES = (
    (0x1210, 0x1200, 8),
    (0x1280, 0x1200, 8),
    (0x1220, 0x1230, 8),
    (0x12D0, 0x12A0, 7),
    (0x1340, 0x1338, 7),
)
_LETTERS = {letter: to for to, letters in _SAME.items() for letter in letters} | {
    chr(start + n): chr(to + n) for start, to, count in _SERIES for n in range(count)
}

# Accents, Arabic vowel signs and tatweel, Ethiopic length marks, variation selectors. Not the marks of
# Indic, Burmese, Thai or Khmer: those are letters to their readers.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u135d-\u135f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_APOSTROPHE = re.compile("(?<=[\u0400-\u04ff])['\u2019\u02bc`\u00b4\u2018](?=[\u0400-\u04ff])")
_SPACING = "\u200b\u200c"  # ZWSP and ZWNJ part words, the other format characters do not


def fold(text: str) -> str:
    """The text as it is compared: lower case, plain letters, ASCII digits, words parted by one space.

    Never raises; folding twice changes nothing. Made for any script, also those of languages not shipped.
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    if max(text) >= "\u0400":  # some Cyrillic or later letter: сім'я and сімя are one word
        text = _APOSTROPHE.sub("", text)
    folded = " ".join(text.translate(_TABLE).split())
    return unicodedata.normalize("NFD", folded)


def _fold_character(character: str) -> str:
    before = ""
    while before != character:  # a few need two rounds, such as \u03d2 (a Greek upsilon)
        before, character = character, unicodedata.normalize("NFKD", character.casefold())
    return "".join(map(_fold_plain, character))


def _fold_plain(character: str) -> str:
    if _DROPPED.match(character):
        return ""
    if character in _LETTERS:
        return _LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Cf" and character not in _SPACING:
        return ""
    return character if category[0] in "LN" or category in ("Mn", "Mc") else " "


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met.

    Kept only below U+3100 (every alphabet we care for): hostile text must not fill the memory.
    """

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if code < 0x3100:
            self[code] = folded
        return folded


_TABLE = _Table()
_ASCII = {code: _fold_character(chr(code)) for code in range(128)}
