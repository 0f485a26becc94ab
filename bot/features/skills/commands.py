"""`rafiq skills ...`: tries on the command line what a person's words would find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from bot.features.skills.occupations import Occupations
from bot.language.languages import ENGLISH, LANGUAGES


def skills_commands(occupations: Callable[[], Occupations]) -> typer.Typer:
    """`skills find`."""
    app = typer.Typer(no_args_is_help=True, help="Try what people's words for their work find.")

    @app.callback()
    def _group() -> None:
        """Try what people's words for their work find."""

    @app.command("find")
    def _find(
        text: Annotated[str, typer.Argument(help="The work, as somebody would type it.")],
        lang: Annotated[str, typer.Option(help="The language of who types.")] = ENGLISH.tag,
    ) -> None:
        """Print the unit groups that are offered: code, title, score, and the name that matched."""
        if lang not in LANGUAGES:
            typer.echo(f"Give as --lang one of: {', '.join(LANGUAGES)}", err=True)
            raise typer.Exit(2)
        known = occupations()
        found = known.find(text, lang)
        if not found:
            typer.echo("none: the words would be kept as they are")
        for match in found:
            title = known.title(match.code, lang).text
            typer.echo(f"{match.code} {title}  {match.score:.2f}  “{match.name}” ({match.lang})")

    return app
