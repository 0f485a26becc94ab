"""A10: killed again and again in the middle of a broadcast, it misses nobody and hardly repeats itself."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash.bulk import Result, Trial

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
KILLS, CHATS = (200, 20_000) if SOAK else (3, 300)


def assert_kept(result: Result) -> None:
    print(result)
    assert result.clean, result
    assert result.counts.total == result.counts.sent + result.counts.dead == CHATS
    assert sum(result.in_flight) > 0  # it was under load when it was killed


async def test_A10_kills_on_sqlite_miss_nobody(tmp_path: Path) -> None:
    assert_kept(await Trial(tmp_path, chats=CHATS).run(KILLS))


async def test_A10_kills_on_postgresql_miss_nobody(tmp_path: Path, postgres_address: str) -> None:
    assert_kept(await Trial(tmp_path, postgres_address, chats=CHATS).run(max(2, KILLS // 2)))


async def test_A10_the_same_trial_finds_a_program_that_marks_before_it_sends(tmp_path: Path) -> None:
    """The negative control. A single kill may happen to harm nothing."""
    for seed in range(12):
        folder = tmp_path / str(seed)
        folder.mkdir()
        if (await Trial(folder, chats=200, seed=seed, too_early=True).run(1)).missed:
            return
    pytest.fail("twelve kills of a program that marks too early were not found out")
