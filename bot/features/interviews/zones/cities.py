"""Big cities after which no time zone is named, such as Munich: where people say that their clock stands."""

from __future__ import annotations

from functools import cache
from importlib import resources

from bot.language.normal import fold


def zones_of_city(query: str, countries: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The zones of cities of this folded name, the largest first; of these countries where any are given."""
    found = _index().get(query, ())
    return tuple(dict.fromkeys(zone for zone, country in found if not countries or country in countries))


@cache
def _index() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded names to (zone, country), in the order of the file: the largest first. Made once, some 0.1 s."""
    found: dict[str, list[tuple[str, str]]] = {}
    text = resources.files(__package__).joinpath("cities.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        zone, country, names = line.split("\t")
        for name in dict.fromkeys(map(fold, names.split("|"))):
            found.setdefault(name, []).append((zone, country))
    return {name: tuple(places) for name, places in found.items()}
