"""B11: a PostgreSQL server that is killed in the midst of bookings has every confirmed one afterwards."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.features.interviews.slots.serverkill import Server, kill_server, server
from tests.features.interviews.slots.test_killed import prepared

KILLS = 500 if os.environ.get("RAFIQ_SOAK") else 2


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    # Not below pytest's own folder: as root the server's user could not enter it.
    with (
        tempfile.TemporaryDirectory(prefix="rafiq-killed-", ignore_cleanup_errors=True) as folder,
        server(Path(folder)) as running,
    ):
        yield running


async def test_B11_no_kill_of_the_server_loses_a_booking_on_postgresql(
    tmp_path: Path, postgres: Server
) -> None:
    setup = await prepared(tmp_path, await asyncio.to_thread(postgres.database, "kept"))
    verdict = await kill_server(setup, postgres, KILLS)
    print(verdict)
    assert verdict.clean, verdict
    assert verdict.presses >= KILLS  # it was at work


async def test_B11_a_server_that_confirms_before_it_has_written_is_found_out(
    tmp_path: Path, postgres: Server
) -> None:
    """The negative control: synchronous_commit off, which nobody minds, and ten seconds to the log."""
    setup = await prepared(tmp_path, await asyncio.to_thread(postgres.database, "lost"))
    setup = replace(setup, as_set=True)
    postgres.set("synchronous_commit", "off")
    postgres.set("wal_writer_delay", "10s")
    verdict = await kill_server(setup, postgres, 12)
    assert verdict.lost
