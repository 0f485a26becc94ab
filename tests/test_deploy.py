"""What deploy/ tells an operator to set and to run exists (O5)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from bot.cli import app
from bot.settings import Settings

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
OF_THE_PROXY = {"RAFIQ_SITE"}
"""The host name alone, which only the proxy reads."""


def variables(text: str) -> set[str]:
    """Every setting that is named, without the _FILE of those that come as files."""
    known = {f"RAFIQ_{name.upper()}" for name in Settings.model_fields}
    return {
        name if name in known else name.removesuffix("_FILE")
        for name in re.findall(r"RAFIQ_[A-Z_]*[A-Z]", text)
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_variable_in_deploy_is_a_setting(path: Path) -> None:
    known = {f"RAFIQ_{name.upper()}" for name in Settings.model_fields} | OF_THE_PROXY
    named = variables(path.read_text(encoding="utf-8"))
    unknown = {name for name in named if name not in known and name != "RAFIQ_NAME"}
    assert not unknown


def commands() -> set[str]:
    group: Any = typer.main.get_command(app)
    return set(group.commands)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_command_in_deploy_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|/bin/|^exec )rafiq ([a-z]+)", text, re.MULTILINE))
    assert named <= commands()


def test_the_checks_find_what_does_not_exist() -> None:
    """The negative control."""
    assert variables("RAFIQ_NO_SUCH_THING=1") - {f"RAFIQ_{name.upper()}" for name in Settings.model_fields}
    assert "no-such" not in commands()
    assert {"serve", "work", "mute", "unmute", "migrate"} <= commands()


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_O5_containers_run_without_root_and_read_only() -> None:
    services = compose()["services"]
    for name in ("serve", "work"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in services[name]["security_opt"]
        assert services[name]["deploy"]["replicas"] == 2
        assert services[name]["command"] == [name]
    assert "\nUSER rafiq\n" in (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_K6_secrets_come_as_files_and_every_one_of_them_is_declared() -> None:
    found = compose()
    for service in found["services"].values():
        assert set(service.get("secrets", ())) <= set(found["secrets"])
        for name, value in service.get("environment", {}).items():
            if name.endswith(("_TOKEN", "_SECRET", "_PASSWORD", "_URL")) and name != "RAFIQ_PUBLIC_URL":
                raise AssertionError(f"{name} stands in the environment: {value}")
    script = (DEPLOY / "entrypoint.sh").read_text(encoding="utf-8")
    given = {name for name in found["services"]["serve"]["environment"] if name.endswith("_FILE")}
    assert all(name.removesuffix("_FILE") in script for name in given - {"RAFIQ_KEYS_FILE"})


@pytest.mark.parametrize("kind", ["serve", "work"])
def test_O5_units_are_hardened(kind: str) -> None:
    unit = (DEPLOY / "systemd" / f"rafiq-{kind}@.service").read_text(encoding="utf-8")
    for line in ("DynamicUser=yes", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert f"\n{line}\n" in unit
    assert f"\nExecStart=rafiq {kind}\n" in unit
