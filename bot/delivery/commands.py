"""`rafiq outbox`: what waits, what was given up, and deciding on it. It shows no text of anybody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.delivery import dead_letters
from bot.delivery.dead_letters import NoSuchLetter
from bot.delivery.ports import Clock
from bot.store.database import Store

OpenStore = Callable[[], AbstractContextManager[Store]]
Decision = Callable[[Connection, str, str, float], None]
Letter = Annotated[str, typer.Argument(help="The dead letter's name, such as outbox-12.")]
By = Annotated[str, typer.Option("--by", help="Your name: it is kept with the decision.")]


def outbox_commands(open_store: OpenStore, clock: Clock) -> typer.Typer:
    """The commands, on a store that is opened when one of them runs."""
    app = typer.Typer(help="Messages that wait, and those that were given up.", no_args_is_help=True)

    @app.command("list")
    def list_letters(limit: Annotated[int, typer.Option(min=1, max=10_000)] = 200) -> None:
        """List the dead letters, newest first."""
        from rich.console import Console  # draws for a terminal: a server does without its 6 MB
        from rich.table import Table

        with open_store() as store:
            letters = store.write_sync(lambda conn: dead_letters.listed(conn, limit))
        table = Table("name", "channel", "reason", "tries", "since (UTC)", "can be retried")
        for letter in letters:
            since = datetime.fromtimestamp(letter.since, UTC).strftime("%Y-%m-%d %H:%M")
            can = "yes" if letter.retriable else "no"
            table.add_row(letter.name, letter.channel, letter.reason, str(letter.tries), since, can)
        console = Console()
        console.print(table if letters else "There are no dead letters.")

    @app.command("show-counts")
    def show_counts() -> None:
        """Count messages by box, channel and state."""
        from rich.console import Console
        from rich.table import Table

        with open_store() as store:
            found, resent = store.write_sync(
                lambda conn: (dead_letters.counts(conn), dead_letters.resends(conn))
            )
        table = Table("box", "channel", "state", "messages")
        for box, channel, state, count in found:
            table.add_row(box, channel, state, str(count))
        console = Console()
        console.print(table)
        console.print(f"Sent once more after an uncertain end: {resent}")

    @app.command()
    def retry(name: Letter, by: By) -> None:
        """Have a dead letter tried again."""
        _decide(open_store, clock, dead_letters.retry, name, by)
        typer.echo(f"{name} will be tried again within seconds, if rafiq is running.")

    @app.command()
    def discard(name: Letter, by: By) -> None:
        """Give a dead letter up for good and erase what it said."""
        _decide(open_store, clock, dead_letters.discard, name, by)
        typer.echo(f"{name} is discarded.")

    return app


def _decide(open_store: OpenStore, clock: Clock, decision: Decision, name: str, by: str) -> None:
    who = by.strip()
    if not 2 <= len(who) <= 80:
        raise typer.BadParameter("a name of 2 to 80 letters", param_hint="--by")
    try:
        with open_store() as store:
            store.write_sync(lambda conn: decision(conn, name, who, clock.now()))
    except NoSuchLetter:
        typer.echo(
            f"There is no dead letter {name} for which this can be done. See: rafiq outbox list", err=True
        )
        raise typer.Exit(1) from None
