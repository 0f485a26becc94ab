"""Reads content/announcements/asks: phrases that ask people for money, papers or secrets (A12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.features import library
from bot.features.announcements.ports import Said
from bot.features.library import Fault
from bot.language.languages import LANGUAGES
from bot.language.phrases import tokens

FOLDER = "announcements/asks"
SIGNS = ("money", "papers", "secrets")
_WITHOUT = "announcements cannot be checked without it"


def read_asks(content_dir: Path, checked: bool = False) -> Callable[[str], Sequence[Said]]:
    """What finds these phrases in a text, those of all languages in every text. `checked`: see the library's.

    Raises BrokenContent.
    """
    tongues = library.read_tongues(content_dir / FOLDER, SIGNS, _WITHOUT, checked)

    def asks(text: str) -> list[Said]:
        words = tokens(text)
        found = {
            Said(match.kind, words[match.first].start, words[match.last].end)
            for tongue in tongues.values()
            for match in tongue.find(words)
        }
        return sorted(found, key=lambda said: (said.start, said.end, said.kind))

    return asks


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault, for `rafiq content check`."""
    faults: list[Fault] = []
    library.load_tongues(content_dir / FOLDER, SIGNS, _WITHOUT, LANGUAGES, faults)
    return faults
