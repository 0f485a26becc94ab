"""A week of times by the hour: days beside each other, hours below each other, in the reader's own zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, Protocol, TypeVar

from bot.features.interviews.slots import Slot
from bot.features.interviews.zones import local, resolve
from bot.features.interviews.zones.resolving import NoSuchHour

FIRST, LAST = 7, 20
"""Hours that are always shown: interviews begin in the daytime (E6). Others where something begins then."""
_WHEN = "%Y%m%dT%H%M"


class OfSlot(Protocol):
    """Whatever a page shows of a slot."""

    @property
    def slot(self) -> Slot: ...


S = TypeVar("S", bound=OfSlot)


@dataclass(frozen=True)
class Cell(Generic[S]):
    """One hour of one day. `begin`: what begins in it; `until`: the wall time when something ends that began
    before; `opens`: what the form for new times is asked with, "" where none can be opened."""

    day: date
    begin: list[S]
    until: str = ""
    opens: str = ""


@dataclass(frozen=True)
class Row(Generic[S]):
    """One hour of all days. `name`: as wall time."""

    name: str
    cells: list[Cell[S]]


def by_hours(days: Mapping[date, Sequence[S]], zone: str, now: float) -> list[Row[S]]:
    """The rows from the first hour to the last; `days` holds what begins on each."""
    everything = [one for found in days.values() for one in found]
    begins: dict[datetime, list[S]] = {}  # by wall hour: a look at all of them for each cell would take long
    for one in everything:
        wall = local(one.slot.start, zone).replace(tzinfo=None, minute=0, fold=0)
        begins.setdefault(wall, []).append(one)
    hours = {wall.hour for wall in begins} | {FIRST, LAST}
    rows = []
    for hour in range(min(hours), max(hours) + 1):
        walls = [datetime.combine(day, time(hour)) for day in days]
        cells = [_cell(wall, begins.get(wall, []), everything, zone, now) for wall in walls]
        rows.append(Row(f"{hour:02}:00", cells))
    return rows


def _cell(wall: datetime, begin: list[S], everything: Sequence[S], zone: str, now: float) -> Cell[S]:
    day = wall.date()
    if begin:
        return Cell(day, begin)
    try:
        start = resolve(wall, zone, 0).utc
    except NoSuchHour:
        return Cell(day, [])
    lasting = [one.slot.end for one in everything if one.slot.start < start < one.slot.end]
    if lasting:
        return Cell(day, [], until=f"{local(max(lasting), zone):%H:%M}")
    return Cell(day, [], opens=wall.strftime(_WHEN) if start > now else "")


def free(hours: Sequence[Row[S]]) -> dict[date, list[tuple[str, str]]]:
    """By day the hours at which a time can be opened: the wall time, and what the form is asked with."""
    found: dict[date, list[tuple[str, str]]] = {}
    for row in hours:
        for cell in row.cells:
            if cell.opens:
                found.setdefault(cell.day, []).append((row.name, cell.opens))
    return found


def asked(when: str) -> tuple[str, str]:
    """The day and the time that a cell asks the form with, as it takes them; "" for anything else."""
    try:
        wall = datetime.strptime(when, _WHEN)  # noqa: DTZ007 - a wall time has no zone
    except ValueError:
        return "", ""
    return f"{wall:%Y-%m-%d}", f"{wall:%H:%M}"
