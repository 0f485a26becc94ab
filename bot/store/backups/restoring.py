"""Bringing a backup back, into an empty database, in ONE transaction: wholly, or after a kill not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.store.backups.rows import AT_ONCE, KEYS, Frame, numbered, sequence, tables_of, unpack
from bot.store.backups.sealing import BackupError, Header, opened, read_header
from bot.store.cipher import key_id_of
from bot.store.datakeys import PERSON, all_names
from bot.store.key_rows import rows_of
from bot.store.keyring import Keyring
from bot.store.migrations import build, is_empty, is_known

Forget = Callable[[Connection, list[str]], None]
"""Erases people by id, with all that hangs on them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Two files that were read to their ends and found whole. `keys` counts wrapped keys."""

    data: Path
    keys_file: Path
    header: Header
    counts: dict[str, int]
    keys: int


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows and keys came back, and how many people were erased again (C7)."""

    rows: int
    keys: int
    forgotten: int


def check(data: Path, keys: Path, ring: Keyring) -> Checked:
    """Read all of both files and prove every piece, before anything is touched. Raises BackupError."""
    header, of_keys = _header(data, "data"), _header(keys, "keys")
    if of_keys.made < header.made:
        raise BackupError(
            f"{keys} is older than {data}, so it is not the newest copy of the keys: people who came "
            "since would be lost, and those erased since would come back. Take the newest one."
        )
    if not is_known(header.revision):
        raise BackupError(
            f"{data} was made at revision {header.revision} of the database, which this version of Rafiq "
            "does not know. Restore it with the version that made it, or a newer one."
        )
    counts = _counted(_frames(data, ring))
    held = _counted(_wrapped_known(_frames(keys, ring), ring))
    return Checked(data, keys, header, counts, held[KEYS])


def restore(
    conn: Connection, checked: Checked, ring: Keyring, forget: Forget, settle: Callable[[Connection], None]
) -> Restored:
    """Build the tables as they were, fill them, erase again who was erased since, then `settle` (mute it).

    In the caller's transaction. People whose key is not among the newest were erased after the copy of the
    data was made (C7). Raises BackupError unless the database is empty.
    """
    if not is_empty(conn):
        raise BackupError(
            "The database is not empty, and nothing in it was changed: restore into a new folder "
            "(RAFIQ_DATA_DIR) or a new database (RAFIQ_DATABASE_URL)."
        )
    build(conn, checked.header.revision)
    tables = {table.name: table for table in tables_of(conn)}
    keys = _load_keys(conn, _frames(checked.keys_file, ring), checked.keys)
    with _unguarded(conn, tables.values()):
        _clear(conn, tables)
        rows = _load(conn, tables, _frames(checked.data, ring))
    forgotten = 0
    for ids in _erased_since(conn, tables["persons"]):
        forget(conn, ids)
        forgotten += len(ids)
    settle(conn)
    return Restored(rows, keys, forgotten)


def _header(path: Path, kind: str) -> Header:
    with path.open("rb") as file:
        header, _ = read_header(file, path)
    if header.kind != kind:
        raise BackupError(f"{path} holds {header.kind}, not {kind}: give the data first, then the keys.")
    return header


def _frames(path: Path, ring: Keyring) -> Iterator[Frame]:
    return unpack(opened(path, ring))


def _counted(frames: Iterator[Frame]) -> dict[str, int]:
    """Rows of each table; raises BackupError where they are others than the end says."""
    counts: dict[str, int] = {}
    said: dict[str, int] = {}
    name = ""
    for kind, *content in frames:
        if kind == "table":
            name = content[0]
            counts[name] = 0
        elif kind == "rows":
            counts[name] += len(content[0])
        elif kind == "end":
            said = content[0]
    if counts != said:
        raise BackupError("The backup holds another number of rows than it says: take another copy.")
    return counts


def _wrapped_known(frames: Iterator[Frame], ring: Keyring) -> Iterator[Frame]:
    """The same frames, once it is sure that this key file opens the wrapped keys in them."""
    for frame in frames:
        for _name, wrapped in frame[1] if frame[0] == "rows" else ():
            master = key_id_of(wrapped)
            if ring.with_id("master", master) is None:
                raise BackupError(
                    f"Data keys in the backup are wrapped with the master key {master.hex()}, which is not "
                    "in the key file. Give --keys a copy of the wrapped keys from after the key was changed, "
                    "or set RAFIQ_KEYS_FILE to a key file that holds it."
                )
        yield frame


@contextmanager
def _unguarded(conn: Connection, tables: Iterable[Table]) -> Iterator[None]:
    """Without the triggers that keep the audit log from being changed: it is brought back as it was. They
    are there again before anybody else sees the tables."""
    if conn.dialect.name == "postgresql":
        for table in tables:
            conn.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
        yield
        for table in tables:
            conn.execute(text(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER'))
        return
    guards = conn.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _made in guards:
        conn.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, made in guards:
        conn.exec_driver_sql(made)


def _clear(conn: Connection, tables: dict[str, Table]) -> None:
    """Take out what the migrations themselves have written."""
    for table in reversed(tables.values()):
        conn.execute(table.delete())


def _load_keys(conn: Connection, frames: Iterator[Frame], expected: int) -> int:
    for kind, *content in frames:
        if kind == "rows":
            rows_of(conn).put_all([(name, wrapped) for name, wrapped in content[0]])
    # Those of a restore that was killed are the same; any other belong to data that are not here.
    if len(all_names(conn)) != expected:
        raise BackupError(
            "There are data keys of other data at this place, and nothing was changed: restore into a new "
            "folder (RAFIQ_DATA_DIR) or a new database (RAFIQ_DATABASE_URL)."
        )
    return expected


def _load(conn: Connection, tables: dict[str, Table], frames: Iterator[Frame]) -> int:
    table, columns, total = None, [], 0
    held: list[dict[str, object]] = []  # of a table that points to itself
    for kind, *content in frames:
        if table is not None and kind != "rows":
            total += _insert_by_parents(conn, table, held)
            held = []
        if kind == "table":
            table, columns = tables[content[0]], content[1]
        elif kind == "rows" and table is not None:
            rows = [dict(zip(columns, row, strict=True)) for row in content[0]]
            if _parent(table) is not None:
                held += rows
            else:
                conn.execute(insert(table), rows)
                total += len(rows)
        elif kind == "next":
            _go_on_counting(conn, tables, content[0])
    return total


def _parent(table: Table) -> tuple[str, str] | None:
    """The column that points to another row of the same table, and the column that it points to."""
    own = (key for key in table.foreign_keys if key.column.table is table)
    return next(((key.parent.name, key.column.name) for key in own), None)


def _insert_by_parents(conn: Connection, table: Table, rows: list[dict[str, object]]) -> int:
    """Those first that others point to; each round those whose parent is in."""
    left, inside = rows, set[object]([None])
    points = _parent(table)
    while left and points is not None:
        ready = [row for row in left if row[points[0]] in inside]
        if not ready:
            raise BackupError(f"Rows of {table.name} in the backup point to each other in a circle.")
        left = [row for row in left if row[points[0]] not in inside]
        for at in range(0, len(ready), AT_ONCE):
            conn.execute(insert(table), ready[at : at + AT_ONCE])
        inside |= {row[points[1]] for row in ready}
    return len(rows)


def _go_on_counting(conn: Connection, tables: dict[str, Table], given: dict[str, int]) -> None:
    """No id is given out twice, not even one of a row that is gone."""
    if conn.dialect.name == "sqlite":
        counted = set(conn.scalars(text("SELECT name FROM sqlite_sequence")))
        for name, last in given.items():
            if name in counted:
                conn.execute(
                    text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"),
                    {"last": last, "name": name},
                )
            elif name in tables and _autoincrement(conn, name):
                conn.execute(
                    text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                    {"last": last, "name": name},
                )
        return
    for name, table in tables.items():
        counter, column = sequence(conn, table), numbered(table)
        if counter is not None and column is not None:
            last = max(given.get(name, 0), conn.scalar(select(func.max(table.c[column]))) or 0)
            conn.execute(select(func.setval(counter, max(last, 1), last > 0)))


def _autoincrement(conn: Connection, name: str) -> bool:
    made = conn.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})
    return "AUTOINCREMENT" in (made or "")


def _erased_since(conn: Connection, persons: Table) -> Iterator[list[str]]:
    """Ids of people in the data who have no key any more."""
    after = ""
    page = select(persons.c.id).order_by(persons.c.id).limit(AT_ONCE)
    while ids := list(conn.scalars(page.where(persons.c.id > after))):
        after = ids[-1]
        kept = rows_of(conn).get_many([PERSON + id_ for id_ in ids])
        gone = [id_ for id_ in ids if PERSON + id_ not in kept]
        if gone:
            yield gone
