"""Figures are read seldom, told with their age, and never made up."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client.core import GaugeMetricFamily, Metric

from bot.operations.kept import FRESH, LONGEST, SHARE, Kept
from bot.store.database import StoreUnavailable
from tests.clock import FakeClock


class Source:
    """What is read; counts how often, and takes as long as it is told to."""

    def __init__(self) -> None:
        self.reads = 0
        self.takes = 0.0
        self.ticks = 0.0
        self.fails = False

    async def read(self) -> list[Metric]:
        await asyncio.sleep(0)
        if self.fails:
            raise StoreUnavailable("gone")
        self.reads += 1
        self.ticks += self.takes
        return [GaugeMetricFamily("reads", "Reads.", value=self.reads)]


def value(figures: list[Metric], name: str) -> float:
    return next(sample.value for one in figures for sample in one.samples if sample.name == name)


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def kept(source: Source, clock: FakeClock) -> Kept:
    return Kept(source.read, clock.now, lambda: source.ticks)


async def test_many_who_ask_at_once_are_one_reading(kept: Kept, source: Source) -> None:
    await asyncio.gather(*(kept() for _ in range(20)))
    assert source.reads == 1


async def test_figures_stand_for_some_seconds_and_tell_their_age(
    kept: Kept, source: Source, clock: FakeClock
) -> None:
    await kept()
    clock.forward(FRESH - 1)
    found = await kept()
    assert (value(found, "reads"), value(found, "rafiq_figures_age_seconds")) == (1, FRESH - 1)
    clock.forward(1)
    found = await kept()
    assert (value(found, "reads"), value(found, "rafiq_figures_age_seconds")) == (2, 0)


async def test_what_takes_long_to_read_is_read_less_often(
    kept: Kept, source: Source, clock: FakeClock
) -> None:
    source.takes = 2.0
    await kept()
    clock.forward(SHARE * 2 - 1)
    await kept()
    assert source.reads == 1
    clock.forward(1)
    await kept()
    assert source.reads == 2


async def test_no_figure_is_older_than_a_minute(kept: Kept, source: Source, clock: FakeClock) -> None:
    source.takes = 30.0
    await kept()
    clock.forward(LONGEST)
    assert value(await kept(), "reads") == 2


async def test_nothing_is_told_while_the_database_is_away(
    kept: Kept, source: Source, clock: FakeClock
) -> None:
    await kept()
    source.fails = True
    clock.forward(FRESH)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await kept()
    source.fails = False
    assert value(await kept(), "reads") == 2


async def test_a_clock_that_is_set_back_keeps_no_old_figures(
    kept: Kept, source: Source, clock: FakeClock
) -> None:
    await kept()
    clock.forward(-3600)
    assert value(await kept(), "reads") == 2
