"""What may be published tells of no cell under ten how many it has, whatever else is published (L4)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.disclosure import FEWEST, ROUND, Veil, publish
from bot.features.statistics.counting import Cell, sums

SMALL, STEP, MOST = 4, 2, 7
"""A small world, in which every possibility can be tried: four people stand for ten, two for five."""
GROUPS = ("all", "a", "b")
REST = "rest of all"
Table = Mapping[str, int]
Publish = Callable[[Table, Veil], dict[str, int]]


@dataclass(frozen=True)
class Edges(Veil):
    """The edges of a small world laid open, by group; counts are not rounded yet."""

    drawn: tuple[tuple[str, int], ...] = ()

    def edge(self, group: str) -> int:
        return dict(self.drawn)[group]

    def rounded(self, group: str, people: int) -> int:
        return people


@dataclass(frozen=True)
class Guards:
    """What protects: how a table is published, and where edges may lie."""

    put: Publish
    edges: Sequence[int] = range(SMALL + 1, 2 * SMALL + 1)


def as_published(counts: Table, veil: Veil) -> dict[str, int]:
    return publish(counts, [("all", ("a", "b"))], str, veil)


def without_complements(counts: Table, veil: Veil) -> dict[str, int]:
    return publish(counts, [], str, veil)


def nothing_hidden(counts: Table, veil: Veil) -> dict[str, int]:
    return dict(counts)


def revealed(guards: Guards, joining: str) -> set[tuple[str, int]]:
    """The small cells whose number somebody can tell: she knows this program but not its secrets, reads the
    tables before and after, and knows that one person joined `joining` in between."""
    seen: dict[object, set[tuple[int, int]]] = defaultdict(set)
    names = (*GROUPS, REST)
    veils = [
        Edges(b"", tuple(zip(names, drawn, strict=True)))
        for drawn in itertools.product(guards.edges, repeat=len(names))
    ]
    lifts = [dict(zip(GROUPS, drawn, strict=True)) for drawn in itertools.product(range(STEP), repeat=3)]
    for a, b in itertools.product(range(MOST + 1), repeat=2):
        for veil in veils:
            looks = [guards.put(table(a, b), veil), guards.put(table(a, b, joining), veil)]
            for lift in lifts:
                rounded = (
                    frozenset((name, (people + lift[name]) // STEP) for name, people in look.items())
                    for look in looks
                )
                seen[tuple(rounded)].add((a, b))
    found: set[tuple[str, int]] = set()
    for worlds in seen.values():
        for at, name in enumerate("ab"):
            possible = {world[at] for world in worlds}
            if len(possible) == 1:
                found |= {(name, people) for people in possible if 0 < people < SMALL}
    return found


def table(a: int, b: int, joining: str = "") -> Table:
    a, b = a + (joining == "a"), b + (joining == "b")
    return {name: people for name, people in (("all", a + b), ("a", a), ("b", b)) if people}


@pytest.mark.parametrize("joining", ["a", ""])
def test_L4_who_reads_both_tables_and_knows_who_joined_in_between_can_tell_no_small_cell(
    joining: str,
) -> None:
    assert revealed(Guards(as_published), joining) == set()


@pytest.mark.parametrize(
    "guards",
    [
        Guards(nothing_hidden),
        Guards(without_complements),
        Guards(as_published, edges=[SMALL]),
    ],
    ids=["nothing-hidden", "no-complements", "known-edge"],
)
def test_L4_the_reader_would_tell_a_small_cell_without_each_of_the_guards(guards: Guards) -> None:
    assert revealed(guards, "a") != set()


@dataclass(frozen=True)
class AlwaysDown(Veil):
    """Rounds as everybody would expect: the negative control of the secret lift."""

    def lift(self, group: str) -> int:
        return 0


def counts_of(shown: tuple[int, int], lifts: Sequence[int]) -> set[int]:
    """What a group may have counted that shows these two figures before and after one joined it."""
    return {
        people
        for lift in lifts
        for people in range(shown[0] - lift, shown[0] - lift + ROUND)
        if ROUND * ((people + 1 + lift) // ROUND) == shown[1]
    }


def rests(veil: Veil, lifts: Sequence[int], part: int, rest: int) -> set[int]:
    """How many people a page of all places may have that an organisation's own page leaves out, for somebody
    who has both of two weeks, knows that one person joined the organisation's, and knows no secrets."""
    looks = [
        (veil.rounded(name, n), veil.rounded(name, n + 1))
        for name, n in (("all", part + rest), ("own", part))
    ]
    whole, own = (counts_of(look, lifts) for look in looks)
    return {one - other for one in whole for other in own if one >= other}


secrets = st.binary(min_size=8, max_size=8)


@settings(max_examples=200, deadline=None)
@given(secret=secrets, part=st.integers(20, 60), rest=st.integers(1, FEWEST - 1))
def test_L4_two_overlapping_pages_before_and_after_one_joins_leave_a_small_rest_open(
    secret: bytes, part: int, rest: int
) -> None:
    possible = rests(Veil(secret), range(ROUND), part, rest)
    assert rest in possible
    assert len(possible) >= 3


def test_L4_with_a_known_rounding_one_who_joins_tells_a_rest_of_five() -> None:
    assert rests(AlwaysDown(b""), [0], 24, 5) == {5}


PLACES = ("north", "south", "west")
LANGS = ("ar", "so", "sw", "uk")
people_of = st.lists(st.integers(0, 30), min_size=12, max_size=12)


def cube(numbers: Sequence[int]) -> dict[Cell, int]:
    """Every cell of three districts and four languages, as `count` makes them."""
    counts: dict[Cell, int] = defaultdict(int)
    for (place, lang), people in zip(itertools.product(PLACES, LANGS), numbers, strict=True):
        for district in ("", place):
            counts[Cell("", district)] += people
            counts[Cell("", district, "lang", lang)] += people
    return {cell: people for cell, people in counts.items() if people}


def worked_out(counts: dict[Cell, int], shown: Mapping[Cell, int]) -> dict[Cell, int]:
    """Hidden cells that follow from sums, step by step, for somebody who knows shown cells to the person,
    and which cells are empty: more than anybody is told."""
    known = {cell: counts[cell] for cell in shown}
    while True:
        found = {}
        for whole, parts in sums(counts):
            open_ = [cell for cell in (whole, *parts) if cell not in known]
            if len(open_) == 1:
                found[open_[0]] = counts[open_[0]]
        if not found:
            return {cell: people for cell, people in known.items() if cell not in shown}
        known |= found


@settings(max_examples=120, deadline=None)
@given(secret=secrets, numbers=people_of)
def test_L4_no_hidden_cell_follows_from_totals_of_rows_columns_or_another_table(
    secret: bytes, numbers: list[int]
) -> None:
    counts = cube(numbers)
    shown = publish(counts, list(sums(counts)), str, Veil(secret))
    assert worked_out(counts, shown) == {}
    for cell, people in shown.items():
        assert counts[cell] > FEWEST
        assert people % ROUND == 0
        assert abs(people - counts[cell]) < ROUND
    for whole, parts in sums(counts):
        hidden = [part for part in parts if part not in shown]
        if len(hidden) < len(parts) and hidden:
            assert sum(counts[part] for part in hidden) > FEWEST, whole


def test_L4_without_complements_a_hidden_cell_follows_from_its_row() -> None:
    counts = cube([30, 30, 30, 3] + [30] * 8)
    shown = publish(counts, [], str, Veil(b"secret"))
    assert worked_out(counts, shown) == {Cell("", "north", "lang", "uk"): 3}


def test_L4_the_secrets_of_a_group_are_spread_and_stay() -> None:
    veil, groups = Veil(b"secret"), [str(number) for number in range(500)]
    assert {veil.edge(group) for group in groups} == set(range(FEWEST + 1, 2 * FEWEST + 1))
    assert {veil.lift(group) for group in groups} == set(range(ROUND))
    assert Veil(b"secret") == veil
    assert [Veil(b"another").edge(group) for group in groups] != [veil.edge(group) for group in groups]
