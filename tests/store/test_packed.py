"""The packed tables: exactly what the migrations make, and used for nothing but an empty SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine

from bot.store import migrations
from bot.store.migrations import HEAD, current, migrate, packed


@pytest.fixture
def database() -> Iterator[Connection]:
    """An empty one, in a transaction."""
    with create_engine("sqlite://").connect() as conn, conn.begin():
        yield conn


@pytest.fixture
def no_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packed, "PACK", tmp_path / ".none")


def dump(conn: Connection) -> list[str]:
    """Tables, indexes, triggers and rows, as SQL."""
    db = conn.connection.driver_connection
    assert db is not None
    return list(db.iterdump())


def test_the_pack_makes_what_the_migrations_make(pack: Path, database: Connection) -> None:
    assert packed.make_tables(database)
    with create_engine("sqlite://").connect() as other, other.begin():
        migrations._upgrade(other, "head")
        assert dump(database) == dump(other)
    assert current(database) == HEAD
    assert sum("CREATE TRIGGER staff_audit" in line for line in dump(database)) == 5


def test_the_comparison_would_notice_a_lost_trigger(pack: Path, database: Connection) -> None:
    """The negative control of the test above."""
    assert packed.make_tables(database)
    whole = dump(database)
    database.exec_driver_sql("DROP TRIGGER staff_audit_no_update")
    assert dump(database) != whole


def test_a_pack_of_other_migrations_is_passed_over(
    pack: Path, database: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "fingerprint", lambda: "another")
    assert not packed.make_tables(database)
    assert dump(database) == ["BEGIN TRANSACTION;", "COMMIT;"]


@pytest.mark.parametrize("damaged", [b"", b"\x93\x01", b"no pack at all"])
def test_a_damaged_pack_is_passed_over(pack: Path, database: Connection, damaged: bytes) -> None:
    pack.write_bytes(damaged)
    assert not packed.make_tables(database)


def test_a_file_with_something_in_it_is_left_to_the_migrations(pack: Path, database: Connection) -> None:
    database.exec_driver_sql("CREATE TABLE somebodys (id INTEGER)")
    assert not packed.make_tables(database)


@pytest.mark.usefixtures("no_pack")
def test_without_a_pack_the_migrations_make_the_tables(database: Connection) -> None:
    migrate(database)
    assert current(database) == HEAD


def test_the_fingerprint_sees_every_revision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = packed.fingerprint()
    monkeypatch.setattr(packed, "_FOLDER", tmp_path)
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "0001_one.py").write_text("a", encoding="utf-8")
    one = packed.fingerprint()
    (tmp_path / "versions" / "0001_one.py").write_text("b", encoding="utf-8")
    assert len({before, one, packed.fingerprint()}) == 3
