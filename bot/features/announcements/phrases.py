"""Reads content/announcements/asks: phrases that ask people for money, papers or secrets (A12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.features.announcements.ports import Said
from bot.features.library import BrokenContent, Fault, Notes, read_matter, read_phrases
from bot.language.languages import LANGUAGES
from bot.language.phrases import Tongue, tokens

FOLDER = "announcements/asks"
SIGNS = ("money", "papers", "secrets")


def read_asks(content_dir: Path) -> Callable[[str], Sequence[Said]]:
    """What finds these phrases in a text, those of all languages in every text. Raises BrokenContent."""
    faults: list[Fault] = []
    tongues = _load(content_dir, LANGUAGES, faults)
    if any(fault.level == "error" for fault in faults):
        raise BrokenContent(faults)

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
    _load(content_dir, LANGUAGES, faults)
    return faults


def _load(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> dict[str, Tongue]:
    """One file a language. Never raises for bad content: what is wrong is added to `faults`."""
    tongues = {}
    for lang in languages:
        path = content_dir / FOLDER / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{FOLDER}/{path.name}")
        if not path.is_file():
            notes.error(1, "the file is missing: announcements cannot be checked without it")
        else:
            matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
            if matter is not None:
                tongues[lang] = read_phrases(matter, SIGNS)
        faults += notes.faults
    return tongues
