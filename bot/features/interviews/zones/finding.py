"""Zones by the city or country that people type, in any shipped language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from bot.features.interviews.zones.cities import zones_of_city
from bot.features.interviews.zones.resolving import zone_info
from bot.language.languages import TAGS
from bot.language.names import country_name
from bot.language.normal import fold
from bot.language.reading import read_countries
from bot.language.zone_data import coming_rule, links
from bot.language.zone_names import zone_city, zone_countries, zones_of

MOST = 8
"""Zones that are offered at once; a choice never has more."""
_LONGEST = 80  # characters
_SHORTEST = 4  # letters of a name that is taken with a slip
_LIKE = 82.0  # of 100: at least this much alike


@dataclass(frozen=True, slots=True)
class ZoneFound:
    """A zone to choose: its IANA name, and how it is shown in the reader's language."""

    zone: str
    city: str
    country: str


def find_zones(words: str, lang: str) -> tuple[ZoneFound, ...]:
    """The zones that typed words may mean, best first, at most MOST; () for none.

    Takes a city after which a zone is named, a country, or an IANA name, in any shipped language, whole or
    its beginning, with small slips; and other big cities, whole, with or without their country.
    """
    if len(words) > _LONGEST:
        return ()
    query = fold(words)
    if not query:
        return ()
    # A name that is right as typed is not put beside others: "بيروت" is near "بيرو" (Peru).
    named = _exact(query) or _city(words, lang)
    near = named or [*_countries(words, lang), *_beginning(query)] or _alike(query)
    zones = dict.fromkeys(near)
    return tuple(_shown(zone, lang) for zone in list(zones)[:MOST])


def only_zone(country: str) -> str | None:
    """The zone of a country (ISO 3166-1 alpha-2) whose clocks all show the same from now on; else None."""
    zones = zones_of(country)
    return zones[0] if len({coming_rule(zone) for zone in zones}) == 1 else None


def describe(zone: str, lang: str) -> ZoneFound:
    """How one zone is shown. Raises UnknownZone."""
    zone_info(zone)
    if zone not in zone_countries():
        zone = links().get(zone, zone)
    return _shown(zone, lang)


def _shown(zone: str, lang: str) -> ZoneFound:
    country = zone_countries().get(zone)
    return ZoneFound(zone, zone_city(zone, lang), country_name(country, lang) if country else "")


def _exact(query: str) -> tuple[str, ...]:
    return _index().get(query, ())


def _city(words: str, lang: str) -> tuple[str, ...]:
    """The zones of a big city; "Munich, Germany" is that one, "Valencia" each of that name."""
    city, comma, country = words.rpartition(",")
    if not comma:
        return zones_of_city(fold(words))
    codes = frozenset(read_countries(country.strip(), lang))
    return zones_of_city(fold(city), codes) if codes else ()


def _countries(words: str, lang: str) -> Iterable[str]:
    """The zones of a country that was typed; a town may stand before it. One zone of those that differ only
    in what was long ago."""
    for part in (words, *words.split(",")[::-1]):
        codes = read_countries(part.strip(), lang)
        if codes:
            zones = [zone for code in codes for zone in zones_of(code)]
            first = {coming_rule(zone): zone for zone in reversed(zones)}
            return [zone for zone in zones if first[coming_rule(zone)] == zone]
    return ()


def _beginning(query: str) -> Iterable[str]:
    if len(query) < 2:
        return ()
    return [zone for name, zones in _index().items() if name.startswith(query) for zone in zones]


def _alike(query: str) -> Iterable[str]:
    if len(query) < _SHORTEST:
        return ()
    near = process.extract(query, _index().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=MOST)
    return [zone for name, _, _ in near for zone in _index()[name]]


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """Folded names of all languages to zones, made once (some 0.2 s)."""
    found: dict[str, dict[str, None]] = {}
    for zone in zone_countries():
        names = {zone, zone.rpartition("/")[2], *(zone_city(zone, tag) for tag in TAGS)}
        for name in names:
            found.setdefault(fold(name), {})[zone] = None
    regions = {zone.partition("/")[0] for zone in zone_countries()}
    for other, zone in links().items():
        # Only those that name a town: "US/Pacific" does not.
        if other.partition("/")[0] in regions and zone in zone_countries():
            for name in (other, other.rpartition("/")[2]):
                found.setdefault(fold(name), {}).setdefault(zone, None)
    return {name: tuple(zones) for name, zones in found.items()}
