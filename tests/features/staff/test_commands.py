"""`rafiq staff`, as an operator types it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.features.staff import Staff
from bot.features.staff.commands import staff_commands
from bot.store.opening import open_sqlite
from bot.store.sqlite_store import SqliteStore
from tests.clock import FakeClock
from tests.program import environment, rafiq

Run = Callable[..., Result]
LINK = re.compile(r"http://localhost:\d+/portal/invitation/[\w-]{43}\n")
ANA = ("invite", "ana@example.org", "--name", "Ana", "--organisation", "Harbour Aid")


@pytest.fixture
def store(data_dir: Path) -> Iterator[SqliteStore]:
    store = open_sqlite(data_dir)
    yield store
    asyncio.run(store.close())


@pytest.fixture
def run(store: SqliteStore, staff: Staff, clock: FakeClock) -> Run:
    app = staff_commands(lambda: nullcontext(store), lambda: staff, clock)

    def run(*words: str, code: int = 0) -> Result:
        done = CliRunner().invoke(app, words, env={"COLUMNS": "160"})
        assert done.exit_code == code, done.output
        return done

    return run


def test_the_program_makes_the_first_administrator(tmp_path: Path) -> None:
    done = rafiq("staff", *ANA, "--role", "administrator", env=environment(tmp_path))
    assert LINK.fullmatch(done.stdout), done.stderr


def test_accounts_are_looked_after_on_the_command_line(run: Run) -> None:
    first = run(*ANA, "--role", "administrator")
    again = run("link", "ana@example.org")
    assert LINK.fullmatch(first.stdout)
    assert LINK.fullmatch(again.stdout)
    assert again.stdout != first.stdout
    run("roles", "ana@example.org", "--role", "manager", "--role", "vetter")
    run("disable", "ana@example.org")
    row = next(line for line in run("list").stdout.splitlines() if "ana@example.org" in line)
    assert [cell.strip() for cell in row.strip("│ ").split("│")] == [
        "ana@example.org",
        "Ana",
        "Harbour Aid",
        "manager, vetter",
        "disabled",
    ]
    run("enable", "ana@example.org")
    assert "invited" in run("list").stdout
    run("erase", "ana@example.org", "--yes")
    assert run("list").stdout.startswith("There are no accounts.")


def test_what_cannot_be_is_said_in_a_sentence(run: Run) -> None:
    run(*ANA, "--role", "administrator")
    assert run(*ANA, "--role", "vetter", code=1).stderr.startswith("This address has an account already.")
    assert "boss" in run(*ANA, "--role", "boss", code=2).stderr
    assert "No account has the address bo@example.org" in run("link", "bo@example.org", code=1).stderr
    other = ("invite", "bo@example.org", "--name", "Bo", "--organisation", "Bakery", "--kind", "employer")
    assert "You cannot give this role" in run(*other, "--role", "administrator", code=1).stderr
    assert "Harbour" in run("list").stdout
    assert "bo@example.org" not in run("list").stdout


def test_L3_the_audit_log_is_checked_against_what_was_seen_before(run: Run) -> None:
    run(*ANA, "--role", "administrator")
    checked = run("audit", "check").stdout
    assert checked.startswith("3 entries, none changed.")
    mark = checked.split()[-1]
    run("disable", "ana@example.org")
    assert run("audit", "check", "--seen", mark).stdout.startswith("4 entries, none changed.")
    forged = mark.partition(":")[0] + ":" + "0" * 64
    assert "Entry 3 of the audit log is missing" in run("audit", "check", "--seen", forged, code=1).stderr
    assert "an earlier check" in run("audit", "check", "--seen", "nonsense", code=2).stderr
