"""What of a table of counts may be published so that nobody is found in it (L4; HDX, disclosure control).

`publish` hides every count below ten with its complements, and rounds the others to a multiple of five:

1. A count is shown from its *edge* on. The edge lies between 11 and 20, in another place for each group of
   people, and is secret. With a known edge of ten, whoever sees a count appear in the week in which one
   person joined (herself, in another browser) knows that there were nine.
2. In a sum no count is hidden alone, and those that are hidden together are as many as an edge: otherwise
   the rest of the sum gives them away. Where they are not, the smallest that is shown is hidden with them,
   and if there is none, the sum itself.
3. A count is rounded up or down to a multiple of five; at which remainder it goes up is secret too, and
   other for each group. With a known remainder, a total and a part of it that go up in the same week
   differ by exactly what they show, so that a hidden rest of five people is read off.

The secrets stay the same for as long as a group is the same people's places, so that what is published every
week averages nothing out; groups of the same places have the same secrets, so that two names of one group
are one figure.

What remains: a shown figure says its count to within four up or down; one that goes up says that more joined
than left; one that vanishes says that it, or one beside it, is small. Who has the pages of two organisations
with common places can tell how many people one of them leaves out, to three numbers or more. Who makes up
dozens of people of her own, one a week, narrows a small group down further: the weeks are what slows her.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 10
"""Counts below it are never published (L4)."""
FEWEST_SHOWN = 2 * FEWEST
"""Whatever its group's edge is, a count from here on is shown where it stands alone."""
ROUND = 5
"""Published counts are multiples of it (L4)."""

C = TypeVar("C", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Veil:
    """The secrets of groups of people: from which count on one is shown, and when it is rounded up."""

    secret: bytes

    def edge(self, group: str) -> int:
        """From which count on a group is shown: 11 to 20."""
        return FEWEST + 1 + self._drawn(group)[0] % FEWEST

    def lift(self, group: str) -> int:
        """What is added before rounding down to a multiple of five: 0 to 4."""
        return self._drawn(group)[1] % ROUND

    def rounded(self, group: str, people: int) -> int:
        """The multiple of five below or above."""
        return ROUND * ((people + self.lift(group)) // ROUND)

    def shown(self, group: str, people: int) -> int | None:
        """A count that stands alone, as it may be published; None: hidden."""
        return self.rounded(group, people) if people >= self.edge(group) else None

    def _drawn(self, group: str) -> tuple[int, int]:
        drawn = hmac.digest(self.secret, group.encode(), "sha256")
        return int.from_bytes(drawn[:8]), int.from_bytes(drawn[8:16])


def publish(
    counts: Mapping[C, int],
    sums: Iterable[tuple[C, tuple[C, ...]]],
    group: Callable[[C], str],
    veil: Veil,
) -> dict[C, int]:
    """The cells that may be published, rounded; the others are hidden.

    `sums`: each a whole and the parts that it is the sum of, whether they are on one page or not. Parts
    without a count are zero, and are hidden like the rest. `group`: the name of the people of a cell.
    """
    hidden = {cell for cell, people in counts.items() if people < veil.edge(group(cell))}
    rows = [_Sum(whole, [part for part in parts if counts.get(part)]) for whole, parts in sums]
    rows = [row for row in rows if counts.get(row.whole)]
    changed = True
    while changed:  # each round hides at least one cell more
        changed = False
        for row in rows:
            changed |= row.complete(counts, hidden, veil.edge("rest of " + group(row.whole)))
    return {cell: veil.rounded(group(cell), counts[cell]) for cell in counts if cell not in hidden}


@dataclass(frozen=True, slots=True)
class _Sum(Generic[C]):
    whole: C
    parts: list[C]

    def complete(self, counts: Mapping[C, int], hidden: set[C], edge: int) -> bool:
        """Hide what would give a hidden member of this sum away; whether that was needed."""
        before = len(hidden)
        shown = sorted((part for part in self.parts if part not in hidden), key=lambda part: -counts[part])
        while shown and self._told(counts, hidden, edge):
            hidden.add(shown.pop())
        if self._told(counts, hidden, edge):
            hidden.add(self.whole)
        return len(hidden) > before

    def _told(self, counts: Mapping[C, int], hidden: set[C], edge: int) -> bool:
        """Do the shown members tell what a hidden one is, or how few the hidden parts are together?"""
        away = [part for part in self.parts if part in hidden]
        if not away:
            return self.whole in hidden
        if len(away) == 1 and self.whole not in hidden:
            return True
        return len(away) < len(self.parts) and sum(counts[part] for part in away) < edge
