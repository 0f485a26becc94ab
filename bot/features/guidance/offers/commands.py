"""`rafiq recruiters`: the list of certified recruiters on the command line."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.features.guidance.offers.recruiters import BadList, read_list, replace_list
from bot.store.database import Store


def recruiter_commands(
    store: Callable[[], AbstractContextManager[Store]], today: Callable[[], date]
) -> typer.Typer:
    """`recruiters load`. The program hands in what it works on."""
    app = typer.Typer(no_args_is_help=True, help="The public list of certified recruiters.")

    @app.callback()
    def _group() -> None:
        """Keeps `load` a word of its own."""

    @app.command("load")
    def _load(
        file: Annotated[Path, typer.Argument(help="CSV with the columns name, country and status.")],
        as_of: Annotated[str, typer.Option(help="The day of the list, such as 2026-11-01.")],
    ) -> None:
        """Put a list in the place of the one before. With a mistake in it nothing is changed."""
        day = _day(as_of, today())
        try:
            rows = read_list(file)
        except BadList as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        with store() as opened:
            opened.write_sync(lambda conn: replace_list(conn, rows, day))
        typer.echo(f"Loaded {len(rows)} recruiters as of {day.isoformat()}.")

    return app


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        typer.echo(f"“{text}” is no day: write it as 2026-11-01.", err=True)
        raise typer.Exit(1) from None
    if day > today:
        typer.echo(f"{text} lies in the future: give the day on which the list was published.", err=True)
        raise typer.Exit(1)
    return day
