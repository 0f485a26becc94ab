"""`rafiq keys`: what an operator sees of a rotation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot import keys_commands
from bot.app import opened_store
from bot.backup_commands import backup_command, restore_command
from bot.features.staff import audit
from bot.store import key_rotation as rotation
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError
from tests.clock import FakeClock
from tests.program import settings_in


def test_K4_rotate_and_retire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeClock) -> None:
    monkeypatch.setattr(keys_commands, "BETWEEN", 0.0)
    settings = settings_in(tmp_path)
    first = settings.keyring()

    @contextmanager
    def store() -> Iterator[Store]:
        with opened_store(settings) as found:
            yield found

    def commands() -> typer.Typer:
        return keys_commands.keys_commands(lambda: settings, store, clock)

    def run(*words: str) -> str:
        done = CliRunner().invoke(commands(), words)
        assert done.exit_code == 0, done.output
        return done.output

    with store() as one:
        one.write_sync(lambda conn: DataKeys(first).create_person_key(conn, "somebody"))
    assert "No data key is under an older key any more" in run("rotate")
    second = settings.keyring()
    assert second.keys["master"][1:] == first.keys["master"]

    # A process that does not look has made one more under the old key.
    with store() as one:
        one.write_sync(lambda conn: DataKeys(first).create_person_key(conn, "another"))
    done = CliRunner().invoke(commands(), ["retire", "--yes"])
    assert isinstance(done.exception, KeyringError)
    assert "1 data keys are still wrapped under an older master key" in str(done.exception)
    assert settings.keyring() == second
    assert "Wrapped anew: 1 data keys." in run("rotate"), "it goes on, and makes no further key"
    assert settings.keyring() == second
    old = first.newest("master").id.hex()
    assert old in run("list")
    asked = CliRunner().invoke(commands(), ["retire"], input="y\n")
    assert asked.exit_code == 1
    assert "wrapped keys from before the rotation cannot be opened" in asked.output
    assert "No backup from after the change is known here" in asked.output
    assert settings.keyring() == second
    assert f"Taken out of the key file: {old}." in run("retire", "--yes")
    assert old not in run("list")
    with store() as one:
        assert one.write_sync(rotation.in_use) == {second.newest("master").id.hex(): 2}

    assert "on standby" in run("rotate", "--prepare")
    waiting = settings.keyring().keys["master"][1].id.hex()
    assert f"The newest master key is {waiting}." in run("rotate")
    assert "sign in again" in run("rotate", "sessions")
    assert len(settings.keyring().keys["sessions"]) == 1
    with store() as one:
        entries = one.write_sync(audit.page)
    assert {entry.actor for entry in entries} == {"command-line"}
    told = [(entry.what, entry.about) for entry in reversed(entries)]
    assert told == [
        *[("keys.rotated", "master")] * 2,
        ("keys.retired", "master"),
        ("keys.prepared", "master"),
        ("keys.rotated", "master"),
        ("keys.rotated", "sessions"),
    ]
    assert entries[3].details == {"gone": old}


@pytest.mark.parametrize("purpose", ["master", "backups"])
def test_O1_K4_a_key_is_retired_without_ado_once_a_backup_is_opened_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeClock, purpose: str
) -> None:
    """A backup from before the change is none; nor is one that was made half-way through it."""
    monkeypatch.setattr(keys_commands, "BETWEEN", 0.0)
    settings = settings_in(tmp_path)
    old = settings.keyring()

    @contextmanager
    def store() -> Iterator[Store]:
        with opened_store(settings) as found:
            yield found

    def keys(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(
            keys_commands.keys_commands(lambda: settings, store, clock), words, input=typed
        )

    def back_up(name: str) -> None:
        backup_command(lambda: settings, clock)(tmp_path / name, tmp_path / "keys")

    with store() as one:
        one.write_sync(lambda conn: DataKeys(old).create_person_key(conn, "somebody"))
    back_up("before")
    assert keys("rotate", purpose).exit_code == 0
    assert keys("retire", purpose, typed="y\n").exit_code == 1
    if purpose == "master":
        with store() as one:  # a process with an older file is still at work
            one.write_sync(lambda conn: DataKeys(old).create_person_key(conn, "another"))
        back_up("between")
        assert keys("rotate").exit_code == 0
        assert keys("retire", purpose, typed="y\n").exit_code == 1
    back_up("after")
    said_no = keys("retire", purpose, typed="n\n")
    assert said_no.exit_code == 1
    assert "The last backup, of " in said_no.output
    assert len(settings.keyring().keys[purpose]) == 2
    assert "is not where it was written" not in said_no.output, "it is there"
    for name in ("after", "keys"):
        (tmp_path / name).rename(tmp_path / f"moved-{name}")
        said_gone = keys("retire", purpose, typed="n\n")
        assert f"is not where it was written any more: {tmp_path / name}. " in said_gone.output
        (tmp_path / f"moved-{name}").rename(tmp_path / name)
    assert keys("retire", purpose, typed="y\n").exit_code == 0
    assert len(settings.keyring().keys[purpose]) == 1
    with store() as one:
        retired = one.write_sync(lambda conn: audit.latest(conn, "keys.retired"))
        copied = one.write_sync(lambda conn: audit.latest(conn, "backup.made"))
    assert retired is not None and copied is not None
    assert retired.details["copied"] == str(copied.at)
    restore_command(lambda: settings, clock)(tmp_path / "after", tmp_path / "keys", check=True)
