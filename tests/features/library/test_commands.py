"""The commands, run as an operator or a translator runs them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.features.library import records
from bot.features.library.commands import Parts, ask_command, content_commands
from bot.features.library.faults import Fault
from bot.features.library.reading import body_hash
from bot.features.library.unanswered import Unanswered
from bot.language.languages import LANGUAGES
from bot.store.database import Store
from bot.store.datakeys import DataKeys
from bot.store.keyring import generate
from bot.store.opening import open_sqlite
from tests.features.library.articles import BODY, SUMMARY, TITLE, TODAY, english, library, translated

NOON = 1795262400.0
WORK = "rights/work"


class Desk:
    """A command line over a small library and a real SQLite file."""

    def __init__(self, root: Path) -> None:
        files = {f"{WORK}/{lang}.md": translated() for lang in ("ar", "fr", "fa", "so", "sw", "uk", "es")}
        self.library = library(root, files | {f"{WORK}/en.md": english()}, TODAY, tuple(LANGUAGES.values()))
        self.store = open_sqlite(root / "data")
        self.beside: list[Fault] = []
        self.unanswered = Unanswered(DataKeys(generate()), b"secret")
        parts = Parts(
            root / "content",
            lambda: self.library,
            self.opened,
            lambda: NOON,
            lambda: TODAY,
            lambda: self.unanswered,
            (self.look,),
        )
        self.app = typer.Typer()
        self.app.add_typer(content_commands(parts), name="content")
        self.app.command("ask")(ask_command(parts))

    def look(self, content_dir: Path, today: date) -> list[Fault]:
        """What another feature says of its data."""
        return [Fault("content/guide.yaml", 3, "mend it")] if (content_dir / "guide.yaml").exists() else []

    @contextmanager
    def opened(self) -> Iterator[Store]:
        yield self.store

    def run(self, *words: str, typed: str = "") -> Result:
        return CliRunner().invoke(self.app, words, input=typed)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    asyncio.run(desk.store.close())


def test_check_fails_on_errors_and_only_if_strict_on_work_that_is_due(desk: Desk, tmp_path: Path) -> None:
    assert desk.run("content", "check").exit_code == 0
    assert desk.run("content", "check", "--strict").exit_code == 1  # urgent words lack six languages
    (tmp_path / "content" / WORK / "en.md").write_text(english(title="W" * 70), encoding="utf-8")
    result = desk.run("content", "check")
    assert result.exit_code == 1
    assert "content/rights/work/en.md:2: 'title' has 70 characters" in result.output


def test_check_tells_the_faults_of_other_features_data_too(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "content" / "guide.yaml").touch()
    result = desk.run("content", "check")
    assert result.exit_code == 1
    assert "content/guide.yaml:3: mend it" in result.output


def test_hash_prints_what_follows_must_say(desk: Desk) -> None:
    assert desk.run("content", "hash", WORK).output.strip() == body_hash(TITLE, SUMMARY, BODY)
    assert desk.run("content", "hash", "rights/nothing").exit_code == 1


def test_due_lists_reviews_and_translations(desk: Desk, tmp_path: Path) -> None:
    assert "review" not in desk.run("content", "due").output
    (tmp_path / "content" / WORK / "ar.md").unlink()
    output = desk.run("content", "due", "--days", "90").output
    assert "2027-02-01 review rights/work" in output
    assert "content/rights/work/ar.md:1: this language is missing" in output


def test_withdraw_and_restore(desk: Desk) -> None:
    assert desk.run("content", "withdraw", WORK).output == "rights/work is withdrawn.\n"
    assert "already" in desk.run("content", "withdraw", WORK).output
    assert desk.store.write_sync(records.withdrawn_ids) == {WORK}
    assert desk.run("content", "restore", WORK).exit_code == 0
    assert desk.run("content", "restore", WORK).exit_code == 1
    assert not desk.store.write_sync(records.withdrawn_ids)
    assert desk.run("content", "withdraw", "rights/nothing").exit_code == 1


def test_feedback_is_readable(desk: Desk) -> None:
    desk.store.write_sync(lambda conn: records.keep_feedback(conn, WORK, "ar", True, NOON))
    assert desk.run("content", "feedback").output == "rights/work ar yes 1 no 0\n"


def test_ask_answers_and_says_why(desk: Desk) -> None:
    answer = desk.run("ask", "--lang", "en", "may I work with a permit here")
    assert answer.output.startswith("answer\n1. Working here [rights/work]\n   You may work with a permit.")
    why = desk.run("ask", "--lang", "en", "--why", "may I work with a permit here").output
    assert "searched in en" in why
    assert "phrase" in why
    assert desk.run("ask", "--why", "he beats me").output.startswith("urgent\ndanger: violence")
    assert desk.run("ask", "--lang", "xx", "work").exit_code == 2
    assert desk.run("ask").exit_code == 2


def test_ask_reads_and_writes_lines(desk: Desk) -> None:
    lines = [
        '{"lang": "en", "q": "may I work with a permit here", "id": 7}',
        "",
        '{"lang": "ar", "q": "مرحبا"}',
        '{"lang": "en", "q": "he beats me"}',
    ]
    result = desk.run("ask", "--jsonl", typed="\n".join(lines))
    assert result.exit_code == 0
    written = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["lang"], row["outcome"], row["articles"]) for row in written] == [
        ("en", "answer", [WORK]),
        ("ar", "none", []),
        ("en", "urgent", []),
    ]
    assert written[1]["q"] == "مرحبا"
    assert set(written[0]) == {"lang", "q", "outcome", "articles"}


def test_a_bad_line_is_named_and_the_others_are_answered(desk: Desk) -> None:
    result = desk.run(
        "ask", "--jsonl", typed='{"lang": "xx", "q": "a"}\nnonsense\n{"lang": "en", "q": "hello"}\n'
    )
    assert result.exit_code == 1
    assert "line 1: 'xx' is not one of" in result.stderr
    assert "line 2:" in result.stderr
    assert json.loads(result.stdout)["outcome"] == "none"
