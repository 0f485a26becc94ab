"""A plot of columns as SVG, laid out here and drawn by a template: no script, no inline style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 190
_FLOOR, _CEILING, _GAP = 162, 26, 8
_FEWEST_UNITS = 2


@dataclass(frozen=True)
class Column:
    """One column. `value` None: not shown, drawn as an empty frame. All lengths in units of the view box;
    `middle` is where its texts are centred, `text` where its value stands."""

    label: str
    value: int | None
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def text(self) -> int:
        return self.y - 6


@dataclass(frozen=True)
class Plot:
    """Columns on a floor."""

    columns: tuple[Column, ...]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = _FLOOR

    @property
    def empty(self) -> bool:
        """Is there no value at all?"""
        return all(column.value is None for column in self.columns)

    @property
    def whole(self) -> bool:
        """Is there a value of every column?"""
        return all(column.value is not None for column in self.columns)

    @property
    def label(self) -> int:
        """Where the labels stand."""
        return _FLOOR + 18


def plot(points: Sequence[tuple[str, int | None]], rtl: bool) -> Plot:
    """A column for each point, the first one where reading begins; the highest reaches the ceiling."""
    most = max((value for _, value in points if value), default=1)
    highest = _FLOOR - _CEILING
    step = WIDTH // max(1, len(points))
    columns = []
    for at, (label, value) in enumerate(points):
        units = highest if value is None else max(_FEWEST_UNITS, highest * value // most)
        place = len(points) - 1 - at if rtl else at
        x = place * step + _GAP // 2
        columns.append(Column(label, value, x, _FLOOR - units, step - _GAP, units))
    return Plot(tuple(columns))
