"""Everyday words: which of them mean the same in this field, and which questions are none of ours.

`content/words/LANG.yaml`:

    same:
      employer: [boss, employer, manager, owner, kafeel]   # the first word names the row for its readers
      rest day: [day off, weekend, rest]                   # several words may stand together
    not_ours:
      - what is the weather tomorrow

A row's name is for those who write it; what counts are the words behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.features.library.faults import Fault, Notes
from bot.features.library.matter import read_matter
from bot.language.normal import fold

WORDS_DIR = "words"


@dataclass(frozen=True, slots=True)
class Everyday:
    """The words of one language."""

    same: tuple[tuple[str, ...], ...] = ()
    """Rows of words and expressions that mean the same."""
    not_ours: tuple[str, ...] = ()
    """Questions and small talk that no article answers."""


def load_everyday(content_dir: Path, languages: Iterable[str], faults: list[Fault]) -> dict[str, Everyday]:
    """The words of every language; a language without a file is work that is due."""
    found = {}
    for lang in languages:
        path = content_dir / WORDS_DIR / f"{lang}.yaml"
        notes = Notes(f"{content_dir.name}/{WORDS_DIR}/{path.name}")
        if path.is_file():
            found[lang] = read_everyday(path, notes)
        else:
            notes.due(1, "this language is missing: write down what people call things in it")
        faults.extend(notes.faults)
    return found


def read_everyday(path: Path, notes: Notes) -> Everyday:
    """The file's rows; every fault is noted."""
    matter = read_matter(path.read_text(encoding="utf-8"), 0, notes)
    if matter is None:
        return Everyday()
    same = matter.part("same")
    rows = [same.texts(name, 2) for name in same.names()] if same is not None else []
    found = Everyday(tuple(rows), matter.texts("not_ours", 1))
    matter.close()
    return found


def rows_of(everyday: Everyday, stem: Callable[[str], str], light: Container[str]) -> list[tuple[str, ...]]:
    """The rows of words that mean the same, stemmed. `light`: words that a text is looked at without; so they
    are left out of expressions, too."""
    rows = []
    for row in everyday.same:
        heavy = ([word for word in fold(text).split() if word not in light] for text in row)
        rows.append(tuple(dict.fromkeys(" ".join(map(stem, words)) for words in heavy if words)))
    return rows


class Expressions:
    """Those of several words, found in a text."""

    def __init__(self, expressions: Iterable[str]) -> None:
        self._by_first: dict[str, tuple[str, ...]] = {}
        for text in expressions:
            first = text.partition(" ")[0]
            self._by_first[first] = (*self._by_first.get(first, ()), text)

    def within(self, words: list[str]) -> list[str]:
        """The expressions that stand in a text, given as its words."""
        return [
            text
            for at, word in enumerate(words)
            for text in self._by_first.get(word, ())
            if text == " ".join(words[at : at + 1 + text.count(" ")])
        ]
