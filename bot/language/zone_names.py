"""Time zones in words: the city and the country that a zone is named after, in every shipped language."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale

from bot.language.languages import row
from bot.language.names import country_name
from bot.language.zone_data import links, zone_table

# CLDR never renames: it keeps cities under the name that a zone had when it first came into the tz database.
_CLDR = {
    "Africa/Asmara": "Africa/Asmera",
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires",
    "America/Argentina/Catamarca": "America/Catamarca",
    "America/Argentina/Cordoba": "America/Cordoba",
    "America/Argentina/Jujuy": "America/Jujuy",
    "America/Argentina/Mendoza": "America/Mendoza",
    "America/Atikokan": "America/Coral_Harbour",
    "America/Indiana/Indianapolis": "America/Indianapolis",
    "America/Kentucky/Louisville": "America/Louisville",
    "America/Nuuk": "America/Godthab",
    "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu",
    "Asia/Kolkata": "Asia/Calcutta",
    "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe",
    "Europe/Kyiv": "Europe/Kiev",
    "Pacific/Chuuk": "Pacific/Truk",
    "Pacific/Pohnpei": "Pacific/Ponape",
}

# CLDR's primaryZones: countries with more than one zone where the country's name means this one.
_PRIMARY = frozenset(
    (
        "America/Guayaquil", "America/Santiago", "Asia/Kuala_Lumpur", "Asia/Shanghai", "Asia/Tashkent",
        "Europe/Berlin", "Europe/Kyiv", "Europe/Lisbon", "Europe/Madrid", "Pacific/Auckland",
        "Pacific/Majuro",
    )
)  # fmt: skip


@cache
def zone_countries() -> dict[str, str]:
    """The country of every zone that a person may choose."""
    return {zone: country for country, zone in zone_table()}


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The zones of a country, the one that its name means first; () where it has none."""
    found = [zone for zone, code in zone_countries().items() if code == country]
    return tuple(sorted(found, key=lambda zone: zone not in _PRIMARY))


def zone_city(zone: str, lang: str) -> str:
    """The city that a zone is named after: CLDR's exemplar city, else the end of the zone's own name."""
    cities = Locale.parse(row(lang).locale).time_zones
    # Not dict.get alone: a language may know the zone by its abbreviations and have no name for the city.
    for name in (_CLDR.get(zone, zone), zone):
        entry = cities.get(name)
        if entry is not None and "city" in entry:
            return str(entry["city"])
    return zone.rpartition("/")[2].replace("_", " ")


@lru_cache(maxsize=512)
def zone_place(zone: str, lang: str) -> str:
    """A zone as a time is said in it, such as "Lebanon Time" or "United States (Chicago) Time"."""
    formats = Locale.parse(row(lang).locale).zone_formats
    if zone not in zone_countries():
        zone = links().get(zone, zone)  # an older name, such as US/Eastern
    country = zone_countries().get(zone)
    if country is None:
        place = zone_city(zone, lang)
    else:
        place = country_name(country, lang)
        if zone not in _PRIMARY and len(zones_of(country)) > 1:
            place = formats["fallback"] % {"0": zone_city(zone, lang), "1": place}
    return str(formats["region"] % place)
