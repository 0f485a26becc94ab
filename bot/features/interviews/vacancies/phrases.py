"""Reads content/interviews/adverts: phrases that a reviewer should see marked, by sign, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.features.library import BrokenContent, Fault, LateTongues, Notes, read_matter, read_phrases
from bot.language.languages import LANGUAGES
from bot.language.phrases import Tongue

FOLDER = "interviews/adverts"
SIGNS = ("fee", "passport", "chat", "home", "pay", "travel")


def read_tongues(content_dir: Path, checked: bool = False) -> Mapping[str, Tongue]:
    """The phrases of all shipped languages. Raises BrokenContent with every fault.

    `checked`: nobody has changed the content since it was; then each language is read when it is needed.
    """
    if checked:
        return LateTongues(LANGUAGES, lambda lang: _tongue(content_dir, lang))
    faults: list[Fault] = []
    tongues = load_tongues(content_dir, LANGUAGES, faults)
    if any(fault.level == "error" for fault in faults):
        raise BrokenContent(faults)
    return tongues


def _tongue(content_dir: Path, lang: str) -> Tongue:
    faults: list[Fault] = []
    found = load_tongues(content_dir, (lang,), faults)
    if lang not in found:
        raise BrokenContent(faults)
    return found[lang]


def faults_of(content_dir: Path) -> list[Fault]:
    """Every fault, for `rafiq content check`."""
    faults: list[Fault] = []
    load_tongues(content_dir, LANGUAGES, faults)
    return faults


def load_tongues(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> dict[str, Tongue]:
    """One file a language. Never raises for bad content: what is wrong is added to `faults`."""
    tongues = {}
    for lang in languages:
        path = content_dir / FOLDER / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{FOLDER}/{path.name}")
        if not path.is_file():
            notes.error(1, "the file is missing: adverts cannot be checked without it")
        else:
            matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
            if matter is not None:
                tongues[lang] = read_phrases(matter, SIGNS)
        faults += notes.faults
    return tongues
