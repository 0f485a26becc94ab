"""What the migrations make of an empty SQLite file, as SQL: `rafiq content pack` writes it, a start runs it.

The migrations one after the other, with Alembic, take 0.25 s and 10 MB. The pack says which revisions it was
made by. Where those are not what is there now it is passed over: it can be missing or old, but never wrong.
PostgreSQL, and every database with something in it, always goes by the migrations themselves.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from pathlib import Path

import msgspec
from sqlalchemy import Connection, inspect

PACK = Path(__file__).with_name(".pack")
_FOLDER = Path(__file__).parent
_OF_A_TRANSACTION = ("BEGIN TRANSACTION;", "COMMIT;")


class _Pack(msgspec.Struct):
    made_from: str
    statements: list[str]


def write_pack(made: sqlite3.Connection) -> Path:
    """Pack a database that the migrations have just made, whole or not at all."""
    statements = [line for line in made.iterdump() if line not in _OF_A_TRANSACTION]
    new = PACK.with_name(f"{PACK.name}.{os.getpid()}")
    new.write_bytes(msgspec.msgpack.encode(_Pack(fingerprint(), statements)))
    new.replace(PACK)
    return PACK


def make_tables(conn: Connection) -> bool:
    """Make all tables of an empty SQLite file, in the caller's transaction. False: the migrations have to."""
    if conn.dialect.name != "sqlite" or inspect(conn).get_table_names():
        return False
    try:
        pack = msgspec.msgpack.decode(PACK.read_bytes(), type=_Pack)
    except (OSError, msgspec.DecodeError):
        return False
    if pack.made_from != fingerprint():
        return False
    for statement in pack.statements:
        conn.exec_driver_sql(statement)
    return True


def fingerprint() -> str:
    """A hash of every file of the migrations."""
    seen = hashlib.sha256()
    for path in sorted(_FOLDER.rglob("*.py")):
        data = path.read_bytes()
        seen.update(f"{path.relative_to(_FOLDER)}\0{len(data)}\0".encode() + data)
    return seen.hexdigest()
