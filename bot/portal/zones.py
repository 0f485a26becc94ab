"""Time zones to choose from, by the name of their city in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import get_timezone_location

from bot.language.languages import row
from bot.portal.forms import Option


@lru_cache(maxsize=16)
def zone_options(lang: str) -> tuple[Option, ...]:
    """UTC, then every zone of a place (IANA `zone.tab`), ordered by the city's name in that language."""
    locale = Locale.parse(row(lang).locale)
    named = [(str(get_timezone_location(zone, locale=locale, return_city=True)), zone) for zone in _zones()]
    ordered = sorted(named, key=lambda pair: (pair[0].casefold(), pair[1]))
    places = (Option(zone, f"{city} ({zone})") for city, zone in ordered)
    return Option("UTC", "UTC"), *places


def _zones() -> list[str]:
    """The third column of zone.tab, from the tzdata package: the same on every machine."""
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    return [line.split("\t")[2].strip() for line in text.splitlines() if line and not line.startswith("#")]
