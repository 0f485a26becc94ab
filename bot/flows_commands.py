"""`rafiq flows`: check the conversations, draw them, and see which ways no transcript walks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import mind as minds
from bot import rehearsal_places
from bot.conversation.draw import draw as diagram
from bot.conversation.loader import read_flows
from bot.language.languages import LANGUAGES
from bot.rehearsal import (
    BEGINNING,
    BadTranscript,
    Rehearsal,
    Seen,
    database_time,
    read_transcript,
    written,
)

TRANSCRIPTS = minds.ROOT / "tests" / "transcripts"
WRITTEN_IN = ("en", "ar")
"""Languages whose exact wording is kept beside each transcript."""

Folder = Annotated[Path, typer.Option(help="The folder of transcripts.")]


def flow_commands() -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="Check, draw and replay the conversations.")

    @app.command("check")
    def _check() -> None:
        """List every mistake in a flow with file and line, texts that a language lacks among them."""
        issues = minds.flow_issues()
        for issue in issues:
            typer.echo(issue)
        typer.echo(f"{len(issues)} mistakes", err=True)
        raise typer.Exit(1 if issues else 0)

    @app.command("draw")
    def _draw(flow: Annotated[str, typer.Argument(help="One flow; without it, all.")] = "") -> None:
        """Print flows as Mermaid diagrams."""
        flows, _ = read_flows(minds.ROOT / "flows")
        if flow and flow not in flows:
            typer.echo(f"There is no flow {flow}; there are {', '.join(flows)}.", err=True)
            raise typer.Exit(1)
        for id_ in [flow] if flow else flows:
            typer.echo(diagram(flows[id_]))

    @app.command("coverage")
    def _coverage(transcripts: Folder = TRANSCRIPTS) -> None:
        """Show the ways through the flows that no transcript walks. Fails where there is one."""
        missing = unwalked(transcripts)
        for flow, step, edge in missing:
            typer.echo(f"flows/{flow}.yaml: step {step}: no transcript goes by “{edge}”")
        typer.echo(f"{len(missing)} ways not walked", err=True)
        raise typer.Exit(1 if missing else 0)

    @app.command("record")
    def _record(transcripts: Folder = TRANSCRIPTS) -> None:
        """Write the expected wording of every transcript anew. Read the difference before you commit it."""
        mind = rehearsing()
        for file in sorted(transcripts.glob("*.yaml")):
            for lang in WRITTEN_IN:
                page = written(play(mind, file, lang))
                file.with_suffix(f".{lang}.txt").write_text(page, encoding="utf-8")
        typer.echo("Written. Now read the difference.")

    @app.command("play")
    def _play(file: Path, lang: Annotated[str, typer.Option(help="Such as ar.")] = "en") -> None:
        """Play a transcript and print the conversation."""
        if lang not in LANGUAGES:
            typer.echo(f"{lang} is not shipped; there are {', '.join(LANGUAGES)}.", err=True)
            raise typer.Exit(1)
        try:
            typer.echo(written(play(rehearsing(), file, lang)))
        except BadTranscript as error:
            typer.echo(f"{file}: {error}", err=True)
            raise typer.Exit(1) from None

    return app


def rehearsing(walked: set[tuple[str, str, str]] | None = None) -> minds.Mind:
    """Everything that answers, on the day on which rehearsals begin."""
    return minds.build(
        operator="Camp Help",
        contact="help@example.org",
        today=_first_day(),
        chance=bytes,  # the same in every run, so that what was said can be compared
        walked=walked,
        database_time=database_time,
        verify=rehearsal_places.verify,
        redeem=rehearsal_places.redeem,
    )


def _first_day() -> datetime.date:
    return datetime.datetime.fromtimestamp(BEGINNING, datetime.UTC).date()


def begin(mind: minds.Mind, lang: str) -> Rehearsal:
    """A new invented person in front of that mind, with nothing withdrawn."""
    mind.library.set_withdrawn(frozenset(), _first_day())
    mind.gazetteer.forget()
    return Rehearsal(
        mind.turns,
        mind.library.find,
        mind.keys,
        lambda id_, tag: mind.library.title(id_, tag)[0],
        lang,
        mind.hiring,
    )


def play(mind: minds.Mind, file: Path, lang: str) -> list[Seen]:
    """All scenes of a transcript in one language."""
    walk: list[Any] = read_transcript(file)
    try:
        return list(begin(mind, lang).play(walk))
    except BadTranscript as error:
        raise BadTranscript(f"{file}: {error}") from None


def unwalked(transcripts: Path) -> list[tuple[str, str, str]]:
    """The edges (flow, step, edge) that no transcript walks."""
    walked: set[tuple[str, str, str]] = set()
    mind = rehearsing(walked)
    for file in sorted(transcripts.glob("*.yaml")):
        play(mind, file, "en")
    return sorted(set(_edges(mind)) - walked)


def _edges(mind: minds.Mind) -> Iterator[tuple[str, str, str]]:
    for flow in mind.flows.values():
        for step in flow.steps.values():
            yield from ((flow.id, step.id, edge) for edge in step.edges)
