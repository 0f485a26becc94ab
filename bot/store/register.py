"""The register of everything that is stored or logged: purpose, legal ground, readers, end date (D1).

It stands in register.yaml, as data that a data-protection officer can read. `faults` compares it with what
the program really has, so that neither can change without the other.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

import bot
from bot.store.key_rows import key_metadata
from bot.store.keyring import PURPOSES
from bot.store.schema import metadata

PATH = Path(__file__).with_name("register.yaml")
ANSWERS = ("purpose", "ground", "readers", "until")
_BY_ALEMBIC = "alembic_version.version_num"


def load_tables() -> None:
    """Import every `tables` module of the program, so that the metadata is whole.

    By name, because the store stands below those who own the tables and may not know them.
    """
    top = Path(bot.__path__[0])
    for path in sorted(top.rglob("tables.py")):
        importlib.import_module(".".join(["bot", *path.relative_to(top).with_suffix("").parts]))


def faults(log_fields: Iterable[str], path: Path = PATH) -> list[str]:
    """What is stored without an entry, what has an entry and does not exist, and entries left unanswered."""
    load_tables()
    register = yaml.safe_load(path.read_text(encoding="utf-8"))
    listed = {f"{section}.{field}": entry for section, field, entry in _entries(register)}
    existing = {*_columns(), *(f"keys.{name}" for name in PURPOSES), *(f"log.{name}" for name in log_fields)}
    return [
        *(
            f"{name} is kept, but the register does not say why: add it."
            for name in sorted(existing - set(listed))
        ),
        *(
            f"{name} is in the register, but is not kept: remove it."
            for name in sorted(set(listed) - existing)
        ),
        *(
            f"{name} has no '{answer}' in the register: say it."
            for name, entry in sorted(listed.items())
            for answer in ANSWERS
            if not str(entry.get(answer) or "").strip()
        ),
    ]


def _entries(register: dict[str, Any]) -> Iterable[tuple[str, str, dict[str, Any]]]:
    for section, fields in register.items():
        for field, entry in fields.items():
            yield section, field, entry or {}


def _columns() -> set[str]:
    tables = [*metadata.tables.values(), *key_metadata.tables.values()]
    return {_BY_ALEMBIC} | {f"{table.name}.{column.name}" for table in tables for column in table.columns}
