"""B7: every IANA zone crossed with every change of its clocks from 2024 to 2030, by a second way of counting.

The second way knows only the offset before a change, the offset after it, and the second between them, found
by bisection; it never asks for a fold.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.features.interviews.zones import NoSuchHour, Resolved, TwiceThatDay, local, offset, resolve

EPOCH = datetime(1970, 1, 1)
FIRST = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
LAST = int(datetime(2031, 1, 1, tzinfo=UTC).timestamp())
DAY = 86_400
STEP = 1_800
ZONES = sorted(available_timezones() - {"Factory", "localtime"})

Resolve = Callable[[datetime, str], Resolved]
Change = tuple[int, int, int]
"""The first second with the new offset, the old offset, the new one; all in seconds."""


def ahead(utc: int, rules: ZoneInfo) -> int:
    shift = datetime.fromtimestamp(utc, rules).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def changes(rules: ZoneInfo) -> Iterator[Change]:
    before = ahead(FIRST, rules)
    for moment in range(FIRST + DAY, LAST, DAY):
        after = ahead(moment, rules)
        if after != before:
            low, high = moment - DAY, moment
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if ahead(middle, rules) == before else (low, middle)
            yield high, before, after
            before = after


@cache
def all_changes() -> list[tuple[str, Change]]:
    files = {zone: resources.files("tzdata.zoneinfo").joinpath(zone).read_bytes() for zone in ZONES}
    one_of_each = {content: zone for zone, content in files.items()}
    found = {content: list(changes(ZoneInfo(zone))) for content, zone in one_of_each.items()}
    return [(zone, change) for zone in ZONES for change in found[files[zone]]]


def walls(change: Change) -> Iterator[datetime]:
    at, old, new = change
    edges = (at + old, at + new)
    steps = range(min(edges) - 2 * 3_600, max(edges) + 2 * 3_600, STEP)
    for second in sorted({*steps, *(edge + by for edge in edges for by in (-1, 0, 1))}):
        yield EPOCH + timedelta(seconds=second)


def moments(wall: datetime, change: Change) -> list[int]:
    """All moments near a change at which the clocks show that."""
    at, old, new = change
    seconds = int((wall - EPOCH).total_seconds())
    return [
        *([seconds - old] if seconds - old < at else []),
        *([seconds - new] if seconds - new >= at else []),
    ]


def answer(resolve: Resolve, wall: datetime, zone: str) -> list[int]:
    try:
        return [resolve(wall, zone).utc]
    except NoSuchHour:
        return []
    except TwiceThatDay as twice:
        return list(twice.both)


def wrong(resolve: Resolve) -> int:
    return sum(
        answer(resolve, wall, zone) != moments(wall, change)
        for zone, change in all_changes()
        for wall in walls(change)
    )


def test_B7_no_hour_is_wrong_around_any_change_of_any_zone() -> None:
    assert len(ZONES) > 590
    assert len(all_changes()) > 2_500
    assert wrong(resolve) == 0


@pytest.mark.parametrize("fold", [0, 1])
def test_B7_control_taking_one_of_two_hours_unasked_is_seen(fold: int) -> None:
    def careless(wall: datetime, zone: str) -> Resolved:
        return Resolved(int(wall.replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()), wall, zone, fold)

    assert wrong(careless) > 1_000


def test_B7_what_is_offered_instead_of_a_missing_hour_exists_and_follows_it() -> None:
    gaps = 0
    for zone, change in all_changes():
        at, old, new = change
        if new <= old:
            continue
        gaps += 1
        wall = EPOCH + timedelta(seconds=at + (old + new) // 2)
        with pytest.raises(NoSuchHour) as gap:
            resolve(wall, zone)
        first, *_ = gap.value.instead
        assert resolve(first, zone).utc == at
        assert all(other > wall and resolve(other, zone).wall == other for other in gap.value.instead)
    assert gaps > 1_000


def test_B7_every_moment_comes_back_from_its_wall_time() -> None:
    chance = random.Random(5)
    for zone in ZONES:
        for _ in range(40):
            utc = chance.randrange(FIRST, LAST)
            wall = local(utc, zone)
            assert resolve(wall, zone, fold=wall.fold).utc == utc
            assert wall == EPOCH + timedelta(seconds=utc + offset(utc, zone))
