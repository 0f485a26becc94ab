"""Marks in the employer's own words for the reviewer's eyes (E2, I10). They never publish or reject."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from bot.features.interviews.vacancies.links import Place, places, shown
from bot.features.interviews.vacancies.model import WORDS, Vacancy
from bot.language.phrases import Tongue, tokens


class Sign(Protocol):
    """A sign of a false offer, found by another feature."""

    @property
    def flag(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def real(self) -> str: ...


Signs = Callable[[str], Sequence[Sign]]
"""What the guide about false job offers finds in a text, in any language."""

_OF_OFFERS: Mapping[str, str] = {
    "fee": "fee",
    "transfer": "fee",
    "account": "fee",
    "passport": "passport",
    "papers": "passport",
    "visa": "travel",
    "messenger": "chat",
    "first": "pressure",
    "hurry": "pressure",
    "easy": "pressure",
    "address": "imitates",
}


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark in one field: what it may be (words.FLAGS), from which character to which, and a real host."""

    field: str
    kind: str
    start: int
    end: int
    real: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, with the signs that it is marked with; none for a plain one."""

    text: str
    kinds: tuple[str, ...] = ()
    real: tuple[str, ...] = ()


class AdvertCheck:
    """An advert's words held against phrases of all languages, addresses, and signs of false offers."""

    def __init__(self, tongues: Mapping[str, Tongue], signs: Signs) -> None:
        self._tongues = tongues
        self._signs = signs

    def flags(self, vacancy: Vacancy, allowed: Collection[str]) -> tuple[Flag, ...]:
        """All marks, by field and place. `allowed`: listed hosts and the employer's own."""
        found: list[Flag] = []
        for field in WORDS:
            found += self.in_text(field, getattr(vacancy, field), allowed)
        return tuple(found)

    def in_text(self, field: str, text: str, allowed: Collection[str]) -> list[Flag]:
        """The marks of one text; of one kind those that overlap are one."""
        found = [*self._said(text), *places(text, allowed)]
        found += [
            Place(_OF_OFFERS[sign.flag], sign.start, sign.end, sign.real)
            for sign in self._signs(text)
            if sign.flag in _OF_OFFERS
        ]
        return [
            Flag(field, one.kind, one.start, one.end, shown(one.real) if one.real else "")
            for one in _joined(found)
        ]

    def _said(self, text: str) -> Iterable[Place]:
        words = tokens(text)
        for tongue in self._tongues.values():
            for match in tongue.find(words):
                yield Place(match.kind, words[match.first].start, words[match.last].end)


def pieces(text: str, flags: Iterable[Flag]) -> list[Piece]:
    """A text cut at its marks, in order: put together again it is the text."""
    own = list(flags)
    cuts = sorted({0, len(text), *(flag.start for flag in own), *(flag.end for flag in own)})
    found = []
    for start, end in pairwise(cuts):
        over = [flag for flag in own if flag.start <= start and flag.end >= end]
        kinds = tuple(dict.fromkeys(flag.kind for flag in over))
        found.append(Piece(text[start:end], kinds, tuple(flag.real for flag in over if flag.real)))
    return found


def _joined(found: Iterable[Place]) -> list[Place]:
    joined: list[Place] = []
    for one in sorted(found, key=lambda place: (place.kind, place.start, -place.end)):
        last = joined[-1] if joined else None
        if last is not None and last.kind == one.kind and one.start < last.end:
            real = last.real or one.real
            joined[-1] = Place(last.kind, last.start, max(last.end, one.end), real)
        else:
            joined.append(one)
    return sorted(joined, key=lambda place: (place.start, place.end, place.kind))
