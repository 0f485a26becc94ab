"""Where people are counted: nothing finer than a district (L4), and each organisation's own places (A13).

A camp or town is counted with the district that it lies in, the nearest one above it in the register. Where
the register has no district above it, it is counted with the widest place below its country: that is then
the part of the country that the register knows. So a camp that stands right below its country is a district
of its own, and an administrator who does not want that puts a district above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.features.places import DEPTH, Place

EVERYWHERE = ""
"""The scope of who may see every place, and the district of all districts together."""


@dataclass(frozen=True)
class Spread:
    """`districts`: the district of each place. `scopes`: by organisation, the places whose people are its
    own; EVERYWHERE has all."""

    districts: Mapping[str, str]
    scopes: Mapping[str, frozenset[str]]

    def places(self, scope: str, district: str = EVERYWHERE) -> frozenset[str]:
        """The ids of the places that are counted together."""
        own = self.scopes.get(scope, frozenset())
        if district == EVERYWHERE:
            return own
        return frozenset(place for place in own if self.districts[place] == district)

    def of_scope(self, scope: str) -> frozenset[str]:
        """The districts in which a scope has places."""
        return frozenset(self.districts[place] for place in self.scopes.get(scope, ()))


def spread(register: Iterable[Place]) -> Spread:
    """Of all places, also those that are out of use: people who chose one keep it."""
    known = {place.id: place for place in register}
    scopes: dict[str, set[str]] = {EVERYWHERE: set(known)}
    districts: dict[str, str] = {}
    for id_ in known:
        way = _way_up(known, id_)
        districts[id_] = _district(way)
        for organisation in {place.organisation for place in way} - {""}:
            scopes.setdefault(organisation, set()).add(id_)
    return Spread(districts, {scope: frozenset(own) for scope, own in scopes.items()})


def _way_up(known: Mapping[str, Place], id_: str) -> list[Place]:
    """The place, then those that it lies in."""
    way: list[Place] = []
    while id_ in known and len(way) < DEPTH:
        way.append(known[id_])
        id_ = known[id_].parent
    return way


def _district(way: list[Place]) -> str:
    for place in way:
        if place.kind == "district":
            return place.id
    below = [place for place in way if place.kind != "country"]
    return (below or way)[-1].id
