"""Amounts of money in the reader's own way (CLDR), and which currencies are in use."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import format_currency, format_decimal, get_territory_currencies

from bot.language.languages import row
from bot.language.numbers import native_digits


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of the currencies that are legal tender somewhere today, by CLDR."""
    places = get_global("territory_currencies")
    return frozenset(code for place in places for code in get_territory_currencies(place))


def usual_currency(country: str) -> str:
    """The currency to offer first for a country; "" where CLDR knows none."""
    found = get_territory_currencies(country)
    return found[0] if found else ""


def money_text(amount: str, currency: str, lang: str) -> str:
    """A plain decimal amount with its currency in words and its code. Whole amounts without cents."""
    language, value = row(lang), Decimal(amount)
    whole = value == value.to_integral_value()
    text = format_currency(
        value,
        currency,
        "#,##0" if whole else "#,##0.00",
        locale=language.locale,
        currency_digits=False,
        format_type="name",
        numbering_system=language.digits,
    )
    return f"{native_digits(text, language)} ({currency})"


def number_text(number: str, lang: str) -> str:
    """A plain decimal without needless zeros."""
    language = row(lang)
    text = format_decimal(
        Decimal(number), "#,##0.##", locale=language.locale, numbering_system=language.digits
    )
    return native_digits(text, language)
