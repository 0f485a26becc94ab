"""Rounds, medians and a table. Everything is measured in one run, round by round in turns, so that a noisy
machine is noisy for all."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Figure:
    """Microseconds an item, one number a round."""

    name: str
    rounds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def line(self) -> str:
        least, most = min(self.rounds), max(self.rounds)
        rate = f"{1e6 / self.median:>9,.0f}/s"
        return f"{self.name:<66} {self.median:>9.1f} us  ({least:.1f} to {most:.1f})  {rate}"


def ratio(over: Figure, under: Figure, wanted: str) -> str:
    """One ratio of medians in words."""
    names = " / ".join(figure.name.partition(":")[0] for figure in (over, under))
    return f"{names} = {over.median / under.median:.2f}   ({wanted})"


def table(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"\n{title}", "-" * len(title), *lines])
