"""`rafiq keys`: making the key file, and changing its keys while everything runs (K4)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import command_audit, last_backup
from bot.delivery.ports import Clock
from bot.features.staff import audit
from bot.settings import Settings, load_settings
from bot.store import key_rotation as rotation
from bot.store.database import Store, StoreUnavailable
from bot.store.datakeys import DataKeys
from bot.store.keyring import PURPOSES, Keyring, KeyringError, create

PASSES = 3
"""Looks for data keys that a process has wrapped under the older key meanwhile."""
BETWEEN = 1.5
"""Seconds between them: a process notices a changed file within a second."""
ReadSettings = Callable[[], Settings]
OpenStore = Callable[[], AbstractContextManager[Store]]
Noter = Callable[[str, str, Mapping[str, str]], None]
"""note(what, about, details) in the audit log."""
Purpose = Annotated[str, typer.Argument(help=f"One of {', '.join(PURPOSES)}.")]
Sure = Annotated[bool, typer.Option("--yes", help="Do not ask.")]

_ENDS = {
    "sessions": "Everybody of the staff has to sign in again.",
    "links": "Links that were sent and not opened yet, and keys for programs, are no longer valid.",
    "logs": "Pseudonyms in the logs are others from now on.",
    "backups": "The next backup is sealed under it; older ones are opened with the older key, which stays.",
}

_CLOSES = {
    rotation.MASTER: "Copies of the wrapped keys from before the rotation cannot be opened with this file "
    "any more. All backups of the data can, with a copy from after it: `rafiq backup` makes one.",
    "backups": "Backups from before that key was changed cannot be opened with this file any more.",
}

_NO_COPY = (
    "No backup from after the change is known here: if this database is lost now, nothing that people told "
    "can be read again."
)

_GONE = (
    "The last backup, of {made} UTC, is not where it was written any more: {files}. Without it, and without "
    "the older key, nothing that people told can be read again if this database is lost. Make sure that you "
    "have it elsewhere, or make another with `rafiq backup`."
)


def keys_commands(settings: ReadSettings, open_store: OpenStore, clock: Clock) -> typer.Typer:
    """The commands, on the settings as they are when one of them runs."""
    app = typer.Typer(no_args_is_help=True, help="The key file, without which nothing stored can be read.")
    _making(app)
    _showing(app, settings, open_store)
    _rotating(app, settings, open_store, clock)
    _retiring(app, settings, open_store, clock)
    return app


def _making(app: typer.Typer) -> None:
    @app.command("new")
    def new(file: Annotated[Path, typer.Argument(help="Outside the data folder.")]) -> None:
        """Make a new key file that only you can read. Keep a copy of it apart from the database's backups."""
        if file.exists():
            typer.echo(f"{file} is there already and stays as it is.", err=True)
            raise typer.Exit(1)
        create(file, load_settings().data_dir)
        typer.echo(f"Wrote {file}. Set RAFIQ_KEYS_FILE to it.")


def _showing(app: typer.Typer, settings: ReadSettings, open_store: OpenStore) -> None:
    @app.command("list")
    def list_() -> None:
        """List the ids of all keys, and how many data keys each master key wraps. It shows no secret."""
        from rich.console import Console  # draws for a terminal: a server does without its 6 MB
        from rich.table import Table

        ring = settings().keyring()
        with open_store() as store:
            used = store.write_sync(rotation.in_use)
        table = Table("purpose", "id", "state", "data keys")
        for purpose, held in ring.keys.items():
            for number, key in enumerate(held):
                state = "standby" if key.standby else "older" if number else "newest"
                wraps = str(used[key.id.hex()]) if purpose == rotation.MASTER else ""
                table.add_row(purpose, key.id.hex(), state, wraps)
        Console().print(table)


def _rotating(app: typer.Typer, settings: ReadSettings, open_store: OpenStore, clock: Clock) -> None:
    @app.command()
    def rotate(
        purpose: Purpose = rotation.MASTER,
        prepare: Annotated[
            bool,
            typer.Option("--prepare", help="Only make the new master key known; it seals nothing yet."),
        ] = False,
    ) -> None:
        """Put a new key in the place of one, while everything runs.

        For the master key all data keys are wrapped anew. Stopped at any moment, the same command goes on.
        Where processes have copies of the key file: first --prepare, give the file to all and start them
        again, then rotate, give it to all and start them again, rotate once more, then `rafiq keys retire`.
        """
        own = settings()
        _known(purpose)
        own.keyring()  # a local start makes the file
        with open_store() as store:
            note = _noter(store, clock)
            if purpose != rotation.MASTER:
                _exchange(own, purpose, note)
            elif prepare:
                _prepare(own, note)
            else:
                _rotate(own, store, note)


def _retiring(app: typer.Typer, settings: ReadSettings, open_store: OpenStore, clock: Clock) -> None:
    @app.command()
    def retire(purpose: Purpose = rotation.MASTER, *, yes: Sure = False) -> None:
        """Take the older keys of the master or of backups out of the key file, once nothing needs them.

        It asks first; where no backup from after the change is known, it does it only with --yes.
        """
        own = settings()
        _known(purpose)
        own.keyring()
        with open_store() as store, rotation.changing(own.keys_path, own.data_dir) as (ring, write):
            left, gone = rotation.without_older(ring, purpose)
            if not gone:
                typer.echo("There is no older key.")
                return
            if purpose == rotation.MASTER:
                used = store.write_sync(rotation.in_use)
                _refuse_needed(sum(used[key.id.hex()] for key in gone))
            copied = store.write_sync(lambda conn: _copy_that_opens(conn, left, purpose))
            _ask(purpose, copied, last_backup.missing(own.data_dir, copied) if copied else [], yes)
            write(left)
            ids = ", ".join(key.id.hex() for key in gone)
            copy = {"copied": str(copied)} if copied else {}
            _noter(store, clock)(command_audit.KEYS_RETIRED, purpose, {"gone": ids} | copy)
        typer.echo(f"Taken out of the key file: {ids}.")


def _known(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise typer.BadParameter(f"there is no such purpose: one of {', '.join(PURPOSES)}")


def _noter(store: Store, clock: Clock) -> Noter:
    def note(what: str, about: str, details: Mapping[str, str]) -> None:
        store.write_sync(lambda conn: command_audit.note(conn, what, about, details, clock.now()))

    return note


def _copy_that_opens(conn: Connection, left: Keyring, purpose: str) -> int | None:
    """When the newest backup was made, if what is left of the key file opens it wholly; None where not, or
    where none is known. Each backup tells the audit log which keys open it."""
    newest = audit.latest(conn, command_audit.BACKUP_MADE)
    if newest is None:
        return None
    wanted = "masters" if purpose == rotation.MASTER else "sealed"
    known = {key.id.hex() for key in left.keys[purpose]}
    return newest.at if set(newest.details.get(wanted, "?").split()) <= known else None


def _ask(purpose: str, copied: int | None, missing: list[str], yes: bool) -> None:
    """What is lost, and whether to go on. `missing`: files of the last backup that are not where they were
    written. Raises typer.Exit or Abort."""
    if purpose not in _CLOSES:
        return
    if copied is not None:
        made = datetime.fromtimestamp(copied, UTC).strftime("%Y-%m-%d %H:%M")
        known = f"The last backup, of {made} UTC, is opened without the older key."
        if missing:
            typer.echo(_GONE.format(made=made, files=", ".join(missing)), err=True)
        if not yes:
            typer.confirm(f"{_CLOSES[purpose]} {known} Take it out?", abort=True)
        return
    typer.echo(f"{_CLOSES[purpose]} {_NO_COPY}", err=True)
    if not yes:
        typer.echo("Make one with `rafiq backup`, or take the key out all the same with --yes.", err=True)
        raise typer.Exit(1)


def _exchange(settings: Settings, purpose: str, note: Noter) -> None:
    with rotation.changing(settings.keys_path, settings.data_dir) as (ring, write):
        changed = rotation.with_new(ring, purpose)
        write(changed)
    note(command_audit.KEYS_ROTATED, purpose, {"newest": changed.newest(purpose).id.hex()})
    typer.echo(f"The newest key for {purpose} is {changed.newest(purpose).id.hex()}. {_ENDS[purpose]}")
    typer.echo("Start every process again, one after the other.")


def _prepare(settings: Settings, note: Noter) -> None:
    with rotation.changing(settings.keys_path, settings.data_dir) as (ring, write):
        if not any(key.standby for key in ring.keys[rotation.MASTER]):
            write(rotation.with_standby(ring))
    note(command_audit.KEYS_PREPARED, rotation.MASTER, {})
    typer.echo(
        "A new master key is in the key file, on standby. Give the file to every machine and start every "
        "process again, one after the other. Then run `rafiq keys rotate`."
    )


def _rotate(settings: Settings, store: Store, note: Noter) -> None:
    used = store.write_sync(rotation.in_use)
    with rotation.changing(settings.keys_path, settings.data_dir) as (before, write):
        ring = _next(before, used)
        if ring is not before:
            write(ring)
    newest = ring.newest(rotation.MASTER).id.hex()
    typer.echo(f"The newest master key is {newest}.")
    changed, left = _wrap_all(store, DataKeys(ring), newest)
    counts = {"newest": newest, "wrapped": str(changed), "left": str(left)}
    note(command_audit.KEYS_ROTATED, rotation.MASTER, counts)
    typer.echo(f"Wrapped anew: {changed} data keys.")
    if left:
        typer.echo(
            f"{left} more were wrapped under an older key meanwhile, by processes that do not know the new "
            "one. Give them the key file, start them again, and run `rafiq keys rotate` again.",
            err=True,
        )
        raise typer.Exit(1)
    typer.echo("No data key is under an older key any more. Make a backup, then run `rafiq keys retire`.")


def _next(ring: Keyring, used: dict[str, int]) -> Keyring:
    """With the key on standby, or a new one, first; as it is where the last rotation was not finished."""
    waiting = rotation.promoted(ring)
    if waiting is not None:
        return waiting
    newest = ring.newest(rotation.MASTER).id.hex()
    unfinished = any(number for id_, number in used.items() if id_ != newest)
    return ring if unfinished else rotation.with_new(ring, rotation.MASTER)


def _wrap_all(store: Store, keys: DataKeys, newest: str) -> tuple[int, int]:
    changed, left = 0, 0
    for number in range(PASSES):
        if number:
            time.sleep(BETWEEN)
        changed += rotation.rewrap(store, keys)
        used = store.write_sync(rotation.in_use)
        left = sum(used.values()) - used[newest]
    try:
        asyncio.run(store.scrub())
    except StoreUnavailable:
        typer.echo("Older pages of the key file's journal go with the next sweep.", err=True)
    return changed, left


def _refuse_needed(needed: int) -> None:
    if needed:
        raise KeyringError(
            f"{needed} data keys are still wrapped under an older master key, and nothing was changed. Run "
            "`rafiq keys rotate` first."
        )
