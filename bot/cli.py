"""The `rafiq` command. What only one command needs is imported when that command runs."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot import app as parts
from bot import logs, mind
from bot.conversation.loader import BrokenFlows
from bot.delivery.commands import outbox_commands
from bot.features.library.commands import Parts, ask_command, content_commands
from bot.features.library.faults import BrokenContent
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.skills.commands import skills_commands
from bot.features.skills.occupations import Occupations
from bot.features.skills.occupations.reading import faults_of as occupation_faults
from bot.features.skills.occupations.service import pack as pack_occupations
from bot.flows_commands import flow_commands
from bot.language.po import CatalogError
from bot.rehearsal import BadTranscript
from bot.settings import Settings, SettingsError, load_settings
from bot.store.database import Store, StoreError
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError, create

TROUBLE = (SettingsError, KeyringError, BrokenFlows, BrokenContent, CatalogError, StoreError, BadTranscript)
"""What stops a command with sentences that say what to mend, and no traceback."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold anything (L2)
    help="Rafiq: a messaging assistant for refugees.",
)
clock = parts.SystemClock()


@contextmanager
def _store() -> Iterator[Store]:
    with parts.opened_store(_settings()) as store:
        yield store


def _settings() -> Settings:
    settings = load_settings()
    settings.check()
    return settings


def _today() -> date:
    return parts.today(clock)


def _library() -> Library:
    return mind.build(today=_today()).library


def _unanswered() -> Unanswered:
    ring = _settings().keyring()
    return Unanswered(DataKeys(ring), ring.newest("lookup").secret)


_GUIDES = (occupation_faults,)
"""What reads other features' data among the content, and tells its faults."""
_PACKERS = (pack_occupations,)
_PARTS = Parts(mind.ROOT / "content", _library, _store, clock.now, _today, _unanswered, _GUIDES, _PACKERS)
app.add_typer(content_commands(_PARTS), name="content")
app.command("ask", help="Find the article for a question.")(ask_command(_PARTS))
app.add_typer(outbox_commands(_store, clock), name="outbox")
app.add_typer(flow_commands(), name="flows")
app.add_typer(skills_commands(lambda: Occupations.load(mind.ROOT / "content")), name="skills")
keys = typer.Typer(no_args_is_help=True, help="The key file, without which nothing stored can be read.")
app.add_typer(keys, name="keys")


@app.command()
def serve() -> None:
    """Run the web chat, and Telegram where RAFIQ_TELEGRAM_TOKEN is set."""
    settings = _settings()
    logs.configure(settings.secrets())

    def ready() -> None:
        if not settings.public:
            typer.echo(f"Rafiq is at http://localhost:{settings.port}  (Ctrl+C stops it)", err=True)
            if not settings.operator:
                demo = "This is a demo: set RAFIQ_OPERATOR and RAFIQ_CONTACT before people use it."
                typer.echo(demo, err=True)

    asyncio.run(parts.serve(settings, ready))


@app.command()
def chat(
    lang: Annotated[str, typer.Option(help="The language that is offered first, such as ar.")] = "en",
    name: Annotated[str, typer.Option(help="Another name is another person.")] = "terminal",
) -> None:
    """Talk to Rafiq here; lines may also come from a pipe."""
    from bot.channels.console import Console, stdin_lines

    settings = _settings()
    logs.configure(settings.secrets(), level=40)

    async def talk() -> None:
        async with parts.assistant(settings, telegram=False) as running:
            console = Console(running.runner, name, lang, sys.stdout, running.mind.say)
            await console.run(stdin_lines(_prompt))

    asyncio.run(talk())


def _prompt() -> None:
    if sys.stdin.isatty():
        typer.echo("> ", nl=False)


@app.command()
def migrate() -> None:
    """Bring the database to this version (a start does so by itself)."""
    with _store():
        typer.echo("The database is up to date.")


@keys.command("new")
def keys_new(file: Annotated[Path, typer.Argument(help="Outside the data folder.")]) -> None:
    """Make a new key file that only you can read. Keep a copy of it apart from the database's backups."""
    if file.exists():
        typer.echo(f"{file} is there already and stays as it is.", err=True)
        raise typer.Exit(1)
    create(file, load_settings().data_dir)
    typer.echo(f"Wrote {file}. Set RAFIQ_KEYS_FILE to it.")


def main() -> None:
    """The entry point: trouble that an operator can mend is told in plain sentences."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # people's scripts, on whatever machine
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except TROUBLE as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        typer.echo(f"{error.filename or 'A file or connection'} cannot be used: {error.strerror}.", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
