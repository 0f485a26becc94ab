"""What is loaded before the first answer, and in which state that leaves the process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import bot.cli

UNWANTED = {"rich", "pygments", "sqlalchemy.dialects.postgresql", "alembic", "fastapi", "aiogram", "telegram"}


def loaded(module: str) -> set[str]:
    """Those of UNWANTED that a process has loaded once it has imported a module."""
    program = f"import sys, {module}; print(*({UNWANTED} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    return set(done.stdout.split())


def test_the_command_loads_nothing_big_that_a_local_start_does_without() -> None:
    assert loaded("bot.cli") == set()


def test_the_look_at_what_is_loaded_would_see_it() -> None:
    """The negative control of the test above: the portal's API brings FastAPI."""
    assert "fastapi" in loaded("bot.portal.api")


def test_the_collector_of_cycles_works_again_and_leaves_out_what_was_imported() -> None:
    assert bot.cli.app is not None
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000
