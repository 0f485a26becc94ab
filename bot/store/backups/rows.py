"""What is in a backup: rows, table by table, the same for both engines.

A content is a zlib stream of frames; a frame is four bytes of length and MessagePack:
["table", name, columns], ["rows", [[value, ...], ...]], ["next", {table: highest id given}] and, last,
["end", {table: rows}]. Values are numbers, texts, bytes, true, false and null: the tables hold nothing else.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Integer, MetaData, Table, func, select, text

from bot.store.backups.sealing import BackupError
from bot.store.datakeys import all_names
from bot.store.key_rows import rows_of

AT_ONCE = 1_000
"""Rows in one frame."""
KEYS = "data_keys"
"""The name of the wrapped keys, in the file that holds them alone."""
Frame = list[Any]
_LENGTH = 4


def tables_of(conn: Connection) -> list[Table]:
    """The tables of this database as they are, those before that others point to."""
    found = MetaData()
    found.reflect(conn)
    return found.sorted_tables


def data_frames(conn: Connection) -> Iterator[Frame]:
    """Every row of every table. The connection has to see one unchanging state (Store.read)."""
    counts: dict[str, int] = {}
    tables = tables_of(conn)
    for table in tables:
        yield ["table", str(table.name), [str(column.name) for column in table.c]]
        counts[str(table.name)] = 0
        result = conn.execution_options(yield_per=AT_ONCE).execute(select(table))
        for part in result.partitions():
            counts[str(table.name)] += len(part)
            yield ["rows", [list(row) for row in part]]
    yield ["next", _given(conn, tables)]
    yield ["end", counts]


def key_frames(conn: Connection) -> Iterator[Frame]:
    """Every wrapped data key."""
    yield ["table", KEYS, ["name", "wrapped"]]
    names = all_names(conn)
    written = 0
    for at in range(0, len(names), AT_ONCE):
        page = rows_of(conn).get_many(names[at : at + AT_ONCE])
        written += len(page)
        yield ["rows", [[name, wrapped] for name, wrapped in page.items()]]
    yield ["end", {KEYS: written}]


def pack(frames: Iterable[Frame], write: Callable[[bytes], None]) -> dict[str, int]:
    """Write frames; how many rows of each table that were."""
    squeezed, counts = zlib.compressobj(1), {}
    for frame in frames:
        content = msgspec.msgpack.encode(frame)
        write(squeezed.compress(len(content).to_bytes(_LENGTH, "big") + content))
        if frame[0] == "end":
            counts = frame[1]
    write(squeezed.flush())
    return counts


def unpack(chunks: Iterable[bytes]) -> Iterator[Frame]:
    """The frames of a content. Raises BackupError where it does not end as it has to."""
    content, begun, whole = zlib.decompressobj(), bytearray(), False
    for chunk in chunks:
        begun += content.decompress(chunk)
        while len(begun) >= _LENGTH:
            end = _LENGTH + int.from_bytes(begun[:_LENGTH], "big")
            if len(begun) < end:
                break
            frame: Frame = msgspec.msgpack.decode(bytes(begun[_LENGTH:end]))
            del begun[:end]
            whole = frame[0] == "end"
            yield frame
    if begun or not whole or not content.eof:
        raise BackupError("The backup ends too early: take another copy.")


def numbered(table: Table) -> str | None:
    """The column whose numbers the database gives out, or None."""
    keys = list(table.primary_key.columns)
    return str(keys[0].name) if len(keys) == 1 and isinstance(keys[0].type, Integer) else None


def sequence(conn: Connection, table: Table) -> str | None:
    """PostgreSQL: the name of what counts the ids of a table; None where nothing does."""
    column = numbered(table)
    if column is None:
        return None
    return conn.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', column)))


def _given(conn: Connection, tables: list[Table]) -> dict[str, int]:
    """The highest id that was given out in each table, also to a row that is gone: none is given twice."""
    if conn.dialect.name == "sqlite":
        return {row.name: row.seq for row in conn.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    found = {}
    for table in tables:
        name = sequence(conn, table)
        if name is not None:
            last = conn.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}"))  # noqa: S608
            found[str(table.name)] = int(last or 0)
    return found
