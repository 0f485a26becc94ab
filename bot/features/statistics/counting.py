"""Counting whom the service reaches: people who chose a place and can be written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.delivery.tables import persons
from bot.features.places import person_places
from bot.features.statistics.districts import EVERYWHERE, Spread
from bot.language.languages import TAGS

SPLITS = ("lang", "channel")


class Cell(NamedTuple):
    """One figure: whose places, which district, split by what, and which part of that split."""

    scope: str
    district: str
    split: str = "all"
    key: str = ""


def count(conn: Connection, where: Spread, before: int) -> dict[Cell, int]:
    """Exact counts of people who chose their place before that second: for `publish`, never to be shown."""
    chosen = person_places.c
    found = conn.execute(
        select(chosen.place_id, persons.c.lang, persons.c.channel, func.count())
        .join(persons, persons.c.id == chosen.person_id)
        .where(persons.c.reachable, chosen.since < before)
        .group_by(chosen.place_id, persons.c.lang, persons.c.channel)
    )
    counts: dict[Cell, int] = defaultdict(int)
    for place, lang, channel, people in found:
        if place not in where.districts:
            continue  # added a moment ago
        parts = (("all", ""), ("lang", lang if lang in TAGS else "en"), ("channel", channel.split(":")[0]))
        for scope, own in where.scopes.items():
            if place in own:
                for district in (EVERYWHERE, where.districts[place]):
                    for split, key in parts:
                        counts[Cell(scope, district, split, key)] += people
    return dict(counts)


def sums(counts: dict[Cell, int]) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """Every whole of these cells with its parts: by district, by language, by channel, of each scope."""
    rows: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in counts:
        if cell.district != EVERYWHERE:
            rows[cell._replace(district=EVERYWHERE), "district"].append(cell)
        if cell.split != "all":
            rows[cell._replace(split="all", key=""), cell.split].append(cell)
    for (whole, _), parts in rows.items():
        yield whole, tuple(sorted(parts))


def group(where: Spread, cell: Cell) -> str:
    """The name of the people of a cell: the same for the same places, whatever scope they stand in."""
    places = " ".join(sorted(where.places(cell.scope, cell.district)))
    return f"{cell.split}={cell.key} of {places}"
