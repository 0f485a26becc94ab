"""The invented job words in words/LANG.yaml, and the names that the content has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.language.languages import LANGUAGES
from bot.language.normal import fold

ROOT = Path(__file__).parents[4]
FOLDER = Path(__file__).parent / "words"
LATER = Path(__file__).parent / "words_later"
"""Words that were written when the names stood: how the finder does with what nobody had in mind."""
TESTED = [tag for tag in LANGUAGES if (FOLDER / f"{tag}.yaml").is_file()]


@dataclass(frozen=True, slots=True)
class JobWords:
    """What somebody might type, and the unit groups that would be right."""

    text: str
    codes: frozenset[str]


def job_words(lang: str, folder: Path = FOLDER) -> list[JobWords]:
    rows = yaml.load((folder / f"{lang}.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
    return [JobWords(row["text"], frozenset(row["codes"])) for row in rows]


def units(lang: str) -> Mapping[str, Mapping[str, object]]:
    """The unit groups as they stand in the file of a language."""
    text = (ROOT / f"content/occupations/{lang}.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, object]] = yaml.load(text, yaml.CBaseLoader)["unit"]
    return found


def names(lang: str) -> set[str]:
    """Every everyday name of a language, folded."""
    listed: set[str] = set()
    for unit in units(lang).values():
        assert isinstance(unit["names"], list)
        listed |= {fold(name.removesuffix("*")) for name in unit["names"]}
    return listed
