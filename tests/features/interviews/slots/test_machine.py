"""Any order of presses comes to what a simple model says (B1, B4, B5, B6)."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.features.interviews.slots import cells
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.lookup import Lookup
from bot.store.opening import open_sqlite
from bot.store.postgres_store import PostgresStore
from tests.features.interviews.slots.machine import Presses
from tests.features.interviews.slots.office import Office

SOAK = bool(os.environ.get("RAFIQ_SOAK"))
EXAMPLES = {"sqlite": 400 if SOAK else 8, "postgresql": 200 if SOAK else 3}


def play(store: Store, runner: asyncio.Runner, data_keys: DataKeys, lookup: Lookup) -> None:
    """Play the machine on this store; raises where the model and the database part."""

    class Played(Presses):
        pass

    Played.office, Played.runner = Office(store, data_keys, lookup), runner
    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=EXAMPLES[store.dialect],
            stateful_step_count=30,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            derandomize=not SOAK,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_B1_B4_B5_B6_presses_in_any_order(
    engine: str,
    tmp_path: Path,
    data_keys: DataKeys,
    lookup: Lookup,
    request: pytest.FixtureRequest,
) -> None:
    with asyncio.Runner() as runner:
        if engine == "sqlite":
            store: Store = open_sqlite(tmp_path / "data")
        else:
            address = request.getfixturevalue("postgres_address")
            store = runner.run(_postgres(address))
        play(store, runner, data_keys, lookup)
        runner.run(store.close())


async def _postgres(address: str) -> PostgresStore:
    return PostgresStore(address)


def test_B1_the_model_finds_out_a_program_that_forgets_the_hosts_time(
    tmp_path: Path, data_keys: DataKeys, lookup: Lookup, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(cells, "_take_host", lambda conn, slot: True)
    with asyncio.Runner() as runner:
        store = open_sqlite(tmp_path / "data")
        with pytest.raises(AssertionError):
            play(store, runner, data_keys, lookup)
        runner.run(store.close())
