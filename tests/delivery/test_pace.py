"""I13: who writes very fast is slowed down, and loses nothing."""

from __future__ import annotations

from itertools import pairwise

from bot.delivery.pace import Pace
from tests.delivery.parts import Desk, running, until


def test_I13_a_human_pace_is_never_slowed() -> None:
    pace = Pace()
    assert [pace.delay("anna", 2.1 * n) for n in range(200)] == [0.0] * 200
    assert [pace.delay("badr", 0.0) for _ in range(30)] == [0.0] * 30


def test_I13_beyond_30_in_a_minute_there_is_one_every_two_seconds() -> None:
    pace, now, turns = Pace(), 0.0, []
    for _ in range(100):
        now += pace.delay("anna", now)
        turns.append(now)
    assert turns[29] == 0.0
    assert all(2.0 <= later - sooner < 2.1 for sooner, later in pairwise(turns[30:]))


def test_I13_one_persons_haste_does_not_slow_another() -> None:
    pace = Pace()
    for _ in range(40):
        pace.delay("anna", 0.0)
    assert pace.delay("badr", 0.0) == 0.0


def test_I13_whoever_is_idle_is_forgotten() -> None:
    pace = Pace()
    for _ in range(31):
        pace.delay("anna", 0.0)
    pace.forget_idle(60.0)
    assert pace.delay("anna", 0.0) > 0
    pace.forget_idle(1_000.0)
    assert pace.delay("anna", 1_000.0) == 0.0


async def test_I13_a_flood_is_worked_through_slowly_and_wholly(desk: Desk) -> None:
    async with running(desk):
        for number in range(40):
            await desk.says("anna", f"m{number}")
        await until(lambda: len(desk.phone.shown) == 40)
    assert desk.phone.texts("anna") == [f"m{n} is number {n + 1}" for n in range(40)]
    assert 16 <= sum(desk.pauses) <= 24
