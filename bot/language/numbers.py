"""Numbers in the reader's digits."""

from __future__ import annotations

from babel.numbers import format_decimal

from bot.language.bidi import isolate
from bot.language.languages import Language

_NATIVE = {"arabext": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}


def native_digits(text: str, language: Language) -> str:
    """The text with its ASCII digits as the language writes them; Babel writes none but ASCII."""
    table = _NATIVE.get(language.digits)
    return text.translate(table) if table else text


def number_text(number: int, language: Language) -> str:
    """A whole number, its thousands grouped as the language groups them."""
    if 0 <= number < 1000:
        return native_digits(str(number), language)
    text = format_decimal(number, locale=language.locale, numbering_system=language.digits)
    text = native_digits(text, language)
    return isolate(text, language) if number < 0 else text
