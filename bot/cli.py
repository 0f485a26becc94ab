"""The `rafiq` command. What only one command needs is imported when that command runs."""

from __future__ import annotations

from bot import loading  # isort: skip - what is imported after it costs less

import asyncio
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import app as parts
from bot import command_audit, logs, mind
from bot.announcing import Rules, listed_hosts
from bot.announcing import join as join_announcing
from bot.backup_commands import backup_command, restore_command
from bot.conversation.loader import BrokenFlows
from bot.conversation.messages import Text
from bot.delivery.commands import By, outbox_commands
from bot.delivery.fleet import muting
from bot.delivery.wording import Wording
from bot.features import places
from bot.features.announcements import Desk
from bot.features.announcements import faults_of as announcement_faults
from bot.features.announcements.commands import Parts as AnnounceParts
from bot.features.announcements.commands import announce_commands
from bot.features.guidance.checking import faults_of as sheet_faults
from bot.features.guidance.contracts.reading import faults_of as contract_faults
from bot.features.guidance.family.reading import check_rules as family_faults
from bot.features.guidance.offers.commands import recruiter_commands
from bot.features.guidance.offers.reading import faults_of as offer_faults
from bot.features.guidance.pathways.reading import rule_faults
from bot.features.interviews.vacancies import faults_of as advert_faults
from bot.features.library.commands import Parts, ask_command, content_commands
from bot.features.library.content import load_content
from bot.features.library.faults import BrokenContent
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.features.places.commands import Parts as PlaceParts
from bot.features.places.commands import place_commands, poster_command
from bot.features.skills.commands import skills_commands
from bot.features.skills.occupations import Occupations
from bot.features.skills.occupations.reading import faults_of as occupation_faults
from bot.features.skills.occupations.service import pack as pack_occupations
from bot.features.skills.tasks import faults_of as task_faults
from bot.features.staff.commands import staff_commands
from bot.features.staff.context import Staff
from bot.flows_commands import flow_commands
from bot.keys_commands import keys_commands
from bot.language.catalogs import Catalogs
from bot.language.languages import ENGLISH, LANGUAGES, TAGS, negotiate
from bot.language.po import CatalogError
from bot.language.speech import LanguageSpeech
from bot.rehearsal import BadTranscript
from bot.settings import Settings, SettingsError, load_settings
from bot.store import migrations
from bot.store.database import Store, StoreError
from bot.store.datakeys import DataKeys
from bot.store.keyring import KeyringError

loading.done()

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


def _staff() -> Staff:
    settings = _settings()
    ring = settings.keyring()
    return parts.staff_of(settings, ring, DataKeys(ring))


def _say(text: Text, lang: str) -> str:
    return Wording(LanguageSpeech(Catalogs.load(mind.ROOT / "locales")), {}, {}).label(text, lang)


def _bot_name() -> str:
    """The bot's user name; "" without a token."""
    settings = _settings()
    if settings.telegram_token is None:
        return ""
    from bot.channels.telegram.naming import NoName, user_name  # 3 s: only where a token is set

    try:
        return asyncio.run(user_name(settings))
    except NoName as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


def _installation() -> tuple[str, str, str]:
    settings = _settings()
    local = "" if settings.public else f"http://localhost:{settings.port}"
    return settings.public_url or local, settings.operator, settings.contact


def _announcing() -> Desk:
    settings = _settings()
    wording = Wording(LanguageSpeech(Catalogs.load(mind.ROOT / "locales")), {}, {})
    rules = Rules(listed_hosts(settings.announcement_hosts), settings.announcements_a_day)
    return join_announcing(_staff(), mind.ROOT / "content", wording.rich, rules).desk


def _place_id(conn: Connection, code: str) -> str | None:
    place = places.by_code(conn, code)
    return place.id if place else None


SHIPPED = tuple(LANGUAGES.values())
_FURTHER = (
    lambda content, today: contract_faults(content),
    family_faults,
    lambda content, today: offer_faults(content),
    lambda content, today: advert_faults(content),
    lambda content, today: announcement_faults(content),
    sheet_faults,
    lambda content, today: occupation_faults(content),
    lambda content, today: task_faults(content),
    lambda content, today: rule_faults(content, load_content(content, SHIPPED, today).articles),
)
"""What `content check` reads beside the articles."""
_PACKERS = (pack_occupations, lambda content: migrations.pack())
"""What `content pack` makes beside the articles' pack."""
_PARTS = Parts(mind.ROOT / "content", _library, _store, clock.now, _today, _unanswered, _FURTHER, _PACKERS)
app.add_typer(content_commands(_PARTS), name="content")
app.command("ask", help="Find the article for a question.")(ask_command(_PARTS))
app.add_typer(recruiter_commands(_store, _today), name="recruiters")
app.add_typer(outbox_commands(_store, clock), name="outbox")
app.add_typer(flow_commands(), name="flows")
app.add_typer(skills_commands(lambda: Occupations.load(mind.ROOT / "content")), name="skills")
app.add_typer(staff_commands(_store, _staff, clock), name="staff")
_PLACES = PlaceParts(_store, clock.now, _today, _say, _bot_name, _installation, lambda: _library().places.get)
app.add_typer(place_commands(_PLACES), name="places")
app.command("poster")(poster_command(_PLACES))
_ANNOUNCE = AnnounceParts(_store, clock.now, _announcing, _place_id, lambda text: _say(text, "en"))
app.add_typer(announce_commands(_ANNOUNCE), name="announce")
app.command("backup")(backup_command(_settings, clock))
app.command("restore")(restore_command(_settings, clock))
app.add_typer(keys_commands(_settings, _store, clock), name="keys")


_WHY = {
    muting.RESTORED: "this database was restored from a backup, and what it was copied from may still run",
    muting.COPY: "this database lies elsewhere than it did, and what it was copied from may still run",
    muting.PERSON: "somebody said `rafiq mute`",
}


@app.command()
def serve() -> None:
    """Run the web chat and the portal, and Telegram where RAFIQ_TELEGRAM_TOKEN is set."""
    settings = _settings()
    logs.configure(settings.secrets())

    def ready() -> None:
        if not settings.public:
            typer.echo(f"Rafiq is at http://localhost:{settings.port}  (Ctrl+C stops it)", err=True)
            if not settings.operator:
                demo = "This is a demo: set RAFIQ_OPERATOR and RAFIQ_CONTACT before people use it."
                typer.echo(demo, err=True)

    def silent(muted: muting.Muted) -> None:
        typer.echo(f"Nothing is sent: {_WHY[muted.reason]}. The pages answer.", err=True)
        typer.echo("`rafiq unmute --by NAME` ends that.", err=True)

    def show(doors: list[parts.DemoDoor]) -> None:
        if doors:
            typer.echo("To sign in to the demo (each address works once, for ten minutes):", err=True)
        for door in doors:
            typer.echo(f"  {door.name}: {door.address}", err=True)

    asyncio.run(parts.serve(settings, ready, show, silent, _warn))


def _warn(sentence: str) -> None:
    typer.echo(f"WARNING: {sentence}", err=True)


@app.command()
def work() -> None:
    """Send, remind and erase beside any number of `rafiq serve`, without pages of its own."""
    settings = _settings()
    logs.configure(settings.secrets())
    asyncio.run(parts.work(settings, warn=_warn))


@app.command()
def mute(by: By) -> None:
    """Stop all sending of all processes at once; messages wait until `rafiq unmute`."""
    with _store() as store:
        store.write_sync(lambda conn: _mute(conn, _name(by)))
    typer.echo("Nothing is sent any more. `rafiq unmute --by NAME` ends that.")


@app.command()
def unmute(by: By) -> None:
    """Let a restored or copied database send, once you are sure that the original sends no more."""
    with _store() as store:
        had_been = store.write_sync(lambda conn: _unmute(conn, _name(by)))
    typer.echo("Messages are sent again." if had_been else "Nothing was muted.")


def _mute(conn: Connection, by: str) -> None:
    muting.mute(conn, muting.PERSON, by, clock.now())
    command_audit.note(conn, command_audit.MUTED, "", {}, clock.now())


def _unmute(conn: Connection, by: str) -> bool:
    had_been = muting.unmute(conn, by)
    if had_been:
        command_audit.note(conn, command_audit.UNMUTED, "", {}, clock.now())
    return had_been


def _name(by: str) -> str:
    who = by.strip()
    if not 2 <= len(who) <= 80:
        raise typer.BadParameter("a name of 2 to 80 letters", param_hint="--by")
    return who


@app.command()
def chat(
    lang: Annotated[str, typer.Option(help="Your language, such as ar; without it you are asked.")] = "",
    name: Annotated[str, typer.Option(help="Another name is another person.")] = "terminal",
) -> None:
    """Talk to Rafiq here; lines may also come from a pipe."""
    from bot.channels.console import Console, stdin_lines

    chosen = negotiate(lang) or ""
    if lang and not chosen:
        raise typer.BadParameter(
            f"there is no language {lang}: one of {', '.join(TAGS)}", param_hint="--lang"
        )
    settings = _settings()
    logs.configure(settings.secrets(), level=40)

    async def talk() -> None:
        async with parts.assistant(settings, telegram=False) as running:
            console = Console(
                running.runner, name, chosen or ENGLISH.tag, sys.stdout, running.mind.say, chosen=chosen
            )
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
