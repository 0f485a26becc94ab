"""Reads content/urgent/LANG.yaml, and notes every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import read_matter
from bot.features.library.urgent import KINDS, UrgentWords

URGENT_DIR = "urgent"


def load_urgent(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> UrgentWords:
    """The rows of every language. A language without a file is work that is due; English has to be there."""
    rows: dict[str, list[tuple[str, str]]] = {}
    negations: dict[str, tuple[str, ...]] = {}
    for lang in languages:
        path = content_dir / URGENT_DIR / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{URGENT_DIR}/{path.name}")
        if path.is_file():
            rows[lang], negations[lang] = _read(path, notes)
        elif lang == "en":
            notes.error(1, "the file is missing: it holds the words that tell of danger")
        else:
            notes.due(1, "this language is missing: write down what people in danger say in it")
        faults.extend(notes.faults)
    return UrgentWords(rows, negations)


def _read(path: Path, notes: Notes) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return [], ()
    rows = [(kind, row) for kind in KINDS for row in matter.texts(kind, 1)]
    negations = matter.texts("negations", 1)
    matter.close()
    return rows, negations
