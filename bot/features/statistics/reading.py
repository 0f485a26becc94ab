"""The published figures of whom the service reaches, as pages and files show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.features import places
from bot.features.staff import SignedIn, may, need, organisations
from bot.features.statistics import weeks
from bot.features.statistics.counting import Cell
from bot.features.statistics.districts import EVERYWHERE, spread
from bot.features.statistics.tables import figures, published_weeks


@dataclass(frozen=True)
class Reach:
    """What may be shown to somebody of whom the service reaches.

    `week`: the newest that is published, None before the first. `districts`: those in which her organisation
    has places, by id. `figures`: of that week, for her scope; a cell that is not here is hidden or empty.
    `by_week`: the figure of the chosen district for each of the last weeks, the oldest first; None: hidden,
    or not published.
    """

    scope: str
    district: str
    week: str | None
    districts: tuple[places.Place, ...]
    figures: Mapping[Cell, int]
    by_week: Mapping[str, int | None]

    def people(self, split: str = "all", key: str = "", district: str | None = None) -> int | None:
        """One figure of the chosen district, or of another; None: hidden."""
        wanted = Cell(self.scope, self.district if district is None else district, split, key)
        return self.figures.get(wanted)

    def keys(self, split: str) -> list[str]:
        """Of a split, what is shown in the chosen district, the most people first."""
        own = {
            cell.key: people
            for cell, people in self.figures.items()
            if (cell.scope, cell.district, cell.split) == (self.scope, self.district, split)
        }
        return sorted(own, key=lambda key: (-own[key], key))


def scope_of(conn: Connection, who: SignedIn) -> str:
    """Whose places somebody sees: her organisation's own, or all for administrators and for the organisation
    that runs the installation (A13). Raises StaffRefused."""
    need(who, "administrator", "manager")
    found = organisations.get(conn, who.organisation)
    across = may(who, "administrator") or (found is not None and found.operator)
    return EVERYWHERE if across else who.organisation


def reach(conn: Connection, who: SignedIn, now: float, *, district: str = EVERYWHERE, back: int = 8) -> Reach:
    """The newest figures, and those of so many weeks up to now. Raises StaffRefused; LookupError for a
    district in which her organisation has no place."""
    scope = scope_of(conn, who)
    register = places.listed(conn)
    own = spread(register).of_scope(scope)
    if district not in {EVERYWHERE, *own}:
        raise LookupError(district)
    latest = weeks.last(weeks.last_whole(now), back)
    published = set(conn.scalars(select(published_weeks.c.week).where(published_weeks.c.week.in_(latest))))
    week = max(published, default=None)
    found = figures_of(conn, scope, sorted(published))
    return Reach(
        scope,
        district,
        week,
        tuple(place for place in register if place.id in own),
        found.get(week, {}) if week else {},
        {one: found.get(one, {}).get(Cell(scope, district)) for one in latest},
    )


def figures_of(conn: Connection, scope: str, wanted: list[str]) -> dict[str, dict[Cell, int]]:
    """Every figure of a scope in some weeks, by week."""
    columns = figures.c
    rows = conn.execute(
        select(columns.week, columns.district, columns.split, columns.key, columns.people)
        .where(columns.scope == scope, columns.week.in_(wanted))
        .order_by(columns.week, columns.district, columns.split, columns.key)
    )
    found: dict[str, dict[Cell, int]] = {}
    for week, district, split, key, people in rows:
        found.setdefault(week, {})[Cell(scope, district, split, key)] = people
    return found
