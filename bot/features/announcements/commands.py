"""`rafiq announce`: drafts from files, lists, progress, stopping. It can neither submit nor approve (A1)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection, select

from bot.conversation.messages import Text
from bot.delivery.broadcasts import Counts
from bot.features.announcements import drafting, naming, records, running, sheets
from bot.features.announcements.checking import problems
from bot.features.announcements.codes import shown
from bot.features.announcements.model import Announcement
from bot.features.announcements.ports import Desk
from bot.features.announcements.tables import announcements
from bot.features.staff import (
    COMMAND_LINE,
    SignedIn,
    StaffRefused,
    accounts,
    directory,
    organisations,
    roles,
)
from bot.store.database import Store

EVERY = 1.0
"""Seconds between two looks of `watch`."""
Id = Annotated[
    str,
    typer.Argument(help="The announcement's id, the beginning of it, or its check code such as K7M-4HX-Q3N."),
]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work on; the program hands it in. `place(conn, code)`: the id of a place, or None.
    `say`: a text in English."""

    store: Callable[[], AbstractContextManager[Store]]
    now: Callable[[], float]
    desk: Callable[[], Desk]
    place: Callable[[Connection, str], str | None]
    say: Callable[[Text], str]


def announce_commands(parts: Parts) -> typer.Typer:
    """`announce draft`, `list`, `show`, `watch` and `stop`."""
    app = typer.Typer(
        no_args_is_help=True, help="Announcements. Two people submit and release them in the portal."
    )
    _writing(app, parts)
    _looking(app, parts)
    _stopping(app, parts)
    return app


def _writing(app: typer.Typer, parts: Parts) -> None:
    @app.command()
    def draft(
        file: Annotated[Path, typer.Argument(help="YAML, such as docs/announcement.yaml.")],
        organisation: Annotated[str, typer.Option(help="The name of the NGO whose announcement it is.")],
        check: Annotated[bool, typer.Option("--check", help="Only say what is to be mended.")] = False,
    ) -> None:
        """Make a draft of a file, and say what is to be mended before it can be submitted."""
        with _told(parts), parts.store() as store:
            sheet, desk = sheets.read(file), parts.desk()
            id_, found = store.write_sync(
                lambda conn: _drafted(conn, parts, desk, file, sheet, organisation, check)
            )
        for sentence in found:
            typer.echo(sentence, err=True)
        if not check:
            typer.echo(id_)
        elif any(sentence.startswith("mend: ") for sentence in found):
            raise typer.Exit(1)


def _drafted(
    conn: Connection,
    parts: Parts,
    desk: Desk,
    file: Path,
    sheet: sheets.Sheet,
    organisation: str,
    only_check: bool,
) -> tuple[str, list[str]]:
    found = organisations.named(conn, organisation)
    owner = found.id if found else ""

    def about(number: int) -> str | None:
        same = (announcements.c.organisation == owner) & (announcements.c.number == number)
        return conn.scalar(select(announcements.c.id).where(same))

    known = sheets.Known(lambda code: parts.place(conn, code), about)
    written = sheets.draft_of(file, sheet, known)
    if only_check:
        one = drafting.unsaved(owner, written, parts.now())
    else:
        one = drafting.create(conn, desk, COMMAND_LINE, written, parts.now(), owner).announcement
    return one.id, _to_mend(conn, parts, desk, one)


def _to_mend(conn: Connection, parts: Parts, desk: Desk, one: Announcement) -> list[str]:
    found = problems(conn, desk, one, parts.now())
    return [
        f"{'mend' if problem.blocks else 'look at'}: {problem.field}"
        f"{f'.{problem.lang}' if problem.lang else ''}: {parts.say(problem.text)}"
        for problem in found
    ]


def _looking(app: typer.Typer, parts: Parts) -> None:
    @app.command("list")
    def list_(limit: Annotated[int, typer.Option(min=1, max=1_000)] = 50) -> None:
        """List the announcements of all organisations, the newest first."""
        from rich.console import Console  # draws for a terminal: a server does without its 6 MB
        from rich.markup import escape
        from rich.table import Table

        with _told(parts), parts.store() as store:
            desk = parts.desk()
            found, names = store.write_sync(lambda conn: _listed(conn, desk, limit))
        table = Table()
        table.add_column("id", no_wrap=True, min_width=22)  # to be copied
        for head in ("organisation", "number", "state", "title"):
            table.add_column(head)
        for one in found:
            state = f"{one.state}, {one.draft.mode}, {one.draft.kind}"
            said = (names.get(one.organisation, "–"), one.reference, state, one.draft.title)
            table.add_row(one.id, *map(escape, said))  # what people wrote is no markup
        Console().print(table if found else "There are no announcements.")

    @app.command()
    def show(id: Id) -> None:
        """Show one: its facts, its texts, how far it is, and what is still to be mended."""
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        with _told(parts), parts.store() as store:
            desk = parts.desk()
            one, mend, stretches = store.write_sync(
                lambda conn: _shown(conn, parts, desk, naming.id_of(conn, id))
            )
        table = Table("", "", show_header=False)
        for name, value in {
            "id": one.id, "number": one.reference, "code": shown(one.code), "state": one.state,
            **sheets.facts(one.draft),
        }.items():  # fmt: skip
            table.add_row(name, escape(value))
        for stretch in stretches:
            table.add_row(stretch.wave, _said(stretch.counts))
        console = Console()
        console.print(table)
        for lang, text in one.draft.texts.items():
            console.rule(lang)
            console.print(text, markup=False, highlight=False)
        for sentence in mend:
            typer.echo(sentence)

    @app.command()
    def watch(id: Id) -> None:
        """Watch it being sent until nothing of it waits; Ctrl+C stops the watching alone."""
        with _told(parts), parts.store() as store:
            _watch(parts, store, store.write_sync(lambda conn: naming.id_of(conn, id)))


def _listed(conn: Connection, desk: Desk, limit: int) -> tuple[list[Announcement], dict[str, str]]:
    found = drafting.of_own(conn, desk, COMMAND_LINE, limit)
    return found, {one.id: one.name for one in organisations.listed(conn)}


def _shown(
    conn: Connection, parts: Parts, desk: Desk, id_: str
) -> tuple[Announcement, list[str], tuple[running.Stretch, ...]]:
    one = records.need(conn, desk, id_)
    mend = _to_mend(conn, parts, desk, one) if one.state == "draft" else []
    return one, mend, running.progress(conn, desk, COMMAND_LINE, id_, parts.now()).waves


def _said(counts: Counts) -> str:
    numbers = ((field.name, getattr(counts, field.name)) for field in fields(counts))
    return ", ".join([*(f"{name} {n}" for name, n in numbers if n), f"all {counts.total}"])


def _watch(parts: Parts, store: Store, id_: str) -> None:
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    desk = parts.desk()
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, int] = {}
    with bar:
        while True:
            seen = store.write_sync(lambda conn: running.progress(conn, desk, COMMAND_LINE, id_, parts.now()))
            for stretch in seen.waves:
                counts = stretch.counts
                if stretch.wave not in tasks:
                    tasks[stretch.wave] = bar.add_task(stretch.wave, said="")
                done = counts.total - counts.waiting - counts.leased
                bar.update(tasks[stretch.wave], completed=done, total=counts.total, said=_said(counts))  # type: ignore[arg-type]
            if seen.state not in ("approved", "running") and all(
                stretch.filled and stretch.counts.settled for stretch in seen.waves
            ):
                break
            time.sleep(EVERY)
    typer.echo(f"{id_}: {seen.state}")


def _stopping(app: typer.Typer, parts: Parts) -> None:
    @app.command()
    def stop(
        id: Id,
        as_: Annotated[
            str,
            typer.Option("--as", help="The e-mail address of its writer, its approver or an administrator."),
        ],
    ) -> None:
        """Send nothing more of it, within two seconds (A9). The account named is kept with it."""
        with _told(parts), parts.store() as store:
            desk = parts.desk()
            stopped = store.write_sync(
                lambda conn: running.stop(
                    conn, desk, _account(conn, desk, as_, parts), naming.id_of(conn, id), parts.now()
                )
            )
        typer.echo(f"{stopped.id}: stopped")


class NoAccount(Exception):
    """There is no account that could do it."""


def _account(conn: Connection, desk: Desk, email: str, parts: Parts) -> SignedIn:
    """The account as if it were signed in, without a fresh factor. Raises NoAccount."""
    id_ = accounts.find(conn, desk.staff, email)
    found = directory.get(conn, desk.staff, id_, parts.now()) if id_ else None
    owner = organisations.get(conn, found.organisation) if found else None
    if found is None or found.state == "disabled" or owner is None or owner.closed is not None:
        raise NoAccount(f"{email} is no account that is in use: see rafiq staff list.")
    return SignedIn(
        account=found.id, organisation=owner.id, organisation_name=owner.name, kind=owner.kind,
        roles=frozenset(roles.of(conn, found.id)), name=found.name, lang=found.lang, zone=found.zone,
        session="", demo=False, seen=0, fresh_until=0.0,
    )  # fmt: skip


@contextmanager
def _told(parts: Parts) -> Iterator[None]:
    """What may not or cannot be done is one sentence and a failure."""
    try:
        yield
    except StaffRefused as error:
        typer.echo(parts.say(error.text), err=True)
        raise typer.Exit(1) from None
    except (sheets.BadSheet, NoAccount, naming.NotNamed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
