"""The register of stored and logged fields (D1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Column, Integer, MetaData, Table

from bot.logs import FIELDS
from bot.store import register
from bot.store.register import ANSWERS, PATH, faults
from bot.store.schema import metadata


def test_D1_everything_that_is_kept_stands_in_the_register_and_nothing_else() -> None:
    assert faults(FIELDS) == []


@pytest.fixture
def content() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return loaded


def written(content: dict[str, Any], folder: Path) -> Path:
    path = folder / "register.yaml"
    path.write_text(yaml.safe_dump(content))
    return path


@pytest.mark.parametrize(
    ("section", "field"), [("persons", "address"), ("keys", "lookup"), ("log", "person")]
)
def test_D1_a_field_without_an_entry_is_a_fault(
    content: dict[str, Any], tmp_path: Path, section: str, field: str
) -> None:
    del content[section][field]
    found = faults(FIELDS, written(content, tmp_path))
    assert found == [f"{section}.{field} is kept, but the register does not say why: add it."]


def test_D1_an_entry_without_a_field_is_a_fault(content: dict[str, Any], tmp_path: Path) -> None:
    content["persons"]["phone"] = content["persons"]["address"]
    found = faults(FIELDS, written(content, tmp_path))
    assert found == ["persons.phone is in the register, but is not kept: remove it."]


@pytest.mark.parametrize("answer", ANSWERS)
def test_D1_an_entry_that_leaves_a_question_open_is_a_fault(
    content: dict[str, Any], tmp_path: Path, answer: str
) -> None:
    content["outbox"]["body"][answer] = " "
    assert faults(FIELDS, written(content, tmp_path)) == [
        f"outbox.body has no '{answer}' in the register: say it."
    ]


def test_D1_a_new_column_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    grown = MetaData()
    for table in metadata.tables.values():
        table.to_metadata(grown)
    Table("persons", grown, Column("shoe_size", Integer), extend_existing=True)
    monkeypatch.setattr(register, "metadata", grown)
    assert faults(FIELDS) == ["persons.shoe_size is kept, but the register does not say why: add it."]


def test_D1_a_new_log_field_is_noticed() -> None:
    assert faults([*FIELDS, "name"]) == ["log.name is kept, but the register does not say why: add it."]
