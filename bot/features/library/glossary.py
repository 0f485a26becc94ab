"""The words fixed for a language: content/glossary/LANG.yaml; TERMS.yaml says which of them are checked.

A line is `English term: what it is called here`. Where more than one way is right, they stand apart by ` | `;
what stands in brackets is another way.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.features.library.comparing import Terms
from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import read_matter

GLOSSARY_DIR = "glossary"
TERMS_FILE = "TERMS.yaml"


def load_glossary(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> dict[str, Terms]:
    """The terms of every language that has a file; a language without one is work that is due."""
    names, checked = _checked(content_dir, faults)
    found = {}
    for lang in languages:
        path = content_dir / GLOSSARY_DIR / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{GLOSSARY_DIR}/{path.name}")
        if path.is_file():
            words = _words(path, notes)
            fixed = {term: words[term] for term in checked if term in words}
            for term in sorted(set(checked) - fixed.keys()):
                notes.wrong(1, f"the term “{term}” is missing: fix what it is called in this language")
            found[lang] = Terms(fixed, words, names)
        else:
            notes.due(1, "this language is missing: fix its word for each term")
        faults.extend(notes.faults)
    return found


def _words(path: Path, notes: Notes) -> dict[str, tuple[str, ...]]:
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    return {} if matter is None else {term: _ways(matter.text(term)) for term in matter.names()}


def _ways(line: str) -> tuple[str, ...]:
    ways = []
    for way in line.split(" | "):
        main, _, other = way.partition("(")
        ways += [main.strip(), other.strip(" )")]
    return tuple(way for way in ways if way)


def _checked(content_dir: Path, faults: list[Fault]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that stay as they are, and the terms that are checked."""
    path = content_dir / GLOSSARY_DIR / TERMS_FILE
    if not path.is_file():
        return (), ()
    notes = Notes(f"{content_dir.name}/{GLOSSARY_DIR}/{TERMS_FILE}")
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return (), ()
    found = matter.texts("names"), matter.texts("terms")
    matter.close()
    faults.extend(notes.faults)
    return found
