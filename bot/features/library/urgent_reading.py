"""Reads content/urgent/LANG.yaml, and notes every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import Matter, read_matter
from bot.features.library.urgent import KINDS, Spoken, UrgentWords
from bot.features.library.urgent_rows import spelt_out

URGENT_DIR = "urgent"


def load_urgent(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> UrgentWords:
    """The rows of every language. A language without a file is work that is due; English has to be there."""
    spoken: dict[str, Spoken] = {}
    for lang in languages:
        path = content_dir / URGENT_DIR / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{URGENT_DIR}/{path.name}")
        if path.is_file():
            spoken[lang] = _read(path, notes)
        elif lang == "en":
            notes.error(1, "the file is missing: it holds the words that tell of danger")
        else:
            notes.due(1, "this language is missing: write down what people in danger say in it")
        faults.extend(notes.faults)
    return UrgentWords(spoken)


def _read(path: Path, notes: Notes) -> Spoken:
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return Spoken(())
    classes = _read_classes(matter.part("classes"), notes) if "classes" in matter else {}
    rows = []
    for kind in KINDS:
        for line, row in matter.lined(kind, 1):
            unknown = [token for token in row.split() if not _known(token, classes, notes, line)]
            if not unknown:
                rows.append((kind, row))
    negations = matter.texts("negations", 1)
    elsewhere = _read_elsewhere(matter, notes) if "elsewhere" in matter else ""
    messages = _read_messages(matter.part("messages")) if "messages" in matter else ()
    calm = matter.texts("calm") if "calm" in matter else ()
    matter.close()
    return Spoken(tuple(rows), negations, classes, messages, calm, elsewhere)


def _read_messages(matter: Matter | None) -> tuple[tuple[str, str], ...]:
    if matter is None:
        return ()
    found = [(kind, text) for kind in KINDS for text in matter.texts(kind, 1)]
    matter.close()
    return tuple(found)


def _read_elsewhere(matter: Matter, notes: Notes) -> str:
    words = matter.text("elsewhere")
    if set(words) & {*" !{}"}:
        notes.error(
            matter.line("elsewhere"),
            "'elsewhere' must be words with | between them, without ! and {}: join those of one way by _",
        )
        return ""
    return words


def _read_classes(matter: Matter | None, notes: Notes) -> dict[str, str]:
    """Each class spelt out; it may name those above it."""
    classes: dict[str, str] = {}
    for name in matter.names() if matter is not None else ():
        words = matter.text(name) if matter is not None else ""
        line = matter.line(name) if matter is not None else 1
        if len(words.split()) > 1 or words.startswith("!"):
            notes.error(line, f"'{name}' must be words with | between them: join those of one way by _")
        elif words and _known(words, classes, notes, line):
            classes[name] = spelt_out(words, classes)
    return classes


def _known(token: str, classes: dict[str, str], notes: Notes, line: int) -> bool:
    try:
        spelt_out(token, classes)
    except KeyError as error:
        notes.error(line, f"{error.args[0]} is no class that stands above: write it into 'classes'")
        return False
    return True
