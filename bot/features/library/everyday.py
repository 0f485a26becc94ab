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

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
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


class Sames:
    """Looks up what else a word may be called."""

    def __init__(self, everyday: Everyday, stem: Callable[[str], str], light: frozenset[str]) -> None:
        """`light`: words that a text is looked at without; so they are left out of expressions, too."""
        self._rows: dict[str, list[tuple[str, ...]]] = {}
        """The rows that each word stands in."""
        self._long: dict[str, list[tuple[str, ...]]] = {}
        """Expressions of several words, by their first."""
        for row in everyday.same:
            heavy = ([word for word in fold(text).split() if word not in light] for text in row)
            known = tuple(dict.fromkeys(" ".join(map(stem, words)) for words in heavy if words))
            for text in known:
                self._rows.setdefault(text, []).append(known)
                parts = tuple(text.split())
                if len(parts) > 1:
                    self._long.setdefault(parts[0], []).append(parts)

    @property
    def words(self) -> Iterable[str]:
        return self._rows.keys()

    def of(self, word: str) -> tuple[str, ...]:
        """What means the same as the word, itself among it; () where nothing is known."""
        return tuple(dict.fromkeys(chain.from_iterable(self._rows.get(word, ()))))

    def expressions(self, words: list[str]) -> list[str]:
        """The expressions of several words that stand in a text."""
        found = []
        for at, word in enumerate(words):
            for parts in self._long.get(word, ()):
                if tuple(words[at : at + len(parts)]) == parts:
                    found.append(" ".join(parts))
        return found
