"""Whole numbers in any script's digits."""

from __future__ import annotations

import re
import unicodedata

from bot.language.normal import clean

_GROUPS = " .,٬'’\u00a0\u202f"  # what parts thousands somewhere
_NUMBER = re.compile(rf"(?:(?<!\S)[-−+])?[0-9](?:[0-9٫{_GROUPS}]*[0-9])?")
_GROUPED = re.compile(rf"[0-9]{{1,3}}([{_GROUPS}])[0-9]{{3}}(?:\1[0-9]{{3}})*")
_SHORTENED = re.compile(r"\s?[kKmMкК]\b")  # 10k, 5 m: thousands, months, or what?
_MARKS = re.compile("[\u2066-\u2069\u200e\u200f\u061c]")  # of direction: they part nothing
_MOST_DIGITS = 15


def read_number(text: str, lang: str) -> int | None:
    """The one whole number in a typed text; words around it do no harm ("about 5 years").

    None where there is none, more than one, a fraction or a range: better to ask again than to guess.
    Thousands may be parted in any language's way, since people carry theirs along; so far `lang` changes
    nothing.
    """
    typed = "".join(map(_ascii_digit, _MARKS.sub("", clean(text))))
    found = list(_NUMBER.finditer(typed))
    if len(found) != 1 or _SHORTENED.match(typed, found[0].end()):
        return None
    number = found[0][0].replace("−", "-")
    sign, digits = (-1 if number.startswith("-") else 1), number.lstrip("+-")
    if not digits.isdecimal():
        if not _GROUPED.fullmatch(digits):
            return None
        digits = re.sub(r"\D", "", digits)
    return sign * int(digits) if len(digits) <= _MOST_DIGITS else None


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
