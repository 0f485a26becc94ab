"""`rafiq places ...` and `rafiq poster`: the register of places on the command line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from sqlalchemy import Connection

from bot.conversation.messages import Text
from bot.features.places import importing, records, sheets
from bot.features.places.gazetteer import Country, Gazetteer
from bot.features.places.model import Place
from bot.features.places.poster import poster
from bot.features.places.sheets import BadSheet
from bot.language.languages import TAGS
from bot.store.database import Store

OLD_DAYS = 180
"""Days after which a number to call should be looked at again."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work on; the program hands it in.

    `say`: a text in a language. `bot`: the bot's user name, asked of Telegram; raises Exception with a
    sentence. `origin`, `operator`, `contact`: of this installation, "" where it has none. `country`: who
    knows the numbers of the countries.
    """

    store: Callable[[], AbstractContextManager[Store]]
    now: Callable[[], float]
    today: Callable[[], date]
    say: Callable[[Text, str], str]
    bot: Callable[[], str]
    installation: Callable[[], tuple[str, str, str]]
    country: Callable[[], Country]


def place_commands(parts: Parts) -> typer.Typer:
    """`places import`, `export`, `list` and `check`."""
    app = typer.Typer(no_args_is_help=True, help="The register of places that announcements are for.")

    @app.command("import", help=f"Add and change places by a CSV file.\n\n\b\n{sheets.__doc__}")
    def _import(
        file: Annotated[Path, typer.Argument(help="CSV in UTF-8; `places export` writes one.")],
        dry: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    ) -> None:
        try:
            lines = sheets.read(file)
            with parts.store() as store:
                done = store.write_sync(lambda conn: _applied(conn, parts, file, lines, dry))
        except _Dry as only:
            done = only.done
        except BadSheet as error:
            typer.echo(f"{error}\nNothing was changed.", err=True)
            raise typer.Exit(1) from None
        said = "Would be" if dry else "Done"
        typer.echo(f"{said}: {done.added} added, {done.changed} changed, {done.same} as before.")

    @app.command("export")
    def _export(
        file: Annotated[Path | None, typer.Argument(help="Where to; without it, here.")] = None,
    ) -> None:
        """Write the register as CSV."""
        with parts.store() as store:
            places, contacts = store.write_sync(
                lambda conn: (records.listed(conn), records.contacts_of_all(conn))
            )
        text = sheets.written(places, contacts)
        if file is None:
            typer.echo(text, nl=False)
        else:
            file.write_text(text, encoding="utf-8-sig", newline="")  # the BOM tells spreadsheets the encoding
            typer.echo(f"Wrote {len(places)} places.", err=True)

    @app.command("list")
    def _list(lang: Annotated[str, typer.Option(help="Of the names, such as ar.")] = "en") -> None:
        """Show the register as a tree."""
        with parts.store() as store:
            places = store.write_sync(records.listed)
        for line in _tree(places, lang):
            typer.echo(line)

    @app.command("check")
    def _check() -> None:
        """Say what is missing: names, numbers to call, and what was not looked at for half a year."""
        with parts.store() as store:
            count, said = store.write_sync(lambda conn: _amiss(conn, parts))
        for line in said:
            typer.echo(line)
        typer.echo(f"{count} places, {len(said)} things to look at", err=True)

    return app


class _Dry(Exception):
    """Rolls back what was only tried."""

    def __init__(self, done: importing.Imported) -> None:
        super().__init__("only tried")
        self.done = done


def _applied(
    conn: Connection, parts: Parts, file: Path, lines: list[sheets.Line], dry: bool
) -> importing.Imported:
    done = importing.apply(conn, file, lines, parts.now(), lambda text: parts.say(text, "en"))
    if dry:
        raise _Dry(done)
    return done


def _amiss(conn: Connection, parts: Parts) -> tuple[int, list[str]]:
    """How many places there are, and a line for each thing to look at."""
    places, contacts = records.listed(conn), records.contacts_of_all(conn)
    # The same that answers people in danger: what it does not know, they never hear.
    gazetteer = Gazetteer(parts.country())
    gazetteer.refresh(conn, parts.now())
    said = []
    for place in places:
        missing = [tag for tag in TAGS if tag not in place.names]
        if place.active and missing:
            said.append(f"{place.code}: no name in {', '.join(missing)}")
        near = gazetteer.near(place.id)
        if place.active and not (near and near.contacts):
            said.append(
                f"{place.code}: no number to call in danger, of its own, of a place above it, or of "
                f"{place.country} in content/places.yaml: add one of an official page"
            )
        oldest = min((one.checked for one in contacts.get(place.id, ())), default=None)
        if oldest is not None and (parts.today() - oldest).days > OLD_DAYS:
            said.append(f"{place.code}: the numbers were checked on {oldest}: look at their page again")
    return len(places), said


def _tree(places: list[Place], lang: str) -> list[str]:
    below: dict[str, list[Place]] = {}
    for place in places:
        below.setdefault(place.parent, []).append(place)

    def lines(parent: str, depth: int) -> list[str]:
        found = []
        for place in below.get(parent, ()):
            name, _ = place.name(lang)
            state = ("" if place.active else ", out of use") + (", demo" if place.demo else "")
            found.append(f"{'  ' * depth}{place.code}  {name} ({place.kind}, {place.country}{state})")
            found += lines(place.id, depth + 1)
        return found

    return lines("", 0)


def poster_command(parts: Parts) -> Callable[..., None]:
    """`rafiq poster`."""

    def make(
        place: Annotated[str, typer.Option(help="The code of the place, such as demo-camp.")],
        lang: Annotated[list[str], typer.Option(help="A language, such as so; give several.")],
        output: Annotated[Path | None, typer.Option(help="The file to write.")] = None,
        bot: Annotated[str, typer.Option(help="The bot's user name; else Telegram is asked for it.")] = "",
        web: Annotated[bool, typer.Option(help="Print the address of the web chat as well.")] = True,
    ) -> None:
        """Make a poster (PDF, A4) with a code to scan that leads to the announcements of a place."""
        unknown = [tag for tag in lang if tag not in TAGS]
        if unknown:
            _refuse(f"“{unknown[0]}” is no language of Rafiq: use some of {', '.join(TAGS)}.")
        with parts.store() as store:
            found = store.write_sync(lambda conn: records.by_code(conn, place))
        if found is None or not found.active:
            _refuse(f"There is no place {place} in use: `rafiq places list` shows them.")
        origin, operator, contact = parts.installation()
        name = bot.strip().removeprefix("@") or parts.bot()
        origin = origin if web else ""
        if not name and not origin:
            _refuse(
                "There is no address to print: set RAFIQ_PUBLIC_URL or RAFIQ_TELEGRAM_TOKEN, or give --bot."
            )
        made = poster(found, lang, parts.say, bot=name, origin=origin, operator=operator, contact=contact)
        file = output or Path(made.name)
        file.write_bytes(made.data)
        typer.echo(f"Wrote {file}.")

    return make


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
