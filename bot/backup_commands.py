"""`rafiq backup` and `rafiq restore` (O1, O2, C7)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import command_audit, last_backup
from bot.delivery.fleet import muting
from bot.delivery.ports import Clock
from bot.features.interviews.matching import keeping
from bot.features.people import erase
from bot.settings import Settings
from bot.store.backups import copying, restoring
from bot.store.backups.restoring import Checked, Restored
from bot.store.backups.sealing import BackupError
from bot.store.database import Store, StoreError
from bot.store.datakeys import DataKeys
from bot.store.keyring import Keyring
from bot.store.opening import open_store
from bot.store.sqlite_store import SqliteStore

BESIDE = "keys-newest.backup"
"""The file of the wrapped keys, in the folder of the data, unless another is named."""
ReadSettings = Callable[[], Settings]
KeysFile = Annotated[
    Path | None,
    typer.Option("--keys", help=f"The newest copy of the wrapped keys; {BESIDE} beside FILE if not given."),
]


def backup_command(settings: ReadSettings, clock: Clock) -> Callable[..., None]:
    """The command, on the settings as they are when it runs."""

    def backup(
        file: Annotated[Path, typer.Argument(help="A new file for the data.")], keys: KeysFile = None
    ) -> None:
        """Copy the database to an encrypted file, while everything runs, and the wrapped keys to another.

        Keep as many copies of the data as you like, but of the keys the newest alone: an older one would
        bring erased people back. Keep the key file (RAFIQ_KEYS_FILE) away from both.
        """
        beside = keys or file.with_name(BESIDE)
        now, own = clock.now(), settings()
        copied = asyncio.run(_copied(own, file, beside, now))
        typer.echo(
            f"Wrote {file}: {copied.rows} rows of {len(copied.counts)} tables. Wrote {beside}: {copied.keys} "
            f"wrapped keys. {copied.size / 1e6:.1f} MB in {copied.seconds:.1f} s."
        )
        noted = clock.now()
        # The copy is whole whatever fails now: it may be what saves a full disk.
        try:
            asyncio.run(_noted(own, copied, noted))
            last_backup.remember(own.data_dir, [file, beside], int(noted))
        except StoreError as error:
            typer.echo(f"The audit log does not tell of this copy. {error}", err=True)
        except OSError as error:
            typer.echo(f"It is not noted where this copy is: {error.strerror}.", err=True)

    return backup


def restore_command(settings: ReadSettings, clock: Clock) -> Callable[..., None]:
    """The command, on the settings as they are when it runs."""

    def restore(
        file: Annotated[Path, typer.Argument(help="The file of the data.")],
        keys: KeysFile = None,
        check: Annotated[bool, typer.Option("--check", help="Only prove that both files are whole.")] = False,
    ) -> None:
        """Fill an empty database from a backup. It starts muted, and sends nothing until `rafiq unmute`."""
        own, began = settings(), time.monotonic()
        if not file.is_file():
            raise BackupError(f"There is no file {file}.")
        beside = keys or file.with_name(BESIDE)
        if not beside.is_file():
            raise BackupError(f"There is no file {beside}: give the newest copy of the keys with --keys.")
        ring = own.keyring()
        checked = restoring.check(file, beside, ring)
        made = datetime.fromtimestamp(checked.header.made, UTC).strftime("%Y-%m-%d %H:%M:%S")
        rows = sum(checked.counts.values())
        typer.echo(f"Both files are whole: {rows} rows, {checked.keys} keys, made {made} UTC.")
        if check:
            return
        restored = fill(own, ring, checked, clock)
        asyncio.run(_migrated(own))
        seconds = time.monotonic() - began
        typer.echo(f"Restored {restored.rows} rows and {restored.keys} keys in {seconds:.1f} s.")
        if restored.forgotten:
            typer.echo(f"People erased since the copy was made, and now again: {restored.forgotten}.")
        typer.echo(_NEXT)

    return restore


_NEXT = """It is muted: nothing is sent. What to do now:
  1. Make sure that the installation it was copied from sends no more (stop it, or `rafiq mute` there).
  2. Start `rafiq serve`, open the web chat and the portal, and look whether all is as it should be.
  3. `rafiq unmute --by NAME`, when you are sure. Messages that waited when the copy was made go out then."""


def fill(settings: Settings, ring: Keyring, checked: Checked, clock: Clock) -> Restored:
    """Restore into the database that the settings name, which has to be empty."""
    data_keys = DataKeys(ring)

    def forget(conn: Connection, ids: list[str]) -> None:
        _forget(conn, data_keys, ids)

    def settle(conn: Connection) -> None:
        data_keys.check(conn)
        muting.restored(conn, clock.now())
        details = {"made": str(checked.header.made), "keys": str(checked.keys)}
        command_audit.note(conn, command_audit.BACKUP_RESTORED, "", details, clock.now())

    store = _as_it_is(settings)
    try:
        return store.write_sync(lambda conn: restoring.restore(conn, checked, ring, forget, settle))
    finally:
        asyncio.run(store.close())


def _forget(conn: Connection, keys: DataKeys, ids: list[str]) -> None:
    for id_ in ids:
        keeping.forget(conn, id_)
        erase(conn, keys, id_)


async def _copied(settings: Settings, data: Path, keys: Path, now: float) -> copying.Copied:
    if settings.database_url is None and not (settings.data_dir / "rafiq.db").is_file():
        raise BackupError(f"There is nothing to back up: {settings.data_dir} holds no database.")
    store = _as_it_is(settings)
    try:
        return await copying.back_up(store, settings.keyring(), data, keys, now)
    finally:
        await store.close()


async def _noted(settings: Settings, copied: copying.Copied, now: float) -> None:
    """Tell the audit log who was copied: everybody (L3); and of the keys that open the copy, for `retire`."""
    details = {
        "rows": str(copied.rows),
        "keys": str(copied.keys),
        "masters": " ".join(sorted(copied.masters)),
        "sealed": copied.sealed,
    }
    store = _as_it_is(settings)
    try:
        await store.write(lambda conn: command_audit.note(conn, command_audit.BACKUP_MADE, "", details, now))
    finally:
        await store.close()


async def _migrated(settings: Settings) -> None:
    url = settings.database_url.get_secret_value() if settings.database_url else None
    store = await open_store(settings.data_dir, url)
    await store.close()


def _as_it_is(settings: Settings) -> Store:
    """The database without bringing it to this version: a copy is often made just before that."""
    if settings.database_url is None:
        return SqliteStore(settings.data_dir)
    from bot.store.postgres_store import PostgresStore  # asyncio's half of SQLAlchemy costs 0.1 s

    return PostgresStore(settings.database_url.get_secret_value())
