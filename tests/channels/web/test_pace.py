"""Slowing down, not locking out (I13)."""

from __future__ import annotations

import pytest

from bot.channels.web.pace import KEPT, Pace


def test_I13_a_burst_passes_at_once_and_then_one_a_second() -> None:
    pace = Pace(burst=3, rate=1)
    waits = [pace.wait("a", 100.0, 10) for _ in range(6)]
    assert waits == [0, 0, 0, 1, 2, 3]


@pytest.mark.parametrize("now", [0.0, 3.3, 8_437.613, 9_123.771, 1e5 + 0.7, 3e7 + 1 / 3])
def test_I13_the_whole_burst_passes_whatever_the_clock_says(now: float) -> None:
    """A fifth of a second cannot be written in binary: added sixty times it is a little more than twelve."""
    pace = Pace(burst=60, rate=5.0)
    assert [pace.wait("a", now, 0) for _ in range(60)] == [0.0] * 60
    assert pace.wait("a", now, 0) > 0.1


def test_I13_who_waits_is_served_again() -> None:
    pace = Pace(burst=2, rate=1)
    for _ in range(10):
        pace.wait("a", 0.0, 5)
    assert pace.wait("a", 60.0, 5) == 0


def test_I13_a_refused_call_costs_nothing() -> None:
    pace = Pace(burst=1, rate=1)
    pace.wait("a", 0.0, 0)
    assert all(pace.wait("a", 0.0, 0.5) == 1 for _ in range(50))
    assert pace.wait("a", 1.0, 0.5) == 0


def test_I13_one_chat_does_not_slow_another() -> None:
    pace = Pace(burst=1, rate=1)
    pace.wait("a", 0.0, 0)
    assert pace.wait("b", 0.0, 0) == 0


def test_memory_is_bounded() -> None:
    pace = Pace(burst=1, rate=1)
    for key in range(KEPT + 100):
        pace.wait(key, 0.0, 0)
    assert pace.wait(KEPT + 99, 0.0, 0) > 0  # known
    assert pace.wait(0, 0.0, 0) == 0  # forgotten
