"""B11: in no copy of the files as a power cut could leave them is a confirmed booking missing."""

from __future__ import annotations

import os
from pathlib import Path

from tests.features.interviews.slots.powercut import cut_power
from tests.features.interviews.slots.test_killed import prepared

COPIES = 500 if os.environ.get("RAFIQ_SOAK") else 12


async def test_B11_no_power_cut_loses_a_booking_on_sqlite(tmp_path: Path) -> None:
    cuts = await cut_power(await prepared(tmp_path, None), COPIES)
    print(cuts)
    assert cuts.verdict.clean, cuts
    assert cuts.copies == COPIES
    assert cuts.torn or COPIES < 100  # a dozen may by chance all fall between two commits
    assert cuts.verdict.presses > COPIES / 2  # it was at work


async def test_B11_a_log_that_loses_what_was_synced_is_found_out(tmp_path: Path) -> None:
    """The negative control: half of the cuts are too short to hurt, so there may be several."""
    cuts = await cut_power(await prepared(tmp_path, None), 16, cut_synced=True)
    assert cuts.verdict.lost


async def test_B11_a_program_that_says_booked_before_the_commit_is_found_out(tmp_path: Path) -> None:
    """The other control."""
    cuts = await cut_power(await prepared(tmp_path, None, too_early=True), 15)
    assert cuts.verdict.lost
