"""`rafiq keys`: what an operator sees of a rotation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import keys_commands
from bot.app import opened_store
from bot.store import key_rotation as rotation
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError
from tests.program import settings_in


def test_K4_rotate_and_retire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_commands, "BETWEEN", 0.0)
    settings = settings_in(tmp_path)
    first = settings.keyring()

    @contextmanager
    def store() -> Iterator[Store]:
        with opened_store(settings) as found:
            yield found

    def run(*words: str) -> str:
        done = CliRunner().invoke(keys_commands.keys_commands(lambda: settings, store), words)
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
    done = CliRunner().invoke(keys_commands.keys_commands(lambda: settings, store), ["retire", "--yes"])
    assert isinstance(done.exception, KeyringError)
    assert "1 data keys are still wrapped under an older master key" in str(done.exception)
    assert settings.keyring() == second
    assert "Wrapped anew: 1 data keys." in run("rotate"), "it goes on, and makes no further key"
    assert settings.keyring() == second
    old = first.newest("master").id.hex()
    assert old in run("list")
    asked = CliRunner().invoke(keys_commands.keys_commands(lambda: settings, store), ["retire"], input="n\n")
    assert asked.exit_code == 1
    assert "wrapped keys from before the rotation cannot be opened" in asked.output
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
