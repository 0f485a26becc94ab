"""M12: killed at every point, the program loses nothing, does nothing twice, and hardly repeats itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash.phases import PLACES
from tests.crash.trial import FEWEST_ACTIVE, Result, Trial

KILLS = 1_000 if os.environ.get("RAFIQ_SOAK") else 30


def assert_kept(result: Result) -> None:
    print(result)
    assert result.verdict.clean, result
    assert all(result.verdict.places[place] > 0 for place in PLACES), result
    assert all(kill.active >= FEWEST_ACTIVE for kill in result.kills)
    assert result.messages > 10 * len(result.kills)  # it was under load


async def test_M12_kills_on_sqlite_lose_nothing(tmp_path: Path) -> None:
    assert_kept(await Trial(tmp_path).run(KILLS))


async def test_M12_kills_on_postgresql_lose_nothing(tmp_path: Path, postgres_address: str) -> None:
    assert_kept(await Trial(tmp_path, postgres_address).run(KILLS // 2))


async def test_M12_the_same_trial_finds_a_program_that_acknowledges_before_the_commit(tmp_path: Path) -> None:
    """The negative control: without M1 the trial must fail. A single kill may happen to harm nothing."""
    for seed in range(6):
        folder = tmp_path / str(seed)
        folder.mkdir()
        result = await Trial(folder, seed=seed, too_early=True).run(1)
        print(result)
        if result.verdict.lost:
            return
    pytest.fail("six kills of a program that forgets were not found out")
