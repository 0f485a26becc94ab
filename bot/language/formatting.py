"""Templates filled in with values, each written in the reader's own way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from babel.lists import format_list

from bot.language.bidi import isolate
from bot.language.dates import date_text, datetime_text
from bot.language.languages import Language, row
from bot.language.names import country_name, language_name
from bot.language.numbers import native_digits, number_text
from bot.language.templates import Placeholder, TemplateError, parse

_MISSING = "…"


def fill(template: str, values: Mapping[str, Any], lang: str) -> str:
    """The template with its values. `lang` is the language that the template is in.

    Raises TemplateError where the template is malformed or a value is missing or of the wrong type.
    """
    parts = parse(template)
    if len(parts) == 1 and isinstance(parts[0], str):
        return parts[0]
    language = row(lang)
    return "".join([part if isinstance(part, str) else _written(part, values, language) for part in parts])


def fill_anyhow(template: str, values: Mapping[str, Any], lang: str) -> str:
    """As fill(), but never raises: what cannot be written becomes "…". The last resort before silence."""
    try:
        parts = parse(template)
    except TemplateError:
        return template
    language = row(lang)
    return "".join(
        part if isinstance(part, str) else _written_anyhow(part, values, language) for part in parts
    )


def list_text(items: list[str], language: Language) -> str:
    """Texts of that language as one enumeration: "A, B and C"."""
    return str(format_list(items, locale=language.locale))


def _written(part: Placeholder, values: Mapping[str, Any], language: Language) -> str:
    try:
        value = values[part.name]
    except KeyError:
        raise TemplateError(f"no value for {part}") from None
    try:
        if not part.kind and type(value) is str:  # most values by far
            return isolate(value, language)
        return _KINDS[part.kind](value, language)
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
        raise TemplateError(f"the value of {part} is a {type(value).__name__} that it cannot show") from error


def _written_anyhow(part: Placeholder, values: Mapping[str, Any], language: Language) -> str:
    try:
        return _written(part, values, language)
    except TemplateError:
        return _MISSING


def _plain(value: Any, language: Language) -> str:
    if isinstance(value, str):
        return isolate(value, language)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_text(value, language)
    raise TypeError


def _day(value: Any, language: Language, weekday: bool = True) -> str:
    when = value if type(value) is date else date.fromisoformat(value)
    return date_text(when, language.tag, weekday)


def _moment(value: Any, language: Language) -> str:
    epoch, zone = value
    return datetime_text(epoch, zone, language.tag)


def _enumerated(value: Any, language: Language) -> str:
    if isinstance(value, str):
        raise TypeError
    return list_text([_plain(item, language) for item in value], language)


_KINDS: dict[str, Callable[[Any, Language], str]] = {
    "": _plain,
    "year": lambda value, language: native_digits(f"{value:d}", language),
    "date": lambda value, language: _day(value, language, weekday=False),
    "day": _day,
    "datetime": _moment,
    "country": lambda value, language: country_name(value, language.tag),
    "countries": lambda value, language: list_text(
        [country_name(code, language.tag) for code in value], language
    ),
    "language": lambda value, language: language_name(value, language.tag),
    "list": _enumerated,
}
"""How each kind of templates.KINDS is written. Dates may be ISO texts, as they come back from a session."""
