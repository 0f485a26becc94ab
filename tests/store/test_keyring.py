"""The key file (K5, K6)."""

from __future__ import annotations

import base64
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store import keyring
from bot.store.keyring import PURPOSES, KeyringError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "keys.json"


def test_a_local_start_makes_keys_once_and_finds_them_again(path: Path, data_dir: Path) -> None:
    made = keyring.load_or_create(path, data_dir)
    assert keyring.load_or_create(path, data_dir) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]


def test_K5_each_purpose_has_a_key_of_its_own_of_256_bits(path: Path, data_dir: Path) -> None:
    ring = keyring.load_or_create(path, data_dir)
    secrets = [ring.newest(purpose).secret for purpose in PURPOSES]
    assert set(ring.keys) == {"master", "lookup", "sessions", "links", "backups", "logs"}
    assert len(set(secrets)) == len(PURPOSES)
    assert {len(secret) for secret in secrets} == {32}


def test_K6_a_missing_file_is_not_made_up_in_public(path: Path, data_dir: Path) -> None:
    with pytest.raises(KeyringError, match="does not exist"):
        keyring.load(path, data_dir)
    assert not path.exists()


def test_processes_that_start_at_once_agree_on_one_file(path: Path, data_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.store import keyring; "
        "print(keyring.load_or_create(Path(sys.argv[1]), Path(sys.argv[2])).newest('master').id.hex())"
    )
    command = [sys.executable, "-c", program, str(path), str(data_dir)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    assert len({process.communicate(timeout=60)[0] for process in running}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_K6_a_file_that_others_can_read_is_refused_with_the_remedy(
    path: Path, data_dir: Path, mode: int
) -> None:
    keyring.create(path, data_dir)
    path.chmod(mode)
    with pytest.raises(KeyringError, match=f"chmod 600 {path}"):
        keyring.load(path, data_dir)


def test_K3_a_file_inside_the_data_folder_is_refused(data_dir: Path) -> None:
    data_dir.mkdir()
    inside = data_dir / "deep" / "keys.json"
    for attempt in (keyring.load, keyring.load_or_create, keyring.create):
        with pytest.raises(KeyringError, match="Move it outside"):
            attempt(inside, data_dir)
    linked = data_dir.parent / "linked"
    linked.symlink_to(data_dir)
    with pytest.raises(KeyringError, match="Move it outside"):
        keyring.load(linked / "keys.json", data_dir)


def _short(content: dict[str, Any]) -> None:
    content["master"][0]["key"] = base64.b64encode(b"x" * 16).decode()


def _all_zero(content: dict[str, Any]) -> None:
    content["lookup"][0]["key"] = base64.b64encode(bytes(32)).decode()


def _pattern(content: dict[str, Any]) -> None:
    content["links"][0]["key"] = base64.b64encode(b"changeme" * 4).decode()


def _twice(content: dict[str, Any]) -> None:
    content["sessions"] = content["links"]


def _missing(content: dict[str, Any]) -> None:
    del content["backups"]


def _empty(content: dict[str, Any]) -> None:
    content["master"] = []


def _not_base64(content: dict[str, Any]) -> None:
    content["master"][0]["key"] = "CANARY?not/base64"


def _no_id(content: dict[str, Any]) -> None:
    del content["master"][0]["id"]


@pytest.mark.parametrize(
    "spoil", [_short, _all_zero, _pattern, _twice, _missing, _empty, _not_base64, _no_id]
)
def test_K6_weak_or_broken_keys_are_refused_without_showing_them(
    path: Path, data_dir: Path, spoil: Callable[[dict[str, Any]], None]
) -> None:
    content = json.loads(keyring.dump(keyring.generate()))
    spoil(content)
    path.parent.mkdir()
    path.write_text(json.dumps(content))
    path.chmod(0o600)
    with pytest.raises(KeyringError, match=r"rafiq keys new|restore it") as caught:
        keyring.load(path, data_dir)
    assert "CANARY" not in str(caught.value)
    assert content["master"] == [] or content["master"][0]["key"] not in str(caught.value)


def test_a_file_that_is_not_JSON_is_a_clear_error(path: Path, data_dir: Path) -> None:
    path.parent.mkdir()
    path.write_text("{")
    path.chmod(0o600)
    with pytest.raises(KeyringError, match="cannot be read"):
        keyring.load(path, data_dir)


def test_older_keys_stay_known_beside_the_newest() -> None:
    first, second = keyring.generate(), keyring.generate()
    both = keyring.Keyring({name: second.keys[name] + first.keys[name] for name in PURPOSES})
    assert both.newest("master") == second.newest("master")
    assert both.with_id("master", first.newest("master").id) == first.newest("master")
    assert both.with_id("master", b"none") is None


def test_a_ring_prints_no_secret() -> None:
    ring = keyring.generate()
    assert str(ring.newest("master").secret) not in repr(ring)
    assert "secret" not in repr(ring)


def test_the_default_place_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keyring.default_path() == tmp_path / "rafiq" / "keys.json"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keyring.default_path() == tmp_path / ".config" / "rafiq" / "keys.json"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert keyring.default_path() == tmp_path / "Library" / "Application Support" / "rafiq" / "keys.json"
