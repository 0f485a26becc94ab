"""`rafiq content ...` and `rafiq ask`: the library on the command line.

The program hands in what it has (Parts); nothing here opens a file or a database by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.features.library import asking, records
from bot.features.library.content import check, load_content
from bot.features.library.faults import BrokenContent, Fault
from bot.features.library.model import Article
from bot.features.library.packed import fingerprint, write_pack
from bot.features.library.packing import pack_of
from bot.features.library.reading import ORIGINAL
from bot.features.library.service import Library
from bot.features.library.unanswered import Unanswered
from bot.language.languages import LANGUAGES
from bot.store.database import Store

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work on."""

    content_dir: Path
    library: Callable[[], Library]
    store: Callable[[], AbstractContextManager[Store]]
    now: Callable[[], float]
    today: Callable[[], date]
    unanswered: Callable[[], Unanswered]
    further: tuple[Callable[[Path, date], list[Fault]], ...] = ()
    """What else `content check` looks at: data of other features beside the articles."""
    packers: tuple[Callable[[Path], Path | None], ...] = ()
    """What else `content pack` makes, so that a start is quick."""


def content_commands(parts: Parts) -> typer.Typer:
    """`content check`, `hash`, `due`, `feedback`, `unanswered`, `withdraw` and `restore`."""
    app = typer.Typer(no_args_is_help=True, help="Check the articles, and take wrong ones back at once.")
    _add_checks(app, parts)
    _add_records(app, parts)
    return app


def _add_checks(app: typer.Typer, parts: Parts) -> None:
    @app.command("check")
    def _check(
        strict: Annotated[bool, typer.Option(help="Fail on work that is due, too.")] = False,
    ) -> None:
        """List every fault with file and line. Fails where one would stop a start."""
        faults = check(parts.content_dir, parts.today(), tuple(LANGUAGES.values()))
        for look in parts.further:
            faults += look(parts.content_dir, parts.today())
        for fault in faults:
            typer.echo(f"{fault} (due)" if fault.level == "due" else fault)
        errors = sum(fault.level != "due" for fault in faults)
        typer.echo(f"{errors} errors, {len(faults) - errors} due", err=True)
        if errors or (strict and faults):
            raise typer.Exit(1)

    @app.command("pack")
    def _pack() -> None:
        """Put what was checked and worked out into files that a start reads in a moment (`make` does so)."""
        made_from = fingerprint(parts.content_dir)
        content = load_content(parts.content_dir, tuple(LANGUAGES.values()), parts.today())
        others = [fault for look in parts.further for fault in look(parts.content_dir, parts.today())]
        errors = [*content.errors, *(fault for fault in others if fault.level == "error")]
        if errors:
            raise BrokenContent(errors)
        pack = pack_of(content, made_from)
        typer.echo(f"Wrote {write_pack(parts.content_dir, pack)}.", err=True)
        for pack_further in parts.packers:
            path = pack_further(parts.content_dir)
            if path is not None:
                typer.echo(f"Wrote {path}.", err=True)

    @app.command("hash")
    def _hash(article: str) -> None:
        """Print what `follows` must say in a translation of the present English text."""
        content = load_content(parts.content_dir, tuple(LANGUAGES.values()), parts.today())
        typer.echo(_known(content.articles, article).versions[ORIGINAL].body_hash)

    @app.command("due")
    def _due(
        days: Annotated[int, typer.Option(min=0, help="Look so many days ahead.")] = SOON_DAYS,
    ) -> None:
        """List what waits for work: reviews, the nearest first, and missing or stale translations."""
        content = load_content(parts.content_dir, tuple(LANGUAGES.values()), parts.today())
        until = parts.today() + timedelta(days=days)
        for article in sorted(content.articles.values(), key=lambda article: article.review_by):
            if article.review_by <= until:
                typer.echo(f"{article.review_by} review {article.id}")
        for fault in _translations_due(content.faults):
            typer.echo(fault)


def _translations_due(faults: tuple[Fault, ...]) -> list[Fault]:
    return [fault for fault in faults if fault.level == "due" and not fault.file.endswith(f"/{ORIGINAL}.md")]


def _add_records(app: typer.Typer, parts: Parts) -> None:
    @app.command("feedback")
    def _feedback() -> None:
        """Print how often each article helped and did not help, the least helpful first."""
        with parts.store() as store:
            tallies = store.write_sync(records.read_feedback)
        for tally in tallies:
            typer.echo(f"{tally.article} {tally.lang} yes {tally.yes} no {tally.no}")

    @app.command("unanswered")
    def _unanswered(
        weeks: Annotated[int, typer.Option(min=1, help="Show so many weeks.")] = 4,
    ) -> None:
        """Print what nobody understood: by week and language, how many people asked, and near which page."""
        with parts.store() as store:
            kinds = store.write_sync(parts.unanswered().read)
        shown = sorted({asked.week for asked in kinds}, reverse=True)[:weeks]
        for asked in kinds:
            if asked.week in shown:
                near = "no page is near" if asked.about.startswith("~") else f"near {asked.about}"
                people = "person" if asked.people == 1 else "people"
                typer.echo(f"{asked.week} {asked.lang} {asked.people} {people}, {near}")
                for text in asked.texts:
                    typer.echo(f"    {text}")

    @app.command("withdraw")
    def _withdraw(
        article: str, by: Annotated[str, typer.Option(help="The role of who decides.")] = "operator"
    ) -> None:
        """Take an article out of lists, search and reading, at once and without a restart."""
        _known(parts.library().articles, article)
        with parts.store() as store:
            done = store.write_sync(lambda conn: records.withdraw(conn, article, parts.now(), by))
        typer.echo(f"{article} is withdrawn." if done else f"{article} was withdrawn already.")

    @app.command("restore")
    def _restore(article: str) -> None:
        """Put a withdrawn article back."""
        with parts.store() as store:
            done = store.write_sync(lambda conn: records.restore(conn, article))
        if not done:
            typer.echo(f"{article} is not withdrawn.", err=True)
            raise typer.Exit(1)
        typer.echo(f"{article} can be read again.")


def _known(articles: Mapping[str, Article], article: str) -> Article:
    """The article of this id; ends the command with a plain sentence where there is none."""
    found = articles.get(article)
    if found is None:
        typer.echo(f"There is no article {article}; an id is GROUP/ARTICLE.", err=True)
        raise typer.Exit(1)
    return found


def ask_command(parts: Parts) -> Callable[..., None]:
    """The function behind `rafiq ask`."""

    def ask(
        text: Annotated[str, typer.Argument(help="The question.")] = "",
        lang: Annotated[str, typer.Option(help="The language of who asks.")] = ORIGINAL,
        why: Annotated[bool, typer.Option("--why", help="Show the scores that decided.")] = False,
        jsonl: Annotated[
            bool, typer.Option("--jsonl", help='Read lines {"lang","q"} and write lines with the outcome.')
        ] = False,
    ) -> None:
        """Ask the library a question, as a person in a chat would."""
        library = parts.library()
        if jsonl:
            if not asking.answer_lines(library, sys.stdin.buffer, sys.stdout.buffer, sys.stderr):
                raise typer.Exit(1)
            return
        if not text or lang not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            typer.echo(f"Give a question, and as --lang one of: {known}", err=True)
            raise typer.Exit(2)
        typer.echo(asking.explained(library, text, lang) if why else asking.answered(library, text, lang))

    return ask
