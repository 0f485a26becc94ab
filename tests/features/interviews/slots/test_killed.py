"""B11: killed at any moment, no confirmed booking is lost; no reminder of a cancelled one is left (B9)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.store import keyring
from bot.store.datakeys import DataKeys
from bot.store.keyring import load
from bot.store.lookup import Lookup
from tests.features.interviews.slots.killed import CLIENTS, Setup, Verdict, kills, opened
from tests.features.interviews.slots.office import TOMORROW_TEN, Office, wall_after

KILLS, LONGEST = (1_000, 24) if os.environ.get("RAFIQ_SOAK") else (30, 5)


async def prepared(folder: Path, database: str | None, too_early: bool = False) -> Setup:
    """People and slots, in a database that processes can be started on."""
    keys_file = folder / "keys.json"
    keyring.create(keys_file, folder / "data")
    ring = load(keys_file, folder / "data")
    setup = Setup(folder / "data", keys_file, database, folder / "journal", (), (), 0, too_early=too_early)
    store = opened(setup)
    office = Office(store, DataKeys(ring), Lookup(ring.newest("lookup").secret))
    await office.begin()
    people = [tuple([await office.person() for _ in range(3)]) for _ in range(CLIENTS)]
    day = wall_after(TOMORROW_TEN, 5 * 1440)
    slots = [
        (await office.slot(wall_after(day, 20 * number), host=f"host-{number % 3}", buffer=5)).id
        for number in range(20)
    ]
    await store.close()
    return Setup(
        setup.data_dir,
        keys_file,
        database,
        setup.journal,
        tuple(people),
        tuple(slots),
        office.ahead,
        too_early=too_early,
    )


def assert_kept(verdict: Verdict, count: int) -> None:
    print(verdict)
    assert verdict.clean, verdict
    assert verdict.presses >= count  # it was at work


async def test_B11_B9_kills_on_sqlite_lose_no_booking_and_leave_no_reminder(tmp_path: Path) -> None:
    assert_kept(await kills(await prepared(tmp_path, None), KILLS, LONGEST), KILLS)


async def test_B11_B9_kills_on_postgresql_lose_no_booking_and_leave_no_reminder(
    tmp_path: Path, postgres_address: str
) -> None:
    assert_kept(await kills(await prepared(tmp_path, postgres_address), KILLS, LONGEST), KILLS)


async def test_B11_the_same_kills_find_a_program_that_says_booked_before_the_commit(tmp_path: Path) -> None:
    """The negative control. A single kill may happen to harm nothing."""
    setup = await prepared(tmp_path, None, too_early=True)
    for _ in range(8):
        verdict = await kills(setup, 1)
        if verdict.lost:
            return
    pytest.fail("eight kills of a program that speaks too early were not found out")
