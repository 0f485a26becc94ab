"""Phrases of content/interviews/adverts that a reviewer should see marked, by sign, in each language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.features import library
from bot.features.library import Fault
from bot.language.languages import LANGUAGES
from bot.language.phrases import Tongue

FOLDER = "interviews/adverts"
SIGNS = ("fee", "passport", "chat", "home", "pay", "travel")
_WITHOUT = "adverts cannot be checked without it"


def read_tongues(content_dir: Path, checked: bool = False) -> Mapping[str, Tongue]:
    """The phrases of all shipped languages. `checked`: see the library's. Raises BrokenContent."""
    return library.read_tongues(content_dir / FOLDER, SIGNS, _WITHOUT, checked)


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault, for `rafiq content check`."""
    faults: list[Fault] = []
    library.load_tongues(content_dir / FOLDER, SIGNS, _WITHOUT, LANGUAGES, faults)
    return faults
