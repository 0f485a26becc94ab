"""Occupations as the flows see them: read once, found in any shipped language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Self

from bot.conversation.messages import Rich
from bot.features.library import BrokenContent
from bot.features.skills.occupations.finding import SHOWN, search
from bot.features.skills.occupations.index import Index
from bot.features.skills.occupations.model import Match, Unit
from bot.features.skills.occupations.packed import read_pack, write_pack
from bot.features.skills.occupations.reading import FOLDER, Data, read_all
from bot.language.detection import guess
from bot.language.languages import ENGLISH, LANGUAGES

SURE = 0.85
"""Score from which no other language is asked."""
_ELSEWHERE = 0.9
"""What a name of another language than the person's counts: it goes behind an equal one of hers."""
# One word alone often does not tell which of these it is in, so both are asked.
_LETTERS = ((re.compile("[\u0600-\u06ff]"), ("ar", "fa")), (re.compile("[\u0400-\u04ff]"), ("uk",)))


class Occupations:
    """May be asked from several threads. A language's names are laid out when they are first asked for."""

    def __init__(self, data: Data, guess: Callable[[str], Iterable[str]] = guess) -> None:
        self._data = data
        self._guess = guess
        self._indexes: dict[str, Index] = {}
        self._building = Lock()

    @classmethod
    def load(cls, content_dir: Path) -> Self:
        """Read content/occupations. Raises BrokenContent with every fault that stops a start."""
        data = read_pack(content_dir)
        return cls(data if data is not None else sound(content_dir))

    @property
    def groups(self) -> tuple[str, ...]:
        """The codes of the 43 sub-major groups."""
        return tuple(self._data.isco.sub_major)

    def find(self, text: str, lang: str) -> tuple[Match, ...]:
        """The unit groups that a text may mean, three at most, best first; () where none is near.

        Asked in the person's language first; where that is not sure, in those that the text seems to be
        in, and in English, for many job words travel.
        """
        best: dict[str, Match] = {}
        for tag in self._asked(text, lang):
            if any(match.score >= SURE for match in best.values()):
                break
            for match in search(self._index(tag), text, tag):
                counted = match if tag == lang else _elsewhere(match)
                if match.code not in best or counted.score > best[match.code].score:
                    best[match.code] = counted
        return tuple(sorted(best.values(), key=lambda match: -match.score)[:SHOWN])

    def title(self, code: str, lang: str) -> Rich:
        """What a unit group is called, in English where the language has no title. KeyError: no such code."""
        for tag in (lang, ENGLISH.tag):
            names = self._data.names.get(tag)
            if names is not None and code in names.unit:
                return Rich(names.unit[code].title, tag)
        return Rich(self._data.isco.unit[code], ENGLISH.tag)

    def group_title(self, code: str, lang: str) -> Rich:
        """What a sub-major group (two digits) is called. KeyError: no such code."""
        for tag in (lang, ENGLISH.tag):
            names = self._data.names.get(tag)
            if names is not None and code in names.sub_major:
                return Rich(names.sub_major[code], tag)
        return Rich(self._data.isco.sub_major[code], ENGLISH.tag)

    def _asked(self, text: str, lang: str) -> list[str]:
        written = (tag for letters, tags in _LETTERS if letters.search(text) for tag in tags)
        tags = (lang, *self._guess(text), *written, ENGLISH.tag)
        return [tag for tag in dict.fromkeys(tags) if tag in self._data.names]

    def _index(self, lang: str) -> Index:
        index = self._indexes.get(lang)
        if index is None:
            with self._building:
                index = self._indexes.get(lang) or self._lay_out(lang)
                self._indexes[lang] = index
        return index

    def _lay_out(self, lang: str) -> Index:
        return Index(self._units(lang), lang, self._data.names[lang].light)

    def _units(self, lang: str) -> dict[str, Unit]:
        """A language's own names; in English the official titles as well, so that all 436 can be found."""
        units = dict(self._data.names[lang].unit)
        if lang == ENGLISH.tag:
            for code, title in self._data.isco.unit.items():
                own = units.get(code)
                units[code] = Unit(title, (*own.names, own.title)) if own else Unit(title, ())
        return units


def sound(content_dir: Path) -> Data:
    """The files themselves. Raises BrokenContent with every fault that stops a start."""
    data = read_all(content_dir, LANGUAGES)
    if data.errors:
        raise BrokenContent(data.errors)
    return data


def pack(content_dir: Path) -> Path | None:
    """Make the pack, for `rafiq content pack`; None where there are no occupations."""
    return write_pack(content_dir, sound(content_dir)) if (content_dir / FOLDER).is_dir() else None


def _elsewhere(match: Match) -> Match:
    return Match(match.code, match.score * _ELSEWHERE, match.name, match.lang)
