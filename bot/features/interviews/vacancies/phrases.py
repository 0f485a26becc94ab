"""Reads content/interviews/adverts: phrases that a reviewer should see marked, by sign, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.features.library import BrokenContent, Fault, Matter, Notes, read_matter
from bot.language.languages import LANGUAGES
from bot.language.phrases import BadPhrase, Tongue, read_phrase

FOLDER = "interviews/adverts"
SIGNS = ("fee", "passport", "chat", "home", "pay", "travel")
BESIDE = ("denies", "denies_after", "settles", "wages", "joined")


def read_tongues(content_dir: Path) -> Mapping[str, Tongue]:
    """The phrases of all shipped languages. Raises BrokenContent with every fault."""
    faults: list[Fault] = []
    tongues = load_tongues(content_dir, LANGUAGES, faults)
    if any(fault.level == "error" for fault in faults):
        raise BrokenContent(faults)
    return tongues


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
                tongues[lang] = _tongue(matter)
        faults += notes.faults
    return tongues


def _tongue(matter: Matter) -> Tongue:
    part = matter.part("flags")
    beside = {key: _sound(matter, key, matter.texts(key)) for key in BESIDE}
    matter.close()
    if part is None:
        return Tongue({})
    rows = {sign: _sound(part, sign, part.texts(sign, 1)) for sign in SIGNS}
    part.close()
    return Tongue(rows, **beside)


def _sound(matter: Matter, key: str, phrases: tuple[str, ...]) -> list[str]:
    """The phrases that can be read; a fault is noted for each of the others."""
    good = []
    for phrase in phrases:
        try:
            read_phrase(phrase)
            good.append(phrase)
        except BadPhrase as error:
            matter.notes.error(matter.line(key), f"“{phrase}”: {error}")
    return good
