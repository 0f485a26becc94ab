"""Partial indexes: made with their condition on both engines, and not before."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, text

from bot.store.database import Store
from bot.store.schema import partial_index


@pytest.mark.parametrize("unique", [True, False])
async def test_a_partial_index_holds_only_its_rows(store: Store, unique: bool) -> None:
    index = partial_index("trial_open", "name", where=text("state = 'open'"), unique=unique)
    table = Table("trial", MetaData(), Column("name", String(9)), Column("state", String(9)), index)

    def made(conn: Connection) -> str:
        table.metadata.create_all(conn)
        found = inspect(conn).get_indexes("trial")[0]
        options = found["dialect_options"]
        assert (found["name"], bool(found["unique"])) == ("trial_open", unique)
        return str(options[f"{conn.dialect.name}_where"])

    assert "state" in await store.write(made)
