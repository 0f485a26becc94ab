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
    """The median of the rounds' ratios in words. Two of one round stand next to each other in time: a
    machine that is slow for a minute is slow for both."""
    names = " / ".join(figure.name.partition(":")[0] for figure in (over, under))
    ratios = [one / other for one, other in zip(over.rounds, under.rounds, strict=True)]
    return f"{names} = {statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f}; {wanted})"


def table(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"\n{title}", "-" * len(title), *lines])
