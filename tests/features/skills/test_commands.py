"""`rafiq skills find` and what `rafiq content check` says of the occupations, as an operator runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.features.skills.commands import skills_commands
from bot.features.skills.occupations import Occupations

ROOT = Path(__file__).parents[3]
runner = CliRunner()


def find(*arguments: str) -> tuple[int, str]:
    app = skills_commands(lambda: Occupations.load(ROOT / "content"))
    result = runner.invoke(app, ["find", *arguments])
    return result.exit_code, result.output


def test_code_title_score_and_name_are_printed() -> None:
    code, said = find("--lang", "ar", "خياط")
    assert code == 0
    line = said.splitlines()[0]
    assert line.startswith("7531 ")
    assert line.endswith("1.00  “خياط” (ar)")


def test_nothing_near_is_said() -> None:
    assert find("hello how are you") == (0, "none: the words would be kept as they are\n")


@pytest.mark.parametrize("lang", ["xx", ""])
def test_an_unknown_language_is_refused(lang: str) -> None:
    code, said = find("--lang", lang, "tailor")
    assert code == 2
    assert "--lang" in said
