"""Long lists to choose from, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from babel.numbers import get_currency_name

from bot.conversation.texts import T
from bot.features.interviews.vacancies.money import currencies
from bot.language.languages import row
from bot.language.names import country_names, language_name
from bot.language.reading.tongues import TONGUES
from bot.portal.forms import Option

CHOOSE = Option("", T("portal.form", "Please choose"))


@lru_cache(maxsize=16)
def country_options(lang: str) -> tuple[Option, ...]:
    """Every country by its name (ISO 3166-1 alpha-2)."""
    named = sorted(country_names(lang).items(), key=lambda pair: (pair[1].casefold(), pair[0]))
    return CHOOSE, *(Option(code, name) for code, name in named)


@lru_cache(maxsize=16)
def currency_options(lang: str) -> tuple[Option, ...]:
    """Currencies in use, by their code (ISO 4217), which is how a payslip names them."""
    locale = row(lang).locale
    return CHOOSE, *(
        Option(code, f"{code} · {get_currency_name(code, locale=locale)}") for code in sorted(currencies())
    )


@lru_cache(maxsize=16)
def tongue_options(lang: str) -> tuple[Option, ...]:
    """Languages that adverts can ask for, by their name."""
    named = sorted(((language_name(tag, lang), tag) for tag in TONGUES), key=lambda pair: pair[0].casefold())
    return Option("", "–"), *(Option(tag, name) for name, tag in named)
